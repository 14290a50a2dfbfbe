"""Whether two candidates differ, against full matrices; and who is too close to the bar, against the normal law."""

from __future__ import annotations

from dataclasses import replace
from math import erf, isnan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hiring.calibration import Ratings, calibrate
from hiring.calibration.components import Components
from hiring.calibration.differing import Difference, Differences, close
from hiring.calibration.intervals import reach
from tests.calibration.dense import covariance_of, fixed_effects
from tests.calibration.published import columns
from tests.calibration.simulated import KINDS, simulate

SAME = 1e-6
VARIANCES = Components(0.36, 0.12, 0.2, 0.137, 0.69)

Floats = NDArray[np.float64]


def in_full(
    ratings: Ratings, components: Components, one: int, other: int, dimension: int | None
) -> tuple[float, float]:
    """(difference, deviation of its error) by Henderson (1975) with whole matrices."""
    dimensions, _, fixed = fixed_effects(ratings)
    covariance = covariance_of(ratings, components)
    inverse = np.linalg.inv(covariance)
    levels = np.linalg.inv(fixed.T @ inverse @ fixed)
    score = ratings.score.astype(np.float64)
    effects = levels @ fixed.T @ inverse @ score
    share = 1.0 if dimension is not None else 1 / len(dimensions)

    def with_ratings(candidate: int) -> Floats:
        own = (ratings.candidate == candidate).astype(np.float64)
        on = own * (ratings.dimension == dimension) if dimension is not None else own / len(dimensions)
        follows: Floats = components.candidate * own + components.candidate_dimension * on
        return follows

    shared = with_ratings(one) - with_ratings(other)
    variance = 2 * (components.candidate + components.candidate_dimension * share)
    left = -fixed.T @ inverse @ shared
    error = variance - shared @ inverse @ shared + left @ levels @ left
    return float(shared @ inverse @ (score - fixed @ effects)), sqrt(max(float(error), 0.0))


@given(
    kind=st.sampled_from(["base", "again", "perspectives", "thin", "unequal"]),
    seed=st.integers(0, 10**6),
    pick=st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
)
@settings(max_examples=25, deadline=None)
def test_a_difference_is_that_of_full_matrices(kind: str, seed: int, pick: tuple[int, int]) -> None:
    ratings = simulate(KINDS[kind], ratings=250, seed=seed).ratings
    fit = calibrate(ratings, components=VARIANCES, prior=False)
    differences = Differences(fit)
    candidates = np.unique(ratings.candidate)
    one, other = (int(candidates[place % len(candidates)]) for place in pick)
    if one == other or len(fit.groups) > 1:
        return
    both = set(ratings.dimension[ratings.candidate == one]) & set(ratings.dimension[ratings.candidate == other])
    for dimension in (None, *sorted(int(code) for code in both)):
        found = differences.between(one, other, dimension)
        assert found is not None
        estimate, deviation = in_full(ratings, VARIANCES, one, other, dimension)
        assert found.estimate == pytest.approx(estimate, abs=SAME)
        assert (found.high - found.low) / 2 == pytest.approx(reach(0.95) * deviation, abs=SAME)
        assert found.chance == pytest.approx((1 + erf(estimate / deviation / sqrt(2))) / 2, abs=SAME)


@pytest.fixture(scope="module")
def routed() -> Differences:
    fit = calibrate(simulate(KINDS["routing"], ratings=4000, seed=1).ratings)
    return Differences(fit)


def test_the_way_that_the_calibration_took_is_taken_again(routed: Differences) -> None:
    """Severities told within candidates, which the joint model would put a fifth of a point elsewhere."""
    fit = routed._calibration
    joint = calibrate(fit.ratings, components=replace(fit.components, source="pooled"), prior=False)
    apart = np.abs(joint.severity["estimate"] - fit.severity["estimate"]).max()
    again = routed._solution.effects[routed._solution.layout.fixed : -1]
    assert (float(apart) > 0.1, float(np.abs(again - fit.severity["estimate"]).max()) < SAME) == (True, True)


