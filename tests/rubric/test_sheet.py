"""What complete means, field by field, and the questions a complete card may still raise."""

from __future__ import annotations

from typing import Any

import pytest

from hiring.rubric import (
    SURE,
    VERDICTS,
    Answer,
    Answers,
    Blank,
    Sheet,
    sure_word,
    verdict_meaning,
    verdict_word,
)
from hiring.rubric.advice import is_only_catchwords
from hiring.text import text
from tests.rubric.examples import dimension, example_data, rubric

NAMES = ("pipelines", "care", "speech")
RUBRIC = rubric(dimensions=[example_data()["dimensions"][0], dimension("care", must_have=False), dimension("speech")])
SEEN = Answer(3, situation="Late feed on a Monday; she wrote to both consumers.")
NOT_SEEN = Answer(not_assessed="Ran out of time")


def card(verdict: str | None = "yes", sure: str | None = None, **answers: Answer) -> Answers:
    return filled(answers, verdict, sure)


def filled(answers: dict[str, Answer], verdict: str | None, sure: str | None = None) -> Answers:
    return Answers({name: answers.get(name, SEEN) for name in NAMES}, verdict, sure)


def blanks(sheet: Sheet, answers: Answers) -> list[tuple[str, str]]:
    return [(blank.field, str(blank.message)) for blank in sheet.problems(answers)]


def test_a_sheet_is_the_part_of_the_rubric_that_a_slot_shows_in_its_order() -> None:
    assert [it.id for it in Sheet(RUBRIC).dimensions] == ["pipelines", "care", "speech"]
    assert [it.id for it in Sheet(RUBRIC, ("speech", "pipelines")).dimensions] == ["pipelines", "speech"]
    with pytest.raises(KeyError):
        Sheet(RUBRIC, ("x",))
    with pytest.raises(KeyError):
        Sheet(RUBRIC, exercises=("x",))


def test_an_exercise_may_ask_for_one_box() -> None:
    sheet = Sheet(RUBRIC, exercises=("design-hour",))
    assert [sheet.writes(name) for name in NAMES] == ["one-box", "star", "star"]
    assert [Sheet(RUBRIC).writes(name) for name in NAMES] == ["star", "star", "star"]
    exercise = example_data()["exercises"][0] | {"writes": "star"}
    assert Sheet(rubric(exercises=[exercise]), exercises=("design-hour",)).writes("pipelines") == "star"


@pytest.mark.parametrize(
    "answers",
    [
        card(),
        card(sure="low"),
        card(care=NOT_SEEN),
        card(care=Answer(1, action="Said no.")),
        card(care=Answer(5, result="It held.")),
        card(care=Answer(2, situation="Ok 3", red_flag=True, check="Ask the auditor")),
        card(care=Answer(not_assessed="Ran out", red_flag=True, check="Ask the auditor")),
        Answers({**card().dimensions, "of another rubric": Answer()}, "no"),
    ],
)
def test_a_complete_card(answers: Answers) -> None:
    assert Sheet(RUBRIC).problems(answers) == ()


RATE = "Rate “Care”, or say why you could not assess it."
SHOW = "Write what you saw or heard for “Care”."


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (Answer(), [("care-level", RATE)]),
        (Answer(not_assessed=" \n"), [("care-level", RATE)]),
        (Answer(not_assessed="–"), [("care-level", RATE)]),
        (Answer(situation="Much was said."), [("care-level", RATE)]),
        (Answer(3), [("care-situation", SHOW)]),
        (Answer(3, situation=" ", action="\u200b", result="…"), [("care-situation", SHOW)]),
        (Answer(3, evidence="In a box this form does not have."), [("care-situation", SHOW)]),
        (Answer(0, action="Yes."), [("care-level", "Choose a level of the scale for “Care”.")]),
        (Answer(6, action="Yes."), [("care-level", "Choose a level of the scale for “Care”.")]),
        (
            Answer(3, action="Yes.", not_assessed="Ran out"),
            [("care-level", "“Care” is both rated and not assessed. Keep one.")],
        ),
        (
            Answer(3, action="Yes.", red_flag=True, check=" "),
            [("care-check", "Write what the committee should check about “Care” before deciding.")],
        ),
        (
            Answer(red_flag=True),
            [
                ("care-level", RATE),
                ("care-check", "Write what the committee should check about “Care” before deciding."),
            ],
        ),
    ],
)
def test_an_incomplete_dimension(answer: Answer, found: list[tuple[str, str]]) -> None:
    sheet, answers = Sheet(RUBRIC), card(care=answer)
    assert blanks(sheet, answers) == found
    assert sheet.progress(answers) == (2, 3)
    assert sheet.next_empty(answers) == "care"


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
def test_every_level_asks_for_the_same_evidence(level: int) -> None:
    assert Sheet(RUBRIC).problems(card(care=Answer(level))) == (
        Blank("care-situation", text("Write what you saw or heard for “%(title)s”.", title="Care")),
    )
    assert Sheet(RUBRIC).problems(card(care=Answer(level, result="It held."))) == ()


