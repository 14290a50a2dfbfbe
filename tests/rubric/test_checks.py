"""What a rubric's shape cannot say, each fault at its place."""

from __future__ import annotations

from typing import Any

import pytest

from hiring.documents import DocumentError
from hiring.rubric import parse
from hiring.rubric.checks import check
from tests.rubric.examples import EXAMPLE, dimension, edited, example_data, problems_of, write

FIRST = ["dimensions", 0]


def test_the_example_has_no_fault() -> None:
    assert problems_of(example_data()) == []


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        (["version"], 0, ("version", "Write 1 or more here.")),
        (["extends"], "x@1",
         ("extends", "Overlays cannot be read yet. Write “extends: null” and every key in this file.")),
        (["profile"], None, ("profile", "A rubric for a role needs “profile”. Add it.")),
        (["decision"], None, ("decision", "A rubric for a role needs “decision”. Add it.")),
        (["ramp"], [], ("ramp", "A rubric for a role needs “ramp”. Add it.")),
        (["decision", "quorum"], 0, ("decision.quorum", "Write 1 or more here.")),
        (["decision", "rule"], "vote", ("decision.rule", "Write 'every must-have at its floor' here.")),
        (["profile", "experience", "to"], 3,
         ("profile.experience.to", "“to” is less than “from”. Write the larger number here.")),
        (["profile", "pay", "to"], 1, ("profile.pay.to", "“to” is less than “from”. Write the larger number here.")),
        (["profile", "domain"], {"name": "Data", "complex": "Very."},
         ("profile.domain", "Say what makes the domain “complex” and “central”, or give “why_not”.")),
        (["profile", "domain"], {"name": "Data", "central": "Very."},
         ("profile.domain", "Say what makes the domain “complex” and “central”, or give “why_not”.")),
        (["profile", "responsibilities"], [], ("profile.responsibilities", "Add to this list; it needs 1 at least.")),
        (["profile", "decides"], ["x"] * 51, ("profile.decides", "Keep at most 50 here; there are 51.")),
        (["knock_outs", 1, "or"], None,
         ("knock_outs[1].or", "A degree or certificate needs an “or”, such as “or: equivalent experience”.")),
        (["knock_outs", 0, "text"], "Is a Certified Data Engineer",
         ("knock_outs[0].or", "A degree or certificate needs an “or”, such as “or: equivalent experience”.")),
        (["knock_outs", 1, "id"], "right-to-work", ("knock_outs[1].id", "This is here twice. Each needs its own.")),
        (["scale", 1, "word"], "Well Below", ("scale[1].word", "This is here twice. Each needs its own.")),
        ([*FIRST, "floor"], None,
         ("dimensions[0].floor", "A must-have needs a floor: the lowest level that is enough.")),
        ([*FIRST, "floor"], 6, ("dimensions[0].floor", "This is not on the scale, which goes from 1 to 5.")),
        ([*FIRST, "examples", 0, "level"], 0,
         ("dimensions[0].examples[0].level", "This is not on the scale, which goes from 1 to 5.")),
        ([*FIRST, "anchors", 6], "Beyond.",
         ("dimensions[0].anchors.6", "This is not on the scale, which goes from 1 to 5.")),
        ([*FIRST, "anchors", 3], "runs scripts by hand and cannot say what yesterday's run did.",
         ("dimensions[0].anchors.3", "This is here twice. Each needs its own.")),
        ([*FIRST, "anchors", 3], "",
         ("dimensions[0].anchors.3", "Write something here, or leave the key out.")),
        ([*FIRST, "anchors", 3], "x" * 281,
         ("dimensions[0].anchors.3", "Shorten this to 280 characters; it has 281.")),
        ([*FIRST, "methods", 0], "Design hour",
         ("dimensions[0].methods[0]", "Write small letters, digits and single hyphens here, such as late-data.")),
        (["red_flags", "+"], {"id": "silent-fix", "text": "Again"},
         ("red_flags[1].id", "This is here twice. Each needs its own.")),
        (["exercises", 0, "shows"], [], ("exercises[0].shows", "Add to this list; it needs 1 at least.")),
        (["exercises", 0, "shows", 0], "pipeline",
         ("exercises[0].shows[0]", "There is no such dimension here. Did you mean “pipelines”?")),
        (["exercises", 0, "shows", 0], "kindness",
         ("exercises[0].shows[0]", "There is no such dimension here. Use the id of one in this file.")),
        (["exercises", 0, "minutes", "to"], 49,
         ("exercises[0].minutes.to", "“to” is less than “from”. Write the larger number here.")),
    ],
)  # fmt: skip
def test_one_fault_is_one_problem(path: list[Any], value: object, shown: tuple[str, str]) -> None:
    assert problems_of(edited(path, value)) == [shown]


def test_the_place_is_that_of_the_key() -> None:
    source = EXAMPLE.read_text(encoding="utf-8").replace("floor: 3", "floor: 9")
    with pytest.raises(DocumentError) as caught:
        parse(source, "rubrics/data-engineer.v1.yaml")
    assert str(caught.value) == (
        "rubrics/data-engineer.v1.yaml:34:5: dimensions[0].floor: This is not on the scale, which goes from 1 to 5."
    )


@pytest.mark.parametrize(
    ("minutes", "take_home", "found"),
    [
        ({"from": 60, "to": 180}, True, []),
        ({"from": 60, "to": 181}, False, []),
        ({"from": 60, "to": 181}, True, [
            ("exercises[0].minutes.to", "Shorten this: a take-home may ask for 180 minutes."),
        ]),
    ],
)  # fmt: skip
def test_a_take_home_ends_after_three_hours(
    minutes: dict[str, int], take_home: bool, found: list[tuple[str, str]]
) -> None:
    data = example_data()
    data["exercises"][0] |= {"minutes": minutes, "take_home": take_home}
    assert problems_of(data) == found


