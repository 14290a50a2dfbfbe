"""Every figure that follows from sums of how people judged, each with the range that holds four times in five."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypedDict

import numpy as np

from hiring.results import FEWEST
from hiring.results.moments import COLUMNS, Floats

LEVEL = 0.8
FEWEST_PILES = 5
Formula = Callable[[Floats], Floats]
_AT = {name: place for place, name in enumerate(COLUMNS)}


class Estimate(TypedDict):
    """`low` and `high` are None where too little is there for a range."""

    value: float
    low: float | None
    high: float | None


class Change(TypedDict):
    """A figure now and before, and the range of the difference."""

    now: float
    before: float
    low: float
    high: float


class Variances(NamedTuple):
    """In squared points; nan where they cannot be told. By chance that between candidates may come out under 0."""

    candidates: Floats
    within: Floats


def alpha(moments: Floats) -> Floats:
    """Krippendorff's alpha for points apart, of sums (COLUMNS, …); nan where all paired levels are equal.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: 1 - D_o / D_e with squared distances.
    """
    n, s, q, apart = (moments[_AT[name]] for name in ("paired", "paired_total", "paired_squares", "apart"))
    return 1 - _over((n - 1) * apart, 2 * (n * q - s**2))


def between(moments: Floats) -> Variances:
    """Variance between candidates and within one, of sums (COLUMNS, …), by a one-way analysis of variance.

    Searle, Casella & McCulloch (1992), Variance Components, section 3.6: for unequal numbers of ratings.
    """
    groups, n, sizes, total, of_groups, squares = (
        moments[_AT[name]] for name in ("assessed", "ratings", "squared_sizes", "total", "between", "squares")
    )
    within = _over(squares - of_groups, n - groups)
    among = _over(of_groups - _over(total**2, n), groups - 1)
    usual = _over(n - _over(sizes, n), groups - 1)
    return Variances(_over(among - within, usual), within)


def share(moments: Floats) -> Floats:
    """How much of the variance of one rating is between candidates: up to 1, nan where nothing varies."""
    found = between(moments)
    return _over(found.candidates, found.candidates + found.within)


def figures(moments: Floats, people: int) -> dict[str, Any]:
    """What a report says of sums (COLUMNS, PILES), ready for JSON; what rests on too little is None."""
    total = moments.sum(axis=1)
    asked, ratings, pairs = (total[_AT[name]] for name in ("asked", "ratings", "pairs"))
    judged = people >= FEWEST and total[_AT["met_twice"]] >= FEWEST
    variance = float(between(total).candidates)
    return {
        "candidates": int(total[_AT["candidates"]]),
        "asked": int(asked),
        "ratings": int(ratings),
        "people": people,
        "not_assessed": float((asked - ratings) / asked) if asked else None,
        "alpha": estimate(alpha, moments, lowest=-1.0) if judged else None,
        "same": float(total[_AT["same"]] / pairs) if judged else None,
        "near": float(total[_AT["near"]] / pairs) if judged else None,
        "share": estimate(share, moments, lowest=0.0) if judged else None,
        "spread": max(variance, 0.0) ** 0.5 if judged and np.isfinite(variance) else None,
    }


def estimate(of: Formula, moments: Floats, *, lowest: float) -> Estimate | None:
    """The figure with its range, all between `lowest` and 1; None where it is not defined."""
    value = float(of(moments.sum(axis=1)))
    if not np.isfinite(value):
        return None
    deviation = _deviation(of, moments)
    if deviation is None:
        return {"value": max(value, lowest), "low": None, "high": None}
    half = deviation[0] * _student(deviation[1])
    low, middle, high = (min(max(end, lowest), 1.0) for end in (value - half, value, value + half))
    return {"value": middle, "low": low, "high": high}


def change(of: Formula, now: Floats, before: Floats) -> Change | None:
    """How far the figure has moved between two sets of candidates, or None where either is not told."""
    values = float(of(now.sum(axis=1))), float(of(before.sum(axis=1)))
    deviations = _deviation(of, now), _deviation(of, before)
    if deviations[0] is None or deviations[1] is None:
        return None
    half = float(np.hypot(deviations[0][0], deviations[1][0])) * _student(min(deviations[0][1], deviations[1][1]))
    difference = values[0] - values[1]
    return {"now": values[0], "before": values[1], "low": difference - half, "high": difference + half}


def _deviation(of: Formula, moments: Floats) -> tuple[float, int] | None:
    """(standard deviation, degrees of freedom) by leaving out one pile after the other.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap, equation 11.5, with piles in the place of persons.
    """
    full = moments[:, moments[_AT["met_twice"]] > 0]
    many = full.shape[1]
    if many < FEWEST_PILES:
        return None
    without = of(moments.sum(axis=1)[:, None] - full)
    if not np.isfinite(without).all():
        return None
    return float(np.sqrt((many - 1) / many * np.square(without - without.mean()).sum())), many - 1


def _student(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def _over(over: Floats, under: Floats) -> Floats:
    """`over` / `under`, nan where `under` is not positive."""
    over, under = np.asarray(over, dtype=float), np.asarray(under, dtype=float)
    found: Floats = np.full(np.broadcast(over, under).shape, np.nan)
    return np.divide(over, under, out=found, where=under > 1e-9)
