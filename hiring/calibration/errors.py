"""The errors of levels and severities together: their whole covariance, or for thousands of interviewers a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hiring.calibration.blocks import Floats
from hiring.calibration.ratings import Column


class Errors(Protocol):
    """Errors of p shared effects; place p stands for padding, which has none."""

    def variances(self) -> Floats:
        """Each effect's own (p)."""

    def spread(self, weights: Floats, shared: Column) -> Floats:
        """The variance (n, a) of `weights` (n, a, f) times the effects `shared` (n, f)."""

    def between(self, told: Floats) -> Floats:
        """x'Kx (k, k) for the covariance K and the k columns x of `told` (k, p + 1)."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A covariance (p + 1, p + 1) whose last row and column are 0."""

    covariance: Floats

    def variances(self) -> Floats:
        return np.diagonal(self.covariance)[:-1]

    def spread(self, weights: Floats, shared: Column) -> Floats:
        errors = self.covariance[shared[:, :, None], shared[:, None, :]]
        spread: Floats = ((weights @ errors) * weights).sum(axis=2)
        return spread

    def between(self, told: Floats) -> Floats:
        return told @ self.covariance @ told.T
