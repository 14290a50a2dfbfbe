"""How much of the spread in scores belongs to whom: the five variances of the model. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Literal, Self

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
