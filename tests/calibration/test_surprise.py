"""The distribution of the range, against closed forms, tables and a simulation of whole-point levels."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration.components import Components
from hiring.calibration.surprise import chance_of_spread, fitted_deviation, range_at_most, usual_deviation

FIVE = (1, 5)
PEOPLE = st.integers(2, 12)
WIDTHS = st.floats(0, 8)


def phi(x: float) -> float:
    return (1 + erf(x / sqrt(2))) / 2


@pytest.mark.parametrize("width", [0.1, 0.5, 1.0, 2.0, 4.0])
def test_two_people_have_a_closed_form(width: float) -> None:
    assert range_at_most(width, 2) == pytest.approx(2 * phi(width / sqrt(2)) - 1, abs=1e-12)


def test_two_people_within_one_deviation() -> None:
    assert range_at_most(1, 2) == pytest.approx(0.5205, abs=5e-5)


@pytest.mark.parametrize(
    ("people", "mean", "upper_five_percent"),
    [(2, 1.12838, 2.772), (3, 1.69257, 3.314), (4, 2.05875, 3.633), (5, 2.32593, 3.858), (10, 3.07751, 4.474)],
)
def test_range_agrees_with_the_tables(people: int, mean: float, upper_five_percent: float) -> None:
    """Means: d2 of the control-chart tables. Upper points: studentized range with infinite degrees of freedom."""
    step = 0.01
    heights = [1 - range_at_most(step * i, people) for i in range(1001)]
    assert step * (sum(heights) - (heights[0] + heights[-1]) / 2) == pytest.approx(mean, abs=2e-5)
    assert range_at_most(upper_five_percent, people) == pytest.approx(0.95, abs=1e-4)


def test_one_person_has_no_range() -> None:
    assert (range_at_most(0, 1), range_at_most(3, 1)) == (1.0, 1.0)


def test_no_width_holds_nobody() -> None:
    assert (range_at_most(0, 2), range_at_most(-1, 2)) == (0.0, 0.0)


def test_usual_deviation_grows_with_the_scale() -> None:
    assert usual_deviation(FIVE) == pytest.approx(sqrt(0.83**2 + 0.37**2), abs=1e-15)
    assert usual_deviation((1, 9)) == 2 * usual_deviation(FIVE)


def test_a_bare_range_of_two_is_noise() -> None:
    """Simulated loops gave 27, 50, 67 and 78 %; the two noise terms alone give within three points of that."""
    shares = [round(100 * chance_of_spread(2, people, FIVE), 1) for people in (2, 3, 4, 5)]
    assert shares == [25.5, 47.9, 64.3, 75.7]
    assert shares == pytest.approx([27, 50, 67, 78], abs=3)


def test_what_surprises() -> None:
    """Least spread that noise gives less than one time in ten, for 2 to 6 people on five points."""
    least = [next(r for r in (1, 2, 3, 4) if chance_of_spread(r, people, FIVE) < 0.1) for people in (2, 3, 4, 5, 6)]
    assert least == [3, 4, 4, 4, 4]


@pytest.mark.parametrize("people", [2, 4, 6])
def test_rounding_to_whole_points_agrees_with_a_simulation(people: int) -> None:
    rng = np.random.default_rng(20261121)
    draws = 200_000
    true = rng.uniform(0, 1, (draws, 1))
    levels = np.round(true + rng.normal(0, usual_deviation(FIVE), (draws, people)))
    ranges = levels.max(axis=1) - levels.min(axis=1)
    simulated = [float((ranges >= spread).mean()) for spread in (1, 2, 3, 4)]
    assert [chance_of_spread(spread, people, FIVE) for spread in (1, 2, 3, 4)] == pytest.approx(simulated, abs=0.005)


def test_a_fit_says_how_far_people_usually_differ() -> None:
    """The prior's own variances give what is usual; where people differ less, a spread of two says more."""
    prior = Components.prior((1, 9))
    assert fitted_deviation(prior) == pytest.approx(usual_deviation((1, 9)), abs=1e-12)
    found = [chance_of_spread(2, 3, FIVE, deviation) for deviation in (None, usual_deviation(FIVE), 0.5)]
    assert found == pytest.approx([0.4787, 0.4787, 0.1152], abs=5e-4)


@pytest.mark.parametrize("deviation", [0.5, 1.2])
def test_any_deviation_agrees_with_a_simulation(deviation: float) -> None:
    rng = np.random.default_rng(20261122)
    levels = np.round(rng.uniform(0, 1, (200_000, 1)) + rng.normal(0, deviation, (200_000, 3)))
    ranges = levels.max(axis=1) - levels.min(axis=1)
    simulated = [float((ranges >= spread).mean()) for spread in (1, 2, 3)]
    assert [chance_of_spread(spread, 3, FIVE, deviation) for spread in (1, 2, 3)] == pytest.approx(simulated, abs=0.005)


def test_no_spread_and_one_person_surprise_nobody() -> None:
    assert (chance_of_spread(0, 5, FIVE), chance_of_spread(4, 1, FIVE)) == (1.0, 1.0)


@settings(deadline=None)
@given(WIDTHS, WIDTHS, PEOPLE)
def test_wider_is_more_surprising(one: float, other: float, people: int) -> None:
    narrow, wide = sorted((one, other))
    assert chance_of_spread(wide, people, FIVE) <= chance_of_spread(narrow, people, FIVE) + 1e-6


@settings(deadline=None)
@given(WIDTHS, PEOPLE)
def test_more_people_make_the_same_spread_less_surprising(spread: float, people: int) -> None:
    assert chance_of_spread(spread, people, FIVE) <= chance_of_spread(spread, people + 1, FIVE) + 1e-6


@settings(deadline=None)
@given(WIDTHS, PEOPLE)
def test_chance_is_a_probability(spread: float, people: int) -> None:
    assert -1e-6 <= chance_of_spread(spread, people, FIVE) <= 1 + 1e-6
