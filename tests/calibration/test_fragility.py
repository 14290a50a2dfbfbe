"""The smallest change that turns the rule, against trying every change with a rule written out again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import fragility
from hiring.calibration.fragility import NOTHING, Composite, Importance, Rule, Saying
from hiring.calibration.panel import Score

IMPORTANCES: tuple[Importance, ...] = ("optional", "important", "critical")
DIMENSIONS = ("risk", "board", "style")

Given = tuple[tuple[str, str, int, int], ...]
"""Person, dimension, meeting, level."""


def said(scores: Given, floors: dict[str, int], quorum: int, weights: dict[str, int], bar: int | None) -> Saying:
    own: dict[str, list[Fraction]] = {}
    for dimension in DIMENSIONS:
        people = {person for person, on, *_ in scores if on == dimension}
        levels = {p: [level for q, on, _, level in scores if (q, on) == (p, dimension)] for p in people}
        own[dimension] = [Fraction(sum(each), len(each)) for each in levels.values()]
    enough = {dimension: len(own[dimension]) >= quorum for dimension in floors}
    missed = [d for d, floor in floors.items() if enough[d] and median(own[d]) < floor]
    at_bar = None
    weighed = [(weights[d], sum(own[d]) / len(own[d])) for d in weights if own[d]]
    if bar is not None and weighed:
        at_bar = sum(w * mean for w, mean in weighed) / sum(w for w, _ in weighed) >= bar
    return Saying("not met" if missed else "met" if all(enough.values()) else "not shown", at_bar)


def every_change(
    scores: Given, floors: dict[str, int], quorum: int, weights: dict[str, int], bar: int | None
) -> Iterator[tuple[Any, ...]]:
    for at, (person, dimension, meeting, level) in enumerate(scores):
        for to in {max(level - 1, 1), min(level + 1, 5)} - {level}:
            changed = (*scores[:at], (person, dimension, meeting, to), *scores[at + 1 :])
            yield "score", said(changed, floors, quorum, weights, bar), person, dimension, meeting, level, to
    for person in {each[0] for each in scores}:
        left = tuple(each for each in scores if each[0] != person)
        yield "absent", said(left, floors, quorum, weights, bar), person, None, None, None, None
    for dimension, weight in weights.items():
        for to in {max(weight - 1, 1), min(weight + 1, 3)} - {weight}:
            then = said(scores, floors, quorum, weights | {dimension: to}, bar)
            yield "importance", then, None, dimension, None, IMPORTANCES[weight - 1], IMPORTANCES[to - 1]
    for dimension, floor in floors.items():
        for to in {max(floor - 1, 1), min(floor + 1, 5)} - {floor}:
            then = said(scores, floors | {dimension: to}, quorum, weights, bar)
            yield "floor", then, None, dimension, None, floor, to


SCORES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(DIMENSIONS), st.integers(1, 2)), st.integers(1, 5), max_size=14
).map(lambda levels: tuple((*seat, level) for seat, level in levels.items()))
FLOORS = st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(1, 5), max_size=3)
WEIGHTS = st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(1, 3), max_size=3)


@settings(deadline=None, max_examples=300)
@given(SCORES, FLOORS, st.integers(1, 3), WEIGHTS, st.none() | st.integers(1, 5))
def test_every_turn_is_found_and_turns(
    scores: Given, floors: dict[str, int], quorum: int, weights: dict[str, int], bar: int | None
) -> None:
    weights = {} if bar is None else weights
    composite = None if bar is None else Composite({d: IMPORTANCES[w - 1] for d, w in weights.items()}, bar)
    found = fragility(
        [Score(dimension, person, level, meeting) for person, dimension, meeting, level in scores],
        Rule(dict[Hashable, int](floors.items()), quorum, composite),
    )
    now = said(scores, floors, quorum, weights, bar)
    turns = {change for change in every_change(scores, floors, quorum, weights, bar) if change[1] != now}
    assert found.says == now
    assert {
        (each.kind, each.then, each.person, each.dimension, each.interview, each.was, each.to) for each in found.changes
    } == turns
    assert len(found.changes) == len(turns)
    order = ["score", "absent", "importance", "floor"]
    kinds = [order.index(each.kind) for each in found.changes]
    assert kinds == sorted(kinds)
    assert found.smallest == (found.changes[0] if turns else None)
    assert (found.sentence == NOTHING) is (not turns)


def scored(dimension: str, **levels: int) -> list[Score]:
    return [Score(dimension, person, level) for person, level in levels.items()]


@pytest.mark.parametrize(
    ("scores", "rule", "sentence"),
    [
        (
            scored("risk", ines=3, ivan=3),
            Rule({"risk": 3}, 2),
            "Had Ines given 2 instead of 3 on Risk, the rule would say not met rather than met.",
        ),
        (
            scored("risk", ines=5, ivan=5),
            Rule({"risk": 3}, 2),
            "Without Ines, the rule would say not shown rather than met.",
        ),
        (
            [*scored("risk", ines=5, ivan=5), *scored("board", ines=5)],
            Rule({"risk": 3}, 2),
            "Without Ivan, the rule would say not shown rather than met.",
        ),
        (
            scored("risk", ines=1, ivan=1, cleo=1),
            Rule({"risk": 2}, 2),
            "Were the floor of Risk 1 instead of 2, the rule would say met rather than not met.",
        ),
        (
            [*scored("risk", ines=5, ivan=5, cleo=5), *scored("board", ines=2, ivan=2, cleo=2)],
            Rule({"risk": 2}, 2, Composite({"risk": "important", "board": "important"}, Fraction(33, 10))),
            (
                "Were Risk optional instead of important, "
                "the rule would say met, composite under its bar rather than met, composite at its bar."
            ),
        ),
        (
            scored("risk", ines=5, ivan=5, cleo=5),
            Rule({"risk": 3}, 2),
            str(NOTHING),
        ),
        (
            [],
            Rule({}, 1),
            str(NOTHING),
        ),
    ],
    ids=["score", "absent", "who gave fewest", "floor", "importance", "nothing", "no rule"],
)
def test_sentences(scores: list[Score], rule: Rule, sentence: str) -> None:
    found = fragility(scores, rule, names={"ines": "Ines", "ivan": "Ivan"}, titles={"risk": "Risk", "board": "Board"})
    assert str(found.sentence) == sentence


def test_a_quorum_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A quorum is at least one person\.$"):
        fragility([], Rule({}, 0))
