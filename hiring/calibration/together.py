"""Whose scores move together within an interview: the share of one impression, and interviews of one level only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.centrality import Centrality
from hiring.calibration.components import Components
from hiring.calibration.intervals import reach
from hiring.calibration.residuals import Residuals, sums
from hiring.calibration.scatter import Scatter

FEWEST_INTERVIEWS = 8
FEWEST_LEVELS = 3
MOST_LEVELS = 100
"""On a scale of more, one level throughout says nothing of anybody; what is worked out grows with their square."""

LEVEL = 0.95
SAME = 0.1
"""A share nearer than this to the usual one is no tendency, however sure it is."""

RARE = 0.01
LEAST_WHOLE = 0.25
"""Of the usual variance of one rating: somebody who hardly varies shows nothing of what moves together."""

_STEP = 0.02
_NODES = 5


@dataclass(frozen=True, slots=True)
class Together:
    """One figure an interviewer, nan where too little is known: of what the candidate does not explain in one rating,
    the `share` that the whole interview has in common, with its 95 % interval; `usual` is that of all interviewers.
    """

    share: Floats
    low: Floats
    high: Floats
    usual: float
    is_more: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class OneLevel:
    """One figure an interviewer: how many `interviews` rate three dimensions or more, in how many every level is the
    same, how many are expected, and whether so many come less than one time in a hundred by chance.
    """

    interviews: NDArray[np.int64]
    same: NDArray[np.int64]
    expected: Floats
    is_more: NDArray[np.bool_]


def together(residuals: Residuals, components: Components, scatter: Scatter, centrality: Centrality) -> Together:
    """Each interviewer's own variance sH², over that and their own sE².

    Who keeps to the middle is as far from every strong candidate on all dimensions: that is taken off first. Products
    of residuals of one interview average sH² and the doubt about the candidate; what an interviewer's average lies
    above that doubt is their sH². Known from eight interviews with two ratings or more.
    """
    sizes = residuals.shared(np.ones_like(residuals.own))
    flatter = np.where(np.isnan(centrality.slope), 0.0, 1 - centrality.slope)[residuals.interviewer]
    left = (residuals.left + flatter * residuals.foretold) / residuals.room
    doubt, halo = residuals.doubt, residuals.halo
    squares = residuals.shared(left**2), residuals.shared(doubt**2)
    surplus = residuals.shared(left) ** 2 - squares[0] - (residuals.shared(doubt) ** 2 - squares[1])
    pairs = sums(residuals.who, sizes * (sizes - 1))
    interviews = sums(residuals.who, sizes > 1)
    share, low, high = (np.full(len(pairs), np.nan) for _ in range(3))
    is_more = np.zeros(len(pairs), dtype=bool)
    usual = components.interview / (components.interview + components.residual)
    known = interviews >= FEWEST_INTERVIEWS
    if "interview" in components.dropped:
        return Together(share, low, high, usual, is_more)

    variance = residuals.shared(residuals.variance) / sizes
    alike = (squares[1] / sizes + halo) / variance
    own = sums(residuals.who, surplus)[known] / pairs[known]
    usually = halo + components.residual
    whole = usually + (scatter.infit[known] - 1) * _mean_variance(residuals)[known]
    whole = np.maximum(whole, LEAST_WHOLE * usually)
    error = _error(residuals, sizes, variance, alike, usual)[known] / np.minimum(whole, usually)
    for column, reached in ((share, 0.0), (low, -reach(LEVEL)), (high, reach(LEVEL))):
        column[known] = np.clip(own / whole + reached * error, 0.0, 1.0)
    is_more[known] = low[known] > usual + SAME
    return Together(share, low, high, usual, is_more)


def _error(residuals: Residuals, sizes: Floats, variance: Floats, alike: Floats, share: float) -> Floats:
    """The deviation of sH² less `share` times the whole, each estimated from one interviewer's residuals.

    It is a quadratic form: in one interview a (J - I) - b I, with a over all pairs and b over all ratings. Residuals
    have `variance` and the correlation `alike`, so that its eigenvalues are those of the mean and of the rest.
    """
    pairs = np.maximum(sums(residuals.who, sizes * (sizes - 1)), 1.0)
    a, b = (1 / pairs)[residuals.who], (share / residuals.by_interviewer())[residuals.who]
    of_mean = variance * (1 + (sizes - 1) * alike) * (a * (sizes - 1) - b)
    of_rest = variance * (1 - alike) * (a + b)
    return np.sqrt(2 * sums(residuals.who, of_mean**2 + (sizes - 1) * of_rest**2))


def one_level(residuals: Residuals, score: NDArray[np.int64], scale: tuple[int, int]) -> OneLevel:
    """Interviews where every level is the same, beside their number under the model.

    Given a common part of the interview (Gauss-Hermite over five values) dimensions are independent normals, rounded to
    whole points with open ends; where all interviewers together give one level oftener than that, so much oftener is
    expected of each. The sum over interviews is compared with a Poisson variable, which spreads more than
    the sum does: the flag errs on the silent side.
    """
    from scipy.special import pdtrc

    sizes = np.bincount(residuals.interview)
    counts = (sizes >= FEWEST_LEVELS) & (scale[1] - scale[0] < MOST_LEVELS)
    rows = np.flatnonzero(counts[residuals.interview])
    rows = rows[np.argsort(residuals.interview[rows], kind="stable")]
    starts = np.flatnonzero(np.diff(residuals.interview[rows], prepend=-1))
    many = len(residuals.by_interviewer())
    if not len(rows):
        nobody = np.zeros(many, np.int64)
        return OneLevel(nobody, nobody, np.zeros(many), nobody > 0)
    whose = residuals.who[counts]
    levels = score[rows]
    same = np.maximum.reduceat(levels, starts) == np.minimum.reduceat(levels, starts)
    found = sums(whose, same, many)
    chance_of_one = _chance_of_one(residuals, score, scale, rows, starts)
    oftener = max(float(same.sum()) / max(float(chance_of_one.sum()), 1e-9), 1.0)
    expected = oftener * sums(whose, chance_of_one, many)
    interviews = np.bincount(whose, minlength=many)
    chance = np.ones(many)
    chance[found > 0] = pdtrc(found[found > 0] - 1, expected[found > 0])
    is_more = (interviews >= FEWEST_INTERVIEWS) & (chance < RARE)
    return OneLevel(interviews, found.astype(np.int64), expected, is_more)


def _chance_of_one(
    residuals: Residuals,
    score: NDArray[np.int64],
    scale: tuple[int, int],
    rows: NDArray[np.intp],
    starts: NDArray[np.intp],
) -> Floats:
    """P(every level is the same) of the interviews that begin at `starts` of `rows`."""
    from scipy.special import ndtr

    lengths = np.diff(np.append(starts, len(rows)))
    doubt, variance = residuals.doubt[rows], residuals.variance[rows]
    shared = np.sqrt(np.add.reduceat(doubt**2, starts) / lengths + residuals.halo)
    alone = float((variance - doubt**2).mean()) - residuals.halo
    deviation = np.sqrt(max(alone - 1 / 12, alone / 2))
    middle = score[rows] - residuals.left[rows]
    low, high = scale
    margin = 3.0
    grid = np.arange(low - margin, high + margin + _STEP, _STEP)
    inner = ndtr((np.arange(low, high)[:, None] + 0.5 - grid) / deviation)
    below = np.concatenate([np.zeros((1, len(grid))), inner, np.ones((1, len(grid)))])
    chances = np.diff(below, axis=0)
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    total = np.zeros(len(starts))
    for node, weight in zip(nodes, weights / weights.sum(), strict=True):
        at = middle + np.repeat(node * shared, lengths)
        place = np.clip((at - (low - margin)) / _STEP + 0.5, 0, len(grid) - 1).astype(np.intp)
        for chance in chances:
            total += weight * np.multiply.reduceat(chance[place], starts)
    return np.minimum(total, 1.0)


def _mean_variance(residuals: Residuals) -> Floats:
    return residuals.by_interviewer(residuals.variance) / residuals.by_interviewer()
