"""How much of the spread in scores belongs to whom: the five variances of the model, and what a design cannot tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.ratings import Ratings, runs

Source = Literal["estimated", "pooled", "prior"]

TERMS = ("candidate", "candidate_dimension", "interviewer", "interview", "residual")
"""In the order of the model: theta_c, delta_cd, s_r, h_cr, e."""

PRIOR_DEVIATIONS = (0.6, 0.35, 0.45, 0.37, 0.83)
"""Standard deviations on a five-point scale, in the order of `TERMS`."""


@dataclass(frozen=True, slots=True)
class Components:
    """Variances in squared points. `dropped` names the terms that the design cannot tell apart; they are 0.

    Raises ValueError when a variance is negative or not finite, or when nothing is left for the residual.
    """

    candidate: float
    candidate_dimension: float
    interviewer: float
    interview: float
    residual: float
    source: Source = "pooled"
    dropped: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for term, variance in zip(TERMS, self.variances, strict=True):
            if not isfinite(variance) or variance < 0:
                raise ValueError(f"The variance of {term} is {variance}; it must be a number from 0 up.")
        if self.residual == 0:
            raise ValueError("The variance of residual is 0; two people never agree that well.")

    @property
    def variances(self) -> tuple[float, ...]:
        """The five, in the order of `TERMS`."""
        return self.candidate, self.candidate_dimension, self.interviewer, self.interview, self.residual

    @classmethod
    def of(cls, variances: Iterable[float], source: Source, dropped: tuple[str, ...] = ()) -> Self:
        """From five variances in the order of `TERMS`."""
        candidate, candidate_dimension, interviewer, interview, residual = variances
        return cls(candidate, candidate_dimension, interviewer, interview, residual, source, dropped)

    @classmethod
    def prior(cls, scale: tuple[int, int]) -> Self:
        """What panels usually show: `PRIOR_DEVIATIONS` stretched to this scale by (K-1)/4."""
        stretch = (scale[1] - scale[0]) / 4
        return cls.of(((deviation * stretch) ** 2 for deviation in PRIOR_DEVIATIONS), "prior")


def unidentified(ratings: Ratings) -> tuple[str, ...]:
    """The terms whose variance these ratings cannot tell from another's, in the order of `TERMS`.

    A variance is told by pairs of ratings that share its term and not the others. The covariance of a pair is the sum
    of the variances of all that it shares, so the kinds of pairs that occur give linear equations in the five; a term
    whose column depends on those before it is dropped, the subtler ones first. With one candidate the dimensions' own
    levels swallow the candidate, with one interviewer they swallow the interviewer.
    """
    equations = _kinds_of_pairs(ratings)
    swallowed = [term for term, column in ((0, ratings.candidate), (2, ratings.interviewer)) if np.ptp(column) == 0]
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
