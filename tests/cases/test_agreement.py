"""Readings before and after: alpha, whole groups, and a sentence that says how little it rests on."""

from __future__ import annotations

import random
from functools import partial

import numpy as np
import pytest

from hiring.calibration.agreement import agreement
from hiring.calibration.ratings import Ratings
from hiring.cases.agreement import Scored, alpha, before_and_after, in_words


def reading(case: int, person: int, *given: int) -> Scored:
    names = [f"d{place}" for place in range(len(given))]
    return Scored(case, person, dict(zip(names, given, strict=True)), dict.fromkeys(names, 2))


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_calibration(seed: int) -> None:
    chance = random.Random(seed)
    rows = [(unit, person, chance.randint(1, 5)) for unit in range(6) for person in range(4) if chance.random() < 0.8]
    units: dict[int, list[int]] = {}
    for one, _, given in rows:
        units.setdefault(one, []).append(given)
    codes = partial(np.array, dtype=np.int64)
    unit, person, level = zip(*rows, strict=True)
    ratings = Ratings(
        candidate=codes(unit),
        interviewer=codes(person),
        dimension=codes([0] * len(rows)),
        score=codes(level),
        scale=(1, 5),
    )
    assert alpha(list(units.values())) == pytest.approx(agreement(ratings, bootstrap=0).alpha["interval"]["value"])


@pytest.mark.parametrize("units", [[], [[2], [3]], [[2, 2], [2, 2]]])
def test_alpha_of_nothing_that_differs_is_not_told(units: list[list[int]]) -> None:
    assert alpha(units) is None


def test_first_readings_stand_against_second_ones() -> None:
    first = [reading(1, person, 0, 4, 2) for person in range(4)]
    second = [reading(2, person, 2, 3, 2) for person in range(4)]
    third = [reading(3, person, 0, 0, 0) for person in range(4)]
    before, after = before_and_after([*first, *second, *third])
    assert before is not None
    assert after is not None
    assert (before.people, before.cases, round(before.distance, 2), before.alpha) == (4, 1, 1.33, 1.0)
    assert (after.people, after.cases, round(after.distance, 2), after.alpha) == (4, 1, 0.33, 1.0)


@pytest.mark.parametrize("more", range(4))
def test_a_figure_waits_until_four_more_have_read(more: int) -> None:
    four = [reading(1, person, 1, 3) for person in range(4)]
    later = [reading(1, 4 + person, 4, 0) for person in range(more)]
    assert before_and_after([*four, *later]) == before_and_after(four)


@pytest.mark.parametrize("people", [0, 3])
def test_fewer_than_four_people_are_too_few(people: int) -> None:
    readings = [reading(case, person, 1, 3) for case in (1, 2) for person in range(people)]
    assert str(in_words(*before_and_after(readings))) == (
        "Too few to say whether readings come together: that takes four people who have read two cases."
    )


def test_the_sentence_says_how_many_and_how_little_it_proves() -> None:
    first = [reading(1, person, 0, 4) for person in range(4)]
    second = [reading(2, person, 2, 2) for person in range(4)]
    assert str(in_words(*before_and_after([*first, *second]))) == (
        "Before they had seen an agreed reading, 4 people were 2.00 steps from it on average, and agreed with "
        "each other to 1.00 (alpha); on their second case 4 people were 0.00 from it. The two sides rest on one or "
        "two cases each, so the cases may differ rather than the people."
    )
