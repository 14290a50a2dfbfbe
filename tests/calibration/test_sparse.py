"""Thousands of interviewers are solved for as a few are: only the widths of intervals carry the noise of the draws."""

from __future__ import annotations

import numpy as np
import pytest

from hiring.calibration import Components, equations
from hiring.calibration.blocks import lay_out
from hiring.calibration.equations import Solution, solve
from hiring.calibration.fitting import fit_within
from hiring.calibration.posterior import posterior
from hiring.calibration.ratings import Ratings
from hiring.calibration.reml import estimate, slope
from tests.calibration.simulated import KINDS, simulate

GIVEN = Components(0.34, 0.13, 0.19, 0.147, 0.68)
PRIOR = Components.prior((1, 5))


def both(ratings: Ratings, monkeypatch: pytest.MonkeyPatch) -> tuple[Solution, Solution]:
    layout = lay_out(ratings)
    whole = solve(layout, GIVEN)
    monkeypatch.setattr(equations, "MOST_AT_ONCE", 10)
    return whole, solve(layout, GIVEN)


@pytest.mark.parametrize("kind", ["base", "thin", "disconnected", "again", "perspectives"])
def test_the_estimates_are_equal(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, sparse = map(posterior, both(simulate(KINDS[kind], ratings=2000, seed=8).ratings, monkeypatch))
    for name in ("cell", "mean", "severity"):
        assert getattr(sparse, name)[:, 0] == pytest.approx(getattr(whole, name)[:, 0], abs=1e-8)


def test_the_errors_are_nearly_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """17 interviewers, so that the levels' own error, which the draws leave out, is at its largest."""
    whole, sparse = map(posterior, both(simulate(KINDS["base"], ratings=2000, seed=8).ratings, monkeypatch))
    for name, most in (("cell", 0.06), ("mean", 0.12)):
        ratio = getattr(sparse, name)[:, 1] / getattr(whole, name)[:, 1]
        assert 1 - most < np.median(ratio) < 1 + most / 4


def test_the_slope_is_nearly_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, sparse = map(slope, both(simulate(KINDS["base"], ratings=6000, seed=8).ratings, monkeypatch))
    scale = np.sqrt(np.diagonal(whole.information))
    assert sparse.gradient / scale == pytest.approx(whole.gradient / scale, abs=0.5)
    assert sparse.information / np.outer(scale, scale) == pytest.approx(
        whole.information / np.outer(scale, scale), abs=1e-5
    )


def test_components_are_found_without_the_criterion(monkeypatch: pytest.MonkeyPatch) -> None:
    layout = lay_out(simulate(KINDS["base"], ratings=6000, seed=9).ratings)
    whole = estimate(layout, PRIOR).components
    monkeypatch.setattr(equations, "MOST_AT_ONCE", 10)
    sparse = estimate(layout, PRIOR, close=0.05).components
    assert np.sqrt(sparse.variances) == pytest.approx(np.sqrt(whole.variances), rel=0.03)


def test_routing_is_made_up_for_in_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = simulate(KINDS["routing"], ratings=4000, seed=9).ratings
    layout = lay_out(ratings)
    joint = estimate(layout, PRIOR)
    whole = posterior(fit_within(layout, joint, PRIOR))
    monkeypatch.setattr(equations, "MOST_AT_ONCE", 10)
    sparse = posterior(fit_within(layout, joint, PRIOR))
    assert np.abs(sparse.mean[:, 0] - whole.mean[:, 0]).max() < 0.05
    assert np.median(sparse.mean[:, 1] / whole.mean[:, 1]) == pytest.approx(1, abs=0.1)