def test_one_box_wants_its_own_field_filled() -> None:
    sheet = Sheet(RUBRIC, ("pipelines",), ("design-hour",))
    assert blanks(sheet, card(pipelines=Answer(3, situation="x"))) == [
        ("pipelines-evidence", "Write what you saw or heard for “Pipelines”.")
    ]
    assert sheet.problems(card(pipelines=Answer(3, evidence="x"))) == ()


@pytest.mark.parametrize(
    ("verdict", "sure", "found"),
    [
        (None, None, [("verdict", "Choose your overall recommendation.")]),
        ("", None, [("verdict", "Choose your overall recommendation.")]),
        ("maybe", None, [("verdict", "Choose your overall recommendation.")]),
        ("no", "very", [("sure", "Choose how sure you are: low, medium or high.")]),
    ],
)
def test_the_verdict_is_one_of_four(verdict: str | None, sure: str | None, found: list[tuple[str, str]]) -> None:
    assert blanks(Sheet(RUBRIC), card(verdict, sure)) == found


def test_an_empty_card_lists_everything_in_the_order_of_the_page() -> None:
    sheet, answers = Sheet(RUBRIC), Answers({})
    assert [blank.field for blank in sheet.problems(answers)] == [
        "pipelines-level", "care-level", "speech-level", "verdict",
    ]  # fmt: skip
    assert sheet.progress(answers) == (0, 3)
    assert sheet.next_empty(answers) == "pipelines"
    assert sheet.advice(answers) == ()


def test_a_finished_card_has_nothing_empty() -> None:
    assert Sheet(RUBRIC).progress(card(care=NOT_SEEN)) == (3, 3)
    assert Sheet(RUBRIC).next_empty(card(care=NOT_SEEN)) is None


def test_a_short_card_asks_for_a_verdict_and_three_lines() -> None:
    sheet = Sheet(RUBRIC, card="short")
    assert blanks(sheet, Answers({})) == [
        ("verdict", "Choose your overall recommendation."),
        ("headline", "Write what you saw."),
        ("worries", "Write what worries you, or that nothing does."),
        ("next_question", "Write what the next person should ask."),
    ]
    lines = {"headline": "Clear and calm.", "worries": "Nothing.", "next_question": "Who owns the feed?"}
    assert sheet.progress(Answers({})) == (0, 4)
    assert sheet.progress(Answers({}, "no")) == (1, 4)
    assert sheet.progress(Answers({}, "no", "very", **lines)) == (4, 4)
    assert sheet.problems(Answers({}, "no", **lines)) == ()
    assert [it.field for it in sheet.problems(Answers({}, "no", **{**lines, "worries": "–"}))] == ["worries"]
    assert sheet.next_empty(Answers({})) is None
    assert sheet.advice(Answers(dict.fromkeys(NAMES, SEEN), "strong_yes", headline="x")) == ()


