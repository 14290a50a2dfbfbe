"""A rubric answers for its parts, and its hash stands for what it says, not for how it is written."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from hiring.rubric import load, parse
from tests.rubric.examples import EXAMPLE, dimension, example_data, rubric, write

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=40)


def shuffled(value: Any, order: random.Random) -> Any:
    """The same data with keys in another order; lists keep theirs."""
    if isinstance(value, dict):
        pairs = [(key, shuffled(inside, order)) for key, inside in value.items()]
        order.shuffle(pairs)
        return dict(pairs)
    return [shuffled(inside, order) for inside in value] if isinstance(value, list) else value


def commented(source: str, order: random.Random) -> str:
    return "".join(f"{line}\n" + "# …\n" * order.randrange(2) for line in source.splitlines())


def test_a_rubric_answers_for_its_parts() -> None:
    example = load(EXAMPLE)
    assert (example.slug, example.number, example.reference) == ("data-engineer", 1, "data-engineer@1")
    assert example.levels == (1, 2, 3, 4, 5)
    assert example.word(4) == "Strong"
    assert example.dimension("pipelines") is example.dimensions[0]
    assert example.exercise("design-hour") is example.exercises[0]
    assert example.dimensions[0].anchors[2] == "Schedules jobs; a failed day is mended by editing data."
    assert example.exercises[0].minutes.from_ == 50
    assert example.knock_outs[1].or_ == "equivalent experience"
    for missing in (example.dimension, example.exercise):
        with pytest.raises(KeyError):
            missing("x")
    with pytest.raises(KeyError):
        example.word(6)


def test_importance_is_the_weight() -> None:
    dimensions = [dimension(name, importance=name) for name in ("critical", "important", "optional")]
    example = rubric(dimensions=dimensions, exercises=[])
    assert [example.weight(it) for it in example.dimensions] == [3, 2, 1]
    assert [example.weight(it.id) for it in example.dimensions] == [3, 2, 1]


def test_a_rubric_cannot_be_changed() -> None:
    example = rubric()
    for key in ("title", "version"):
        with pytest.raises(ValidationError):
            setattr(example, key, getattr(example, key))


def test_the_canonical_text_leaves_out_what_is_at_its_default() -> None:
    said = json.loads(rubric(extends=None).canonical())
    assert sorted(said) == [
        "decision", "dimensions", "exercises", "kind", "knock_outs", "profile", "ramp", "red_flags", "rubric", "scale",
        "title", "version",
    ]  # fmt: skip
    assert said["decision"] == {"composite": True, "quorum": 2}
    assert said["knock_outs"][0] == {"id": "right-to-work", "text": "May work here from the start date"}


def test_the_canonical_text_has_sorted_keys_no_blanks_and_its_own_letters() -> None:
    example = rubric(title="Größe", scale=example_data()["scale"])
    said = example.canonical()
    assert said == json.dumps(json.loads(said), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert '"title":"Größe"' in said
    assert example.sha256 == hashlib.sha256(said.encode()).hexdigest()


@settings(deadline=None, max_examples=30)
@given(st.randoms(use_true_random=False))
def test_the_hash_ignores_key_order_and_comments(order: random.Random) -> None:
    source = commented(write(shuffled(example_data(), order)), order)
    assert parse(source, "x.yaml").sha256 == load(EXAMPLE).sha256


@settings(deadline=None, max_examples=30)
@given(title=WORDS, anchor=WORDS, floor=st.integers(1, 5), must_have=st.booleans(), minutes=st.integers(50, 180))
def test_what_is_written_is_read_back(title: str, anchor: str, floor: int, must_have: bool, minutes: int) -> None:
    data = example_data()
    data["title"] = title
    data["dimensions"][0] |= {"floor": floor, "must_have": must_have}
    data["dimensions"][0]["anchors"][3] = anchor
    data["exercises"][0]["minutes"]["to"] = minutes
    first = parse(write(data), "x.yaml")
    assert (first.title, first.dimensions[0].anchors[3], first.dimensions[0].floor) == (title, anchor, floor)
    again = json.loads(first.canonical(), object_hook=whole_keys)
    second = parse(write(again), "x.yaml")
    assert second == first
    assert second.sha256 == first.sha256


def whole_keys(group: dict[str, Any]) -> dict[Any, Any]:
    return {int(key) if key.isdecimal() and key.isascii() else key: value for key, value in group.items()}


@pytest.mark.parametrize("change", [{"title": "Other"}, {"version": 2}, {"red_flags": []}, {"rubric": "other"}])
def test_another_meaning_has_another_hash(change: dict[str, Any]) -> None:
    assert rubric(**change).sha256 != rubric().sha256
