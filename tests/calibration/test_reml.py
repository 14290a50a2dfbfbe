"""Restricted likelihood: its slope, its maximum, and variances that are not there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiring.calibration import Components, Ratings
from hiring.calibration.blocks import lay_out
from hiring.calibration.components import TERMS
from hiring.calibration.equations import solve
from hiring.calibration.packing import pack
from hiring.calibration.reml import estimate, slope
from tests.calibration.simulated import KINDS, simulate

PRIOR = Components.prior((1, 5))


@pytest.mark.parametrize("kind", ["base", "thin", "again", "perspectives"])
def test_the_gradient_is_that_of_the_criterion(kind: str) -> None:
    layout = lay_out(pack(simulate(KINDS[kind], ratings=400, seed=5).ratings)[0])
    gradient = slope(solve(layout, PRIOR)).gradient
    step = 1e-5
    for term, expected in zip(TERMS, gradient, strict=True):
        at = getattr(PRIOR, term)
        above, below = (solve(layout, replace(PRIOR, **{term: at + by})).criterion or 0.0 for by in (step, -step))
        assert (above - below) / (2 * step) == pytest.approx(float(expected), abs=2e-4)


def test_the_average_information_is_positive() -> None:
    layout = lay_out(simulate(KINDS["base"], ratings=600, seed=5).ratings)
    assert np.linalg.eigvalsh(slope(solve(layout, PRIOR)).information).min() > 0


def test_the_start_does_not_matter() -> None:
    layout = lay_out(simulate(KINDS["base"], ratings=600, seed=6).ratings)
    one = estimate(layout, PRIOR).components
    far = Components.of(
        (value * factor for value, factor in zip(PRIOR.variances, (9, 0.1, 5, 0.2, 3), strict=True)), "prior"
    )
    other = estimate(layout, PRIOR, start=far).components
    assert other.variances == pytest.approx(one.variances, rel=1e-3)


def test_a_variance_that_is_not_there_is_nothing() -> None:
    """Without the prior; with it, tiny data keep a little."""
    candidate, interviewer, dimension = (each.ravel() for each in np.meshgrid(range(20), range(6), range(4)))
    noise = np.random.default_rng(1).integers(1, 6, len(candidate))
    layout = lay_out(Ratings(candidate, interviewer, dimension, noise))
    plain, kept = (estimate(layout, PRIOR, penalised=penalised).components for penalised in (False, True))
    assert min(plain.variances) == 0
    assert plain.dropped == kept.dropped == ()
    assert 0 < min(kept.variances) < 0.05


def test_what_is_not_free_stays() -> None:
    layout = lay_out(simulate(KINDS["base"], ratings=600, seed=6).ratings)
    found = estimate(layout, PRIOR, free=("candidate",)).components
    assert found.variances[1:] == pytest.approx(PRIOR.variances[1:])
    assert found.candidate != pytest.approx(PRIOR.candidate, rel=1e-3)
