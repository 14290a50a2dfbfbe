"""Agreement that does not need candidates to differ: r_wg inside one unit, and Gwet's AC2 over many."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from hiring.calibration.figures import Figure, quotient
from hiring.calibration.ratings import Column
from hiring.calibration.units import Floats, Sums


class WithinFigure(Figure):
    """`disagreement` counts the units whose raw r_wg is negative: people there are further apart than chance."""

    disagreement: int


def rwg(scores: ArrayLike, levels: int) -> float:
    """Raw r_wg = 1 - s² / ((A² - 1) / 12) of one unit's scores (points) on a scale of A `levels`.

    James, Demaree & Wolf (1984), Journal of Applied Psychology 69:85-98, equation 2; s² divides by n - 1. Negative when
    scores spread wider than uniform chance. Raises ValueError below two scores or two levels.
    """
    given = np.asarray(scores, dtype=float)
    if given.ndim != 1 or len(given) < 2:
        raise ValueError("Agreement needs one row of at least two scores.")
    if levels < 2:
        raise ValueError(f"A scale of {levels} has no two levels.")
    if not np.isfinite(given).all():
        raise ValueError("A score is not a number.")
    return float(1 - given.var(ddof=1) / ((levels**2 - 1) / 12))


def mean_rwg(sums: Sums) -> Floats:
    """Mean over paired units of r_wg, negative ones counted as 0; nan where no unit is paired."""
    return quotient(sums.within, sums.paired)


def ac2(sums: Sums, levels: Column, scale: tuple[int, int]) -> Floats:
    """Gwet's AC2 with quadratic weights for each stacked set of sums, shape (…); nan where no unit is paired.

    Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 3: (p_a - p_e) / (1 - p_e) with p_a the mean
    weighted agreement of paired units and p_e = sum of weights / (q (q - 1)) * sum pi_k (1 - pi_k). Quadratic weights
    1 - (k - l)² / (q - 1)², so that it stands beside interval alpha and quadratic kappa. All q integers of the scale
    are categories, said or not; their weights sum to q² - q² (q + 1) / (6 (q - 1)). p_e stays below 1, so that equal
    scores give 1 where alpha is undefined.
    """
    q = scale[1] - scale[0] + 1
    weights = 1 - np.square((levels[:, None] - levels[None, :]) / (q - 1))
    agreed = quotient((sums.pairs * weights).sum(axis=(-2, -1)), sums.paired)
    share = quotient(sums.shares, np.broadcast_to(np.asarray(sums.units)[..., None], sums.shares.shape))
    chance = (q - q * (q + 1) / (6 * (q - 1))) / (q - 1) * (share * (1 - share)).sum(axis=-1)
    value: Floats = (agreed - chance) / (1 - chance)
    return value
