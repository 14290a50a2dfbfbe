"""Which of the model's variances a set of ratings can tell apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.components import TERMS
from hiring.calibration.ratings import Ratings, runs


def unidentified(ratings: Ratings) -> tuple[str, ...]:
    """The terms whose variance these ratings cannot tell from another's, in the order of `TERMS`.

    A variance is told by pairs of ratings that share its term and not the others. The covariance of a pair is the sum
    of the variances of all that it shares, so the kinds of pairs that occur give linear equations in the five; a term
    whose column depends on those before it is dropped, the subtler ones first. With one candidate the dimensions' own
    levels swallow the candidate's, with one interviewer they swallow the interviewer.
    """
    equations = _kinds_of_pairs(ratings)
    swallowed = [0, 1] if np.ptp(ratings.candidate) == 0 else []
    swallowed += [2] if np.ptp(ratings.interviewer) == 0 else []
    kept: list[int] = []
    for term in (4, 0, 2, 3, 1):
        if term not in swallowed and np.linalg.matrix_rank(equations[:, [*kept, term]]) > len(kept):
            kept.append(term)
    return tuple(name for term, name in enumerate(TERMS) if term not in kept)


def _kinds_of_pairs(ratings: Ratings) -> NDArray[np.float64]:
    """One row a kind of pair that occurs: which of the five terms its two ratings share."""
    meeting = np.zeros_like(ratings.candidate) if ratings.interview is None else ratings.interview
    c, r, d = ratings.candidate, ratings.interviewer, ratings.dimension
    one = _sizes(c, r, d, meeting).sum()
    in_meeting, in_pair = _pairs(c, r, meeting), _pairs(c, r)
    on_cell, by_same_on_cell = _pairs(c, d), _pairs(c, r, d)
    counts = {
        (1, 1, 1, 1, 1): one,
        (1, 0, 1, 1, 0): in_meeting,
        (1, 1, 1, 0, 0): by_same_on_cell,
        (1, 0, 1, 0, 0): in_pair - in_meeting - by_same_on_cell,
        (1, 1, 0, 0, 0): on_cell - by_same_on_cell,
        (1, 0, 0, 0, 0): _pairs(c) - in_pair - on_cell + by_same_on_cell,
        (0, 0, 1, 0, 0): _pairs(r) - in_pair,
    }
    return np.array([kind for kind, pairs in counts.items() if pairs > 0], dtype=float)


def _pairs(*columns: NDArray[np.int64]) -> float:
    sizes = _sizes(*columns)
    return float((sizes * (sizes - 1)).sum())


def _sizes(*columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many ratings share each combination."""
    order, starts = runs(*columns)
    return np.diff(np.append(starts, len(order))).astype(float)
