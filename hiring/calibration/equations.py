"""The equations of what all candidates share, levels and severities, and their solution with its errors."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np

from hiring.calibration.blocks import Floats, Layout
from hiring.calibration.components import Components
from hiring.calibration.elimination import Eliminated, eliminate
from hiring.calibration.ratings import Column


@dataclass(frozen=True, slots=True)
class Solution:
    """Levels, contrasts and severities (`effects`, p + 1 with a 0 at the end) and the covariance of their errors.

    `criterion` is -2 log of the restricted likelihood, every constant included.
    """

    layout: Layout
    components: Components
    parts: tuple[Eliminated, ...]
    effects: Floats
    covariance: Floats
    criterion: float

    def errors(self) -> Floats:
        """Error variance (p) of each shared effect."""
        return np.diagonal(self.covariance)[:-1]

    def spread(self, weights: Floats, shared: Column) -> Floats:
        """Error variance (n, a) of `weights` (n, a, f) times the shared effects (n, f)."""
        errors = self.covariance[shared[:, :, None], shared[:, None, :]]
        spread: Floats = ((weights @ errors) * weights).sum(axis=2)
        return spread


def solve(layout: Layout, components: Components) -> Solution:
    """Levels by generalised least squares, severities as posterior means."""
    parts = tuple(eliminate(block, layout, components) for block in layout.blocks)
    last = layout.fixed + layout.interviewers
    matrix, told = np.zeros((last + 1) ** 2), np.zeros(last + 1)
    squares = log_determinant = 0.0
    for part in parts:
        score = part.block.score[None]
        carried = part.carry(score)
        np.add.at(matrix, part.shared[:, :, None] * (last + 1) + part.shared[:, None, :], part.information)
        np.add.at(told, part.shared, part.told(carried)[0])
        squares += float(part.products(score, carried)[0, 0])
        log_determinant += part.log_determinant

    scale = np.ones(last)
    scale[layout.fixed :] = sqrt(components.interviewer)
    matrix = matrix.reshape(last + 1, last + 1)[:last, :last] * scale * scale[:, None]
    matrix[range(layout.fixed, last), range(layout.fixed, last)] += 1
    root = np.linalg.cholesky(matrix)
    inverse = np.linalg.inv(matrix)
    target = told[:last] * scale
    standardised = inverse @ target
    effects, covariance = np.zeros(last + 1), np.zeros((last + 1, last + 1))
    effects[:last] = standardised * scale
    covariance[:last, :last] = inverse * scale * scale[:, None]
    criterion = (
        log_determinant
        + 2 * float(np.log(np.diagonal(root)).sum())
        + squares
        - float(target @ standardised)
        + (layout.ratings - layout.fixed) * log(2 * pi)
    )
    return Solution(layout, components, parts, effects, covariance, criterion)
