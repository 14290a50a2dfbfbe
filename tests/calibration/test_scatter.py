"""Mean squares and shares of residuals that were drawn from the model itself: limits hold for twenty ratings too."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hiring.calibration.centrality import centrality
from hiring.calibration.components import Components
from hiring.calibration.residuals import Residuals
from hiring.calibration.scatter import scatter
from hiring.calibration.together import Together, together

VARIANCES = Components(0.36, 0.12, 0.2, 0.25, 0.6)
DOUBT = 0.3


def drawn(
    *,
    interviewers: int,
    interviews: int,
    size: int,
    seed: int,
    wild: float = 1.0,
    halo: float = 0.25,
    slopes: NDArray[np.float64] | float = 1.0,
) -> Residuals:
    """Residuals of people who rate as the model says, but for `wild` times the deviation, a halo and slopes of their
    own.
    """
    rng = np.random.default_rng(seed)
    shape = (interviewers, interviews, size)
    foretold = rng.normal(0, 0.5, (*shape[:2], 1)) + rng.normal(0, 0.3, shape)
    shared = rng.normal(0, np.sqrt(DOUBT**2 + halo), (*shape[:2], 1))
    left = wild * (shared + rng.normal(0, np.sqrt(VARIANCES.residual), shape))
    rows = interviewers * interviews * size
    return Residuals(
        interviewer=np.repeat(np.arange(interviewers), interviews * size),
        interview=np.repeat(np.arange(interviewers * interviews), size),
        own=(np.reshape(slopes, (-1, 1, 1)) * foretold + left).ravel(),
        foretold=foretold.ravel(),
        variance=np.full(rows, DOUBT**2 + VARIANCES.interview + VARIANCES.residual),
        doubt=np.full(rows, DOUBT),
        halo=VARIANCES.interview,
        room=np.ones(rows),
    )


@pytest.mark.parametrize(("interviews", "size"), [(20, 1), (8, 3), (40, 3)])
def test_the_honest_are_rarely_flagged(interviews: int, size: int) -> None:
    """One in forty each way at most; 4,000 people with 20, 24 or 120 ratings."""
    found = scatter(drawn(interviewers=4000, interviews=interviews, size=size, seed=1))
    assert found.infit.mean() == pytest.approx(1, abs=0.02)
    assert found.outfit == pytest.approx(found.infit)
    assert max(found.is_erratic.mean(), found.is_even.mean()) <= 0.03
    assert np.var(found.infit) == pytest.approx(2 / found.freedom.mean(), rel=0.1)


def test_the_wild_and_the_even_are_flagged() -> None:
    """Half as wide or half as wide again, 120 ratings."""
    wild, even = (scatter(drawn(interviewers=500, interviews=40, size=3, seed=2, wild=wild)) for wild in (1.5, 0.5))
    assert [each.mean() > 0.98 for each in (wild.is_erratic, wild.is_even)] == [True, False]
    assert [each.mean() > 0.98 for each in (even.is_erratic, even.is_even)] == [False, True]


def test_nineteen_ratings_say_nothing() -> None:
    found = scatter(drawn(interviewers=50, interviews=19, size=1, seed=3, wild=3))
    assert found.infit.min() > 3
    assert not found.is_erratic.any()


@pytest.mark.parametrize("halo", [0.0, 0.25, 0.8])
def test_shares_are_those_drawn(halo: float) -> None:
    """On average the own share, within .04; 300 people with 40 interviews."""
    found = shares(drawn(interviewers=300, interviews=40, size=3, seed=4, halo=halo))
    assert found.share.mean() == pytest.approx(halo / (halo + VARIANCES.residual), abs=0.04)


def test_intervals_of_shares_hold_the_usual_share() -> None:
    """95 % intervals of those who are as usual hold 93 to 98 %, and one in forty at most is flagged."""
    found = shares(drawn(interviewers=4000, interviews=30, size=3, seed=5))
    held = (found.low <= found.usual) & (found.usual <= found.high)
    assert held.mean() == pytest.approx(0.955, abs=0.025)
    assert found.is_more.mean() <= 0.025


def shares(residuals: Residuals) -> Together:
    return together(residuals, VARIANCES, scatter(residuals), centrality(residuals))


def test_seven_interviews_share_nothing() -> None:
    found = shares(drawn(interviewers=50, interviews=7, size=3, seed=6, halo=3))
    assert np.isnan(found.share).all()
    assert not found.is_more.any()


def test_slopes_of_the_honest() -> None:
    """1 on average, and one in forty at most said to keep to the middle or the ends; 500 people with 30 ratings."""
    found = centrality(drawn(interviewers=500, interviews=10, size=3, seed=7))
    assert found.usual == pytest.approx(1, abs=0.03)
    assert max(found.uses_middle.mean(), found.uses_ends.mean()) <= 0.025


def test_intervals_of_slopes_hold_them() -> None:
    """2,000 people whose slopes differ by .3, with 20 interviews of three ratings: 95 % intervals hold 93 to 97 %."""
    true = np.random.default_rng(8).normal(0.9, 0.3, 2000)
    found = centrality(drawn(interviewers=2000, interviews=20, size=3, seed=8, slopes=true))
    assert ((found.low <= true) & (true <= found.high)).mean() == pytest.approx(0.95, abs=0.02)
    assert found.usual == pytest.approx(0.9, abs=0.02)