@pytest.mark.parametrize(
    ("levels", "anchored", "missing"),
    [
        ([1, 2], [1, 2], []),
        ([0, 1, 2], [0, 2], [1]),
        ([1, 2, 3, 4, 5], [1, 3, 5], [2, 4]),
        ([1, 2, 3, 4, 5, 6, 7], [1, 4, 7], []),
        ([1, 2, 3, 4, 5, 6, 7], [1, 2, 4, 7], []),
        ([1, 2, 3, 4, 5, 6, 7], [1, 5, 7], [4]),
        ([1, 2, 3, 4, 5, 6], [1, 3, 6], []),
        ([1, 2, 3, 4, 5, 6], [1, 4, 6], []),
        ([1, 2, 3, 4, 5, 6], [1, 2, 5, 6], [3]),
        (list(range(1, 10)), [5], [1, 9]),
    ],
)
def test_each_level_of_a_short_scale_has_an_anchor_and_three_of_a_long_one(
    levels: list[int], anchored: list[int], missing: list[int]
) -> None:
    data = example_data()
    data["scale"] = [{"level": level, "word": f"Word {level}"} for level in levels]
    floor: dict[str, Any] = {"must_have": False, "floor": None, "examples": []}
    data["dimensions"] = [dimension("pipelines", anchors={it: f"Does {it} things." for it in anchored}, **floor)]
    assert problems_of(data) == [
        (f"dimensions[0].anchors.{level}", f"Level {level} needs an anchor: one sentence on how it looks.")
        for level in missing
    ]


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ([0, 1, 2, 3, 4, 5], []),
        ([1, 3, 4, 5, 6], [("scale[1].level", "After level 1 comes 2.")]),
        ([1, 2, 2, 3, 4, 5], [("scale[2].level", "After level 2 comes 3.")]),
        ([5, 4], [("scale[1].level", "After level 5 comes 6.")]),
    ],
)
def test_a_scale_goes_up_by_one(levels: list[int], found: list[tuple[str, str]]) -> None:
    data = example_data()
    data["scale"] = [{"level": level, "word": f"Word {n}"} for n, level in enumerate(levels)]
    assert [problem for problem in problems_of(data) if problem[0].startswith("scale")] == found


def test_a_scale_that_cannot_be_read_faults_nothing_else() -> None:
    assert problems_of(edited(["scale", 0, "level"], True)) == [
        ("scale[0].level", "Write a whole number here, without quotes.")
    ]


def test_a_question_has_its_id_in_the_whole_rubric() -> None:
    data = example_data()
    data["dimensions"].append(dimension("care", questions=data["dimensions"][0]["questions"]))
    assert problems_of(data) == [("dimensions[1].questions[0].id", "This is here twice. Each needs its own.")]


def test_fifty_dimensions_are_enough() -> None:
    data = example_data()
    data["exercises"] = []
    data["dimensions"] = [dimension(f"d-{i}", strong=[], weak=[], examples=[]) for i in range(51)]
    assert problems_of(data) == [("dimensions", "Keep at most 50 here; there are 51.")]


def test_an_experience_open_upwards_and_a_domain_with_a_reason_are_fine() -> None:
    data = example_data()
    data["profile"] |= {"domain": {"name": "None", "why_not": "A small house."}}
    data["profile"]["experience"]["to"] = data["profile"]["pay"]["to"] = None
    assert problems_of(data) == []


def test_a_stage_rubric_needs_no_role() -> None:
    kept = ("rubric", "version", "title", "scale", "dimensions")
    data = {key: value for key, value in example_data().items() if key in kept} | {"kind": "stage"}
    assert problems_of(data) == []
    assert problems_of(data | {"kind": "role"}) == [
        (key, f"A rubric for a role needs “{key}”. Add it.") for key in ("profile", "decision", "ramp")
    ]


def test_faults_of_shape_and_of_sense_come_together() -> None:
    data = example_data()
    data["dimensions"][0] |= {"floor": None, "titel": "x"}
    data["exercises"][0]["shows"] = ["x"]
    del data["title"]
    assert [path for path, _ in problems_of(data)] == [
        "title", "dimensions[0].floor", "dimensions[0].titel", "exercises[0].shows[0]",
    ]  # fmt: skip


@pytest.mark.parametrize("key", sorted(example_data()))
@pytest.mark.parametrize(
    "value", [None, True, 3, "x", [], {}, [1], [[]], [{}], {"a": 1}, {"to": "x", "from": 3}, {"from": "x", "to": 3}]
)
def test_the_checks_bear_any_shape(key: str, value: object) -> None:
    list(check(example_data() | {key: value}))
    for entry in ("dimensions", "exercises", "scale", "knock_outs"):
        list(check({entry: [{key: value, "anchors": value, "minutes": value, "shows": value, "questions": value}]}))


def test_exercises_are_not_blamed_for_missing_dimensions() -> None:
    assert problems_of(edited(["dimensions"], [])) == [("dimensions", "Add to this list; it needs 1 at least.")]


def test_a_length_that_is_no_number_is_left_to_the_shape() -> None:
    assert list(check({"exercises": [{"take_home": True, "minutes": {"to": "long"}}]})) == []


def test_nothing_is_kept_of_a_file_with_a_fault() -> None:
    with pytest.raises(DocumentError):
        parse(write(edited(["version"], "one")), "x.yaml")
