"""What others foretell of a rating: full matrices with one person left out, and simulated loops of every kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hiring.calibration import Ratings, calibrate
from hiring.calibration.certainty import deviations
from hiring.calibration.components import Components
from hiring.calibration.residuals import Residuals, residuals
from tests.calibration.published import columns
from tests.calibration.simulated import KINDS, simulate

VARIANCES = Components(0.36, 0.12, 0.2, 0.0, 0.69)
"""Without halo, where what others foretell is the exact posterior mean."""

SEEDS = st.integers(0, 10**6)


@given(kind=st.sampled_from(["base", "again", "thin", "perspectives"]), seed=SEEDS)
@settings(max_examples=8, deadline=None)
def test_what_others_foretell_is_their_posterior_mean(kind: str, seed: int) -> None:
    """A candidate's own equations without this person: the mean of tau, its variance, and what two ratings share."""
    fit = calibrate(simulate(KINDS[kind], ratings=120, seed=seed).ratings, components=VARIANCES, prior=False)
    found, ratings = residuals(fit), fit.ratings
    severity = fit.severity
    noise = 0.69 + float(deviations(severity, fit.level) ** 2 @ severity["ratings"]) / len(ratings)
    for row in range(0, len(ratings), 7):
        alike = ratings.candidate == ratings.candidate[row]
        others = alike & (ratings.interviewer != ratings.interviewer[row])
        told = covariance(ratings, others, others) + noise * np.eye(others.sum())
        own = alike & (ratings.interviewer == ratings.interviewer[row])
        follows = np.linalg.solve(told, covariance(ratings, others, own)).T
        left = covariance(ratings, own, own) - follows @ covariance(ratings, others, own)
        assert found.foretold[own] == pytest.approx(follows @ found.own[others], abs=1e-9)
        assert found.variance[own] == pytest.approx(np.diag(left) + 0.69, abs=1e-9)
        apart = ratings.dimension[own][:, None] != ratings.dimension[own]
        assert np.outer(found.doubt[own], found.doubt[own])[apart] == pytest.approx(left[apart], abs=1e-9)


def covariance(ratings: Ratings, some: NDArray[np.bool_], others: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Of the universe scores behind ratings of one candidate."""
    alike = ratings.dimension[some][:, None] == ratings.dimension[others]
    shared: NDArray[np.float64] = VARIANCES.candidate + VARIANCES.candidate_dimension * alike
    return shared


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rogue"])
def test_residuals_vary_as_the_model_says(kind: str) -> None:
    """Mean squares 1, products within an interview as foretold, and one point foretold is one point found: within a few
    hundredths, whatever made the loops.
    """
    found = residuals(calibrate(simulate(KINDS[kind], ratings=20_000, seed=1).ratings))
    left = found.left
    slope = float(found.own @ found.foretold) / float(found.foretold @ found.foretold)
    assert float(left.mean()) == pytest.approx(0, abs=0.02)
    assert float((left**2 / found.variance).mean()) == pytest.approx(1, abs=0.03)
    assert slope == pytest.approx(1, abs=0.07)
    assert products(found, left) == pytest.approx(products(found, found.doubt) + found.halo * pairs(found), rel=0.1)


def products(found: Residuals, column: NDArray[np.float64]) -> float:
    whole = found.shared(column)
    return float(whole @ whole - column @ column)


def pairs(found: Residuals) -> float:
    return products(found, np.ones_like(found.own))


def test_the_ends_of_the_scale_leave_less_room() -> None:
    """Under a ceiling residuals narrow where the highest level is expected; divided by their room they do not."""
    fit = calibrate(simulate(KINDS["ceiling"], ratings=20_000, seed=2).ratings)
    found = residuals(fit)
    expected = fit.ratings.score - found.left
    high = expected > np.quantile(expected, 0.9)
    plain, in_room = (
        float((column[high] ** 2 / found.variance[high]).mean()) for column in (found.left, found.left / found.room)
    )
    assert plain < 0.5
    assert in_room == pytest.approx(1, abs=0.1)


@given(seed=SEEDS)
@settings(max_examples=10, deadline=None)
def test_relabelling_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = calibrate(simulate(KINDS["again"], ratings=300, seed=seed).ratings, components=VARIANCES)
    order = rng.permutation(len(one.ratings))
    other = calibrate(relabelled(one.ratings, order, rng), components=VARIANCES)
    before, after = residuals(one), residuals(other)
    for name in ("own", "foretold", "variance", "doubt"):
        assert getattr(after, name) == pytest.approx(getattr(before, name)[order], abs=1e-9)


def relabelled(ratings: Ratings, order: NDArray[np.intp], rng: np.random.Generator) -> Ratings:
    names = ("candidate", "interviewer", "dimension")
    new = {name: rng.permutation(getattr(ratings, name).max() + 3)[getattr(ratings, name)][order] for name in names}
    assert ratings.interview is not None
    return Ratings(**new, score=ratings.score[order], interview=ratings.interview[order])


def test_nothing_is_foretold_where_nobody_else_was() -> None:
    fit = calibrate(columns([(0, 0, 0, 2), (1, 0, 0, 4), (1, 1, 0, 5), (1, 1, 1, 3)]))
    found, components = residuals(fit), fit.components
    whole = sum(components.variances) - components.interviewer
    assert (found.foretold[0], found.variance[0]) == (0.0, pytest.approx(whole))


def test_perspectives_that_rated_nothing_in_common_are_set_aside() -> None:
    rows = columns([(c, r, r % 2, 1 + (c + r) % 5) for c in range(6) for r in range(6)])
    apart, blind = (calibrate(replace(rows, perspective=kind)) for kind in (rows.dimension, None))
    assert residuals(apart).own.tolist() == residuals(blind).own.tolist()


def test_one_interviewer_leaves_nothing_to_tell() -> None:
    fit = calibrate(columns([(0, 0, 0, 2), (1, 0, 0, 4)]))
    with pytest.raises(ValueError, match=r"^One interviewer gave every rating: "):
        residuals(fit)
