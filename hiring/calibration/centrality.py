"""Who keeps to the middle of the scale, and who to its ends: how far own scores follow what others saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.certainty import shrink
from hiring.calibration.intervals import reach
from hiring.calibration.residuals import Residuals, sums

FEWEST_RATINGS = 20
FEWEST_PEOPLE = 5
LEVEL = 0.95
SAME = 0.1
"""A slope nearer than this to the usual one is no tendency, however sure it is."""

LEAST_VARIANCE = 0.2**2
"""Slopes of people differ by .2 at least, for a few who are all alike must not hide one who is not."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """One figure an interviewer, nan where too little is known: `slope` with its 95 % interval.

    1 is following what others saw point by point. `usual` is the median interviewer's. `uses_middle`: the slope is
    surely lower and the scores scatter less than the others' would; `uses_ends`: it is surely higher.
    """

    slope: Floats
    low: Floats
    high: Floats
    usual: float
    uses_middle: NDArray[np.bool_]
    uses_ends: NDArray[np.bool_]


def centrality(residuals: Residuals) -> Centrality:
    """Slopes of own deviations on those that the others foretell, within each interviewer, shrunk towards their mean.

    The others' mean is shrunk first, so that its own error does not flatten the slope, and narrowed as residuals are
    where the scale ends. `usual` is the median, which a few who differ do not move. Variances of slopes count
    ratings of one interview together: their residuals have the mean square and the mean product that all residuals
    show, times how much the interviewer's own scatter as a multiple of what they should, as if twenty ratings more
    scattered as usual. A low slope alone is also what scores at random give; these
    scatter more than the others' and are `scatter`'s to tell.
    """
    many = residuals.by_interviewer()
    foretold = residuals.foretold * residuals.room
    x = foretold - (residuals.by_interviewer(foretold) / many)[residuals.interviewer]
    spread = residuals.by_interviewer(x**2)
    known = (many >= FEWEST_RATINGS) & (spread > 1e-9 * many)
    slope, low, high = (np.full(len(many), np.nan) for _ in range(3))
    none = np.zeros(len(many), dtype=bool)
    if known.sum() < FEWEST_PEOPLE:
        return Centrality(slope, low, high, 1.0, none, none)

    squares = residuals.by_interviewer((residuals.left / residuals.room) ** 2)
    own_square = squares / residuals.by_interviewer(residuals.variance)
    own_scatter = (FEWEST_RATINGS + many * own_square) / (FEWEST_RATINGS + many)
    variance = _variance(residuals, x)[known] * own_scatter[known] / spread[known] ** 2
    found = shrink(residuals.by_interviewer(x * residuals.own)[known] / spread[known], variance, LEAST_VARIANCE)
    slope[known] = found.estimate
    low[known] = found.estimate - reach(LEVEL) * found.deviation
    high[known] = found.estimate + reach(LEVEL) * found.deviation
    lower, higher = none.copy(), none.copy()
    usual = float(np.median(found.estimate))
    lower[known] = high[known] < usual - SAME
    higher[known] = low[known] > usual + SAME
    return Centrality(slope, low, high, usual, lower & (own_square < 1), higher)


def _variance(residuals: Residuals, x: Floats) -> Floats:
    """That of the sum of x times residuals, for every interviewer."""
    left = residuals.left
    square = float(left @ left) / len(left)
    sizes, totals = residuals.shared(np.ones_like(left)), residuals.shared(left)
    pairs = float((sizes * (sizes - 1)).sum())
    product = max(float(totals @ totals - left @ left) / pairs, 0.0) if pairs else 0.0
    squares = residuals.by_interviewer(x**2)
    together = sums(residuals.who, residuals.shared(x) ** 2)
    return square * squares + product * np.maximum(together - squares, -squares)
