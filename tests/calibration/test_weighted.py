"""The declared composite, against sums worked out by hand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import sqrt

import pytest

from hiring.calibration.components import Components
from hiring.calibration.panel import Score
from hiring.calibration.weighted import weighted

PRIOR = Components.of((0.36, 0.12, 0.2, 0.14, 0.7), "prior")
WEIGHTS: Mapping[Hashable, int] = {"strategy": 3, "hiring": 1}
REACH = 1.2815515655446004


def test_dimensions_count_as_declared_and_people_once() -> None:
    """Ada met her twice: her 2 and 4 are one voice at 3."""
    scores = [
        Score("strategy", "ada", 2, "first"),
        Score("strategy", "ada", 4, "second"),
        Score("strategy", "ben", 5, "first"),
        Score("hiring", "ben", 2, "first"),
    ]
    found = weighted(scores, WEIGHTS, components=PRIOR)
    assert found is not None
    assert (found.value, found.dimensions, found.people) == ((3 * 4 + 2) / 4, 2, 2)
    ada, ben = 3 / 8, 3 / 8 + 1 / 4
    alone = (3 / 8) ** 2 / 2 + (3 / 8) ** 2 + (1 / 4) ** 2
    spread = REACH * sqrt(0.34 * (ada**2 + ben**2) + 0.7 * alone)
    assert (found.low, found.high) == pytest.approx((3.5 - spread, 3.5 + spread))


def test_what_nobody_rated_is_left_out_with_its_weight() -> None:
    scores = [Score("hiring", "ada", 2), Score("hiring", "ben", 3)]
    found = weighted(scores, WEIGHTS, components=PRIOR)
    assert found is not None
    assert (found.value, found.dimensions) == (2.5, 1)


def test_the_range_stays_on_the_scale() -> None:
    scores = [Score("hiring", "ada", 5), Score("hiring", "ben", 5)]
    found = weighted(scores, WEIGHTS, components=PRIOR)
    assert found is not None
    assert (found.value, found.high) == (5.0, 5.0)


def test_more_dimensions_of_the_same_two_do_not_make_what_is_common_to_them_certain() -> None:
    many: dict[Hashable, int] = {f"d{at}": 1 for at in range(200)}
    scores = [Score(name, person, 3) for name in many for person in ("ada", "ben")]
    found = weighted(scores, many, components=PRIOR)
    assert found is not None
    assert found.high - found.value > REACH * sqrt(0.34 / 2)


@pytest.mark.parametrize("scores", [[], [Score("hiring", "ada", 2)], [Score("x", "ada", 2), Score("x", "ben", 2)]])
def test_of_fewer_than_two_people_there_is_none(scores: list[Score]) -> None:
    assert weighted(scores, WEIGHTS, components=PRIOR) is None
