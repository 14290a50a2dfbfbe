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

    def followed(self, levels: Floats, own: Floats) -> Errors:
        """The same errors of severities e where levels have -`levels` e (fixed, r) and, besides, errors of covariance
        `own` (fixed, fixed).
        """


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

    def followed(self, levels: Floats, own: Floats) -> Whole:
        fixed = len(levels)
        severities = self.covariance[fixed:-1, fixed:-1]
        covariance = self.covariance.copy()
        covariance[:fixed, fixed:-1] = -levels @ severities
        covariance[fixed:-1, :fixed] = covariance[:fixed, fixed:-1].T
        covariance[:fixed, :fixed] = own - levels @ covariance[fixed:-1, :fixed]
        return Whole(covariance)
