"""What a kind wants written down: its places, what is wrong with them, and how it reads afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.text import Text, text
from hiring.workflow import kinds, records
from hiring.workflow.gates import Facts
from hiring.workflow.kinds import deep_dive, presentation, recruiter_call
from hiring.workflow.records import Asked, Checklist, Choice, Day, Given, Item

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
KNOCK_OUTS = (Item("budget", text("Has held a budget"), text("equivalent experience")), Item("travel", text("Travels")))
BASICS = Given(recruiter_call.With(), KNOCK_OUTS)
TOPICS = Given(deep_dive.With(topics=("Money", "People")))
EVERY_KIND = list(kinds.known().values())


def own_of(kind: kinds.StageKind) -> Given:
    filled = {
        "deep_dive": deep_dive.With(topics=("Money", "People")),
        "presentation": presentation.With(prompt="Tell us.", parts=("Background", "Plan")),
    }
    return Given(filled.get(kind.name) or kind.keys(), KNOCK_OUTS)


def places(fields: tuple[Asked, ...], made_of: Given) -> list[str]:
    return list(records.typed(fields, made_of, {}))


def waits(kind: str, gate: str, **facts: object) -> str | None:
    reason = kinds.known()[kind].gates[gate].waits(Facts(**facts), NOW)  # type: ignore[arg-type]
    return None if reason is None else str(reason)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_every_place_has_one_name_and_fits_its_keep(kind: kinds.StageKind) -> None:
    made_of = own_of(kind)
    names = places(kind.record, made_of)
    assert len(names) == len(set(names))
    assert {"key", "version", "csrf_token"} & set(names) == set()
    assert kind.record[-1] is records.NOTE
    assert [one for one in kind.record if isinstance(one, Checklist) and not one.reasons <= one.options.keys()] == []


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
@given(words=st.data())
def test_what_is_written_is_shown_again_as_it_was_typed(kind: kinds.StageKind, words: st.DataObject) -> None:
    made_of = own_of(kind)
    said = {
        name: words.draw(st.sampled_from(["", "yes", "covered", "She said so."]))
        for name in places(kind.record, made_of)
    }
    assert records.typed(kind.record, made_of, records.written(kind.record, made_of, said)) == said


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.name)
def test_nothing_has_to_be_written_at_once(kind: kinds.StageKind) -> None:
    made_of = own_of(kind)
    nothing = dict.fromkeys(places(kind.record, made_of), "")
    assert dict(records.problems(kind.record, made_of, nothing)) == {}
    assert records.lines(kind.record, records.written(kind.record, made_of, nothing)) == ()


def test_what_counts_instead_or_is_missing_wants_a_reason() -> None:
    said = {"knock_outs-budget": "instead", "knock_outs-travel": "instead"}
    found = records.problems(recruiter_call.RECORD, BASICS, said)
    assert {name: str(words) for name, words in found.items()} == {
        "knock_outs-budget-why": "Say why: “Has held a budget”.",
        "knock_outs-travel": "Choose one of the answers on the list.",
    }
    said = {"knock_outs-budget": "instead", "knock_outs-budget-why": "Ran a shop.", "knock_outs-travel": "met"}
    assert dict(records.problems(recruiter_call.RECORD, BASICS, said)) == {}


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("sent_on", "2026-11-17", None),
        ("sent_on", "20261117", "Write a day, such as 2026-12-01."),
        ("sent_on", "2026-02-30", "Write a day, such as 2026-12-01."),
        ("rehearsal", "taken", None),
        ("rehearsal", "perhaps", "Choose one of the answers on the list."),
    ],
)
def test_a_day_is_a_day_and_a_choice_is_on_the_list(name: str, typed: str, words: str | None) -> None:
    found = records.problems(presentation.RECORD, own_of(kinds.known()["presentation"]), {name: typed})
    assert {key: str(one) for key, one in found.items()} == ({} if words is None else {name: words})


def test_a_line_of_the_plan_keeps_its_answer_when_it_moves() -> None:
    money = records.items_of(["Money", "People"])[0]
    kept = records.written(deep_dive.RECORD, TOPICS, {f"topics-{money.id}": "covered"})
    moved = Given(deep_dive.With(topics=("Risk", "People", "Money")))
    shown = records.typed(deep_dive.RECORD, moved, kept)
    assert [name for name, said in shown.items() if said == "covered"] == [f"topics-{money.id}"]


def test_what_was_answered_reads_as_it_did_then() -> None:
    money = records.items_of(["Money"])[0]
    said = {f"topics-{money.id}": "left_out", f"topics-{money.id}-why": "The founder was away.", "theirs": "Runway."}
    line, theirs = records.lines(deep_dive.RECORD, records.written(deep_dive.RECORD, TOPICS, said))
    (ticked,) = line.items
    assert (ticked.words, str(ticked.answer), ticked.why) == ("Money", "Left out", "The founder was away.")
    assert (str(theirs.label), theirs.words) == ("What they wanted to understand", "Runway.")


@pytest.mark.parametrize("kept", [None, [], "covered", {"m": "covered"}, {"m": {"is": "gone"}}])
def test_a_record_of_another_shape_is_no_accident(kept: object) -> None:
    record = {"topics": kept, "theirs": 7}
    assert records.lines(deep_dive.RECORD, record) == ()
    assert set(records.typed(deep_dive.RECORD, TOPICS, record).values()) == {""}


# --- What each kind waits for


def test_sourcing_waits_for_the_charter_and_for_a_yes() -> None:
    assert waits("sourcing", "charter_approved") == "The charter of the role has not been approved yet."
    assert waits("sourcing", "charter_approved", charter_approved=True) is None
    asked = [waits("sourcing", "wants_to_talk", record={"reply": reply}) for reply in ("", "waiting", "later", "yes")]
    assert asked == [
        "The candidate has not said yet that they want to talk.",
        "The candidate has not said yet that they want to talk.",
        "The candidate does not want to talk now.",
        None,
    ]


def knocked(**answers: str) -> dict[str, object]:
    return {"knock_outs": {key: {"words": key.title(), "is": answer, "why": ""} for key, answer in answers.items()}}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "The minimum requirements have not been gone through yet."),
        (knocked(budget="", travel=""), "2 minimum requirements have no answer yet."),
        (knocked(budget="met", travel=""), "1 minimum requirement has no answer yet."),
        (knocked(budget="instead", travel="missing"), "A minimum requirement is missing: Travel."),
        (knocked(budget="instead", travel="met"), None),
    ],
)
def test_the_recruiter_call_waits_for_the_basics(record: dict[str, object], reason: str | None) -> None:
    assert waits("recruiter_call", "basics_checked", record=record) == reason


def test_the_executive_call_waits_for_each_of_the_four_signs() -> None:
    signs = {key: {"words": key, "is": "not_seen", "why": ""} for key in ("ego", "envy", "status")}
    some = {"signs": signs | {"ambivalence": {"words": "ambivalence", "is": "", "why": ""}}}
    gate = "signs_listened_for"
    assert waits("executive_call", gate) == "Nobody has said yet whether 4 of the warning signs were seen."
    assert waits("executive_call", gate, record=some) == "Nobody has said yet whether 1 of the warning signs was seen."
    # seen or not is for the committee to weigh: a sign is no knock-out
    some["signs"]["ambivalence"]["is"] = "seen"
    assert waits("executive_call", gate, record=some) is None


def test_deep_dives_wait_for_the_topics_and_for_the_candidates_questions() -> None:
    half = {"topics": {"a": {"is": "covered"}, "b": {"is": ""}}}
    assert waits("deep_dive", "topics_covered") == "Nobody has said yet which topics were covered."
    assert waits("deep_dive", "topics_covered", record=half) == "1 topic is still open."
    assert waits("deep_dive", "topics_covered", record={"topics": {"a": {"is": "left_out"}}}) is None
    assert waits("deep_dive", "questions_settled", questions_open=2) == (
        "2 questions of the candidate wait for an answer."
    )
    assert waits("deep_dive", "questions_settled") is None


def test_a_panel_waits_for_a_word_on_whom_the_candidate_has_not_met() -> None:
    asked = [
        waits("panel", "everybody_met", record=record)
        for record in ({}, {"everybody": "not_all"}, {"everybody": "not_all", "missing": "Max"}, {"everybody": "yes"})
    ]
    assert asked == [
        "Nobody has said yet whether the candidate met everybody they would work with.",
        "Say whom the candidate has not met, and why.",
        None,
        None,
    ]


def test_a_presentation_waits_for_its_prompt_and_an_offer_to_rehearse() -> None:
    unsent = "The prompt and the page of advice have not been sent yet."
    assert waits("presentation", "prompt_sent") == unsent
    assert waits("presentation", "prompt_sent", record={"sent_on": "2026-11-10"}) is None
    asked = [
        waits("presentation", "rehearsal_offered", record={"rehearsal": said})
        for said in ("", "not_offered", "declined", "taken")
    ]
    refused = "The candidate has not been offered a rehearsal yet."
    assert asked == [refused, refused, None, None]


def test_the_committee_reads_nothing_of_how_somebody_came_nor_what_they_hope_for() -> None:
    """An introduction is no evidence, and pay is not even a field."""
    shown = {kind.name: [one.name for one in kind.record if one.in_packet] for kind in EVERY_KIND}
    assert {name: fields for name, fields in shown.items() if fields} == {
        "deep_dive": ["topics", "theirs"],
        "executive_call": ["why_executive", "signs"],
        "presentation": ["audience", "parts", "question_minutes"],
        "recruiter_call": ["knock_outs", "notice"],
    }
    assert [one.name for kind in EVERY_KIND for one in kind.record if "pay" in one.name or "salary" in one.name] == []


def test_every_sentence_of_a_kind_is_one_that_can_be_translated() -> None:
    def said(one: Asked) -> list[object]:
        options = list(one.options.values()) if isinstance(one, Choice | Checklist) else []
        return [one.label, *options, *([] if one.hint is None else [one.hint])]

    found = [words for kind in EVERY_KIND for one in kind.record for words in said(one)]
    assert [words for words in found if not isinstance(words, Text)] == []
    assert len([one for kind in EVERY_KIND for one in kind.record if isinstance(one, Day)]) == 1