@pytest.mark.parametrize(
    ("answer", "has"),
    [
        (Answer(), False),
        (Answer(situation="  "), False),
        (Answer(3), True),
        (Answer(0), True),
        (Answer(result="x"), True),
        (NOT_SEEN, True),
        (Answer(red_flag=True), True),
        (Answer(check="x"), True),
    ],
)
def test_anything_filled_in_is_an_answer(answer: Answer, has: bool) -> None:
    assert Sheet(RUBRIC).has_answer("care", card(care=answer)) is has
    assert Sheet(RUBRIC).has_answer("care", Answers({})) is False


def rated(*levels: int | None, **extra: Any) -> dict[str, Answer]:
    return {
        name: NOT_SEEN if level is None else Answer(level, action=SEEN.situation, **extra)
        for name, level in zip(NAMES, levels, strict=True)
    }


SAME = "Every dimension has the same level. Is that what you saw of each?"
BELOW = "You say strong yes, and “%s”, a must-have, is below Meets. What outweighs it?"


@pytest.mark.parametrize(
    ("verdict", "levels", "found"),
    [
        ("yes", (3, 3, 3), [SAME]),
        ("yes", (3, 3, 4), []),
        ("yes", (3, 3, None), []),
        ("strong_yes", (2, 2, 3), [BELOW % "Pipelines"]),
        ("strong_yes", (2, 5, 1), [BELOW % "Pipelines", BELOW % "Speech"]),
        ("strong_yes", (3, 1, None), []),
        ("yes", (2, 2, 3), []),
        ("strong_yes", (1, 1, 1), [SAME, BELOW % "Pipelines", BELOW % "Speech"]),
    ],
)
def test_levels_may_raise_a_question(verdict: str, levels: tuple[int | None, ...], found: list[str]) -> None:
    assert [str(it) for it in Sheet(RUBRIC).advice(filled(rated(*levels), verdict))] == found


@pytest.mark.parametrize(
    ("verdict", "flags", "found"),
    [
        ("yes", 1, []),
        ("yes", 2, ["You raise 2 red flags and say yes. Why?"]),
        ("strong_yes", 3, ["You raise 3 red flags and say yes. Why?"]),
        ("no", 3, []),
        (None, 3, []),
    ],
)
def test_two_flags_and_a_yes_raise_a_question(verdict: str | None, flags: int, found: list[str]) -> None:
    answers = rated(3, 4, 5)
    for name in NAMES[:flags]:
        answers[name] = Answer(answers[name].level, action=SEEN.situation, red_flag=True, check="Ask.")
    assert [str(it) for it in Sheet(RUBRIC).advice(filled(answers, verdict))] == found


@pytest.mark.parametrize(
    ("written", "only"),
    [
        ("Great culture fit!", True),
        ("She would fit in the team, good vibes.", True),
        ("Worked at Google and went to Stanford", True),
        ("Led a team of 120", True),
        ("Managed 40 engineers at a big tech company.", True),
        ("Nice. Ex-Amazon, MBA", True),
        ("Led a team of 120 through the move of all ledgers in nine weeks.", False),
        ("At Google he cut the build from forty minutes to six by splitting the graph.", False),
        ("Asked who owns the feed before naming a tool.", False),
        ("Yes.", False),
        ("", False),
    ],
)
def test_fit_prestige_and_team_size_alone_are_not_evidence(written: str, only: bool) -> None:
    assert is_only_catchwords(Answer(3, evidence=written)) is only
    assert is_only_catchwords(Answer(3, situation=written)) is only
    answers = card(care=Answer(4, result=written or "It held through two audits."))
    question = "The evidence for “Care” names fit, employers or team size. What did the candidate do or say?"
    assert [str(it) for it in Sheet(RUBRIC).advice(answers)] == [question] * only


def test_verdicts_and_sureness_have_words() -> None:
    assert [(str(verdict_word(it)), str(verdict_meaning(it))) for it in VERDICTS] == [
        ("Strong no", "I’d argue against"),
        ("No", "Below the bar for this role"),
        ("Yes", "Meets the bar"),
        ("Strong yes", "I’d argue for"),
    ]
    assert [str(sure_word(it)) for it in SURE] == ["Low", "Medium", "High"]
    with pytest.raises(KeyError):
        verdict_word("maybe")