def test_two_who_met_the_same_people_are_told_apart_better_than_their_intervals_say() -> None:
    """Everybody's leniency is in both: it widens each interval and leaves the difference alone."""
    rng = np.random.default_rng(3)
    candidate, interviewer, dimension = (place.ravel() for place in np.indices((12, 3, 2)))
    score = np.clip(np.rint(rng.normal(2 + candidate / 6, 0.5)), 1, 5).astype(np.int64)
    fit = calibrate(Ratings(candidate, interviewer, dimension, score), components=replace(VARIANCES, interviewer=1.0))
    found = Differences(fit).between(11, 0)
    assert found is not None
    (first,), (last,) = fit.means[:1], fit.means[11:]
    own = (first["high"] - first["low"]) / 2, (last["high"] - last["low"]) / 2
    assert (found.high - found.low) / 2 < 0.8 * sqrt(own[0] ** 2 + own[1] ** 2)
    assert (first["high"] > last["low"], found.differ, str(found.sentence)[:19]) == (True, True, "These two differ by")


def test_perspectives_that_rated_nothing_in_common_are_set_aside() -> None:
    rows = columns([(c, r, r % 2, 1 + (c + r) % 5) for c in range(6) for r in range(6)])
    apart, blind = (Differences(calibrate(replace(rows, perspective=kind))) for kind in (rows.dimension, None))
    assert apart.between(0, 1) == blind.between(0, 1)


def test_what_one_says_of_two_the_other_says_reversed(routed: Differences) -> None:
    one, other = routed.between(3, 7), routed.between(7, 3)
    assert one is not None
    assert other is not None
    assert (other.estimate, other.low, other.high) == pytest.approx((-one.estimate, -one.high, -one.low), abs=1e-12)
    assert one.chance + other.chance == pytest.approx(1)


def test_nobody_differs_from_themselves(routed: Differences) -> None:
    assert routed.between(3, 3) == Difference(0.0, 0.0, 0.0, 0.5)
    assert str(Difference(0.1, -0.3, 0.5, 0.7).sentence) == (
        "Nothing here tells these two apart: the difference lies between −.30 and +.50 points."
    )


def test_intervals_of_differences_hold_the_truth() -> None:
    """Fixed seeds; 300 pairs of candidates of simulated loops: 95 % intervals hold 93 to 98 %."""
    loops = simulate(KINDS["base"], ratings=4000, seed=9)
    differences, truth = Differences(calibrate(loops.ratings)), loops.truth.mean(axis=1)
    pairs = [(one, one + 100) for one in range(100)] + [(one, one + 37) for one in range(160)]
    found = [(differences.between(*pair), truth[pair[0]] - truth[pair[1]]) for pair in pairs]
    held = np.mean([each is not None and each.low <= true <= each.high for each, true in found])
    assert 0.92 <= held <= 0.98


def test_what_cannot_be_compared() -> None:
    apart = columns([(0, 0, 0, 1), (0, 1, 1, 2), (1, 2, 0, 3), (1, 3, 1, 4)])
    linked = columns([(0, 0, 0, 3), (0, 1, 0, 4), (2, 0, 1, 2), (2, 1, 1, 5)])
    alone = columns([(0, 0, 0, 3), (1, 0, 0, 4)])
    assert Differences(calibrate(apart)).between(0, 1) is None
    assert Differences(calibrate(linked)).between(0, 2, 0) is None
    assert Differences(calibrate(alone)).between(0, 1) is None
    with pytest.raises(ValueError, match=r"^There are no ratings of candidate 1\.$"):
        Differences(calibrate(linked)).between(0, 1)


def test_close_to_the_bar() -> None:
    fit = calibrate(simulate(KINDS["base"], ratings=500, seed=1).ratings, level=0.8)
    found = close(fit, 3)
    deviation = (fit.cells["high"] - fit.cells["low"]) / (2 * reach(0.8))
    wanted = [(1 + erf(z / sqrt(2))) / 2 for z in (fit.cells["adjusted"] - 3) / deviation]
    assert found.chance == pytest.approx(wanted, abs=1e-12)
    assert found.is_open.tolist() == [0.1 <= chance <= 0.9 for chance in wanted]
    assert 0 < found.is_open.sum() < len(wanted)


def test_nothing_is_close_where_nothing_is_adjusted() -> None:
    found = close(calibrate(columns([(0, 0, 0, 3), (1, 0, 0, 4)])), 3)
    assert ([isnan(chance) for chance in found.chance], found.is_open.tolist()) == ([True, True], [False, False])
