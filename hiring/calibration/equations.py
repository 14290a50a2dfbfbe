"""The equations of what all candidates share, levels and severities, and their solution with its errors."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, pi, sqrt

import numpy as np

from hiring.calibration.blocks import Floats, Layout
from hiring.calibration.components import Components
from hiring.calibration.elimination import Eliminated, eliminate
from hiring.calibration.errors import Errors, Whole

MOST_AT_ONCE = 1500
"""Shared effects whose covariance is held whole; its cost grows with their cube."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Levels, contrasts and severities (`effects`, p + 1 with a 0 at the end) and their errors.

    `criterion` is -2 log of the restricted likelihood, every constant included; None where only a sample of the errors
    is known.
    """

    layout: Layout
    components: Components
    parts: tuple[Eliminated, ...]
    effects: Floats
    errors: Errors
    criterion: float | None


def solve(layout: Layout, components: Components) -> Solution:
    """Levels by generalised least squares, severities as posterior means."""
    parts = tuple(eliminate(block, layout, components) for block in layout.blocks)
    if layout.fixed + layout.interviewers > MOST_AT_ONCE:
        from hiring.calibration.sparse import solve_sparsely

        return Solution(layout, components, parts, *solve_sparsely(layout, components, parts), criterion=None)
    return _solve_at_once(layout, components, parts)


def _solve_at_once(layout: Layout, components: Components, parts: tuple[Eliminated, ...]) -> Solution:
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
    half_determinant, inverse = _inverse(matrix)
    target = told[:last] * scale
    standardised = inverse @ target
    effects, covariance = np.zeros(last + 1), np.zeros((last + 1, last + 1))
    effects[:last] = standardised * scale
    covariance[:last, :last] = inverse * scale * scale[:, None]
    criterion = (
        log_determinant
        + 2 * half_determinant
        + squares
        - float(target @ standardised)
        + (layout.ratings - layout.fixed) * log(2 * pi)
    )
    return Solution(layout, components, parts, effects, Whole(covariance), criterion)


def crossed(layout: Layout, parts: tuple[Eliminated, ...]) -> Floats:
    """X'V⁻¹[X S] (fixed, p): what the ratings say of levels, by themselves and together with each severity."""
    fixed, last = layout.fixed, layout.fixed + layout.interviewers
    found = np.zeros((fixed + 1) * (last + 1))
    for part in parts:
        m, j = part.block.seen.shape[1:]
        is_fixed = np.r_[0:m, m + j : part.shared.shape[1]]
        rows = np.minimum(part.shared[:, is_fixed], fixed)
        np.add.at(found, rows[:, :, None] * (last + 1) + part.shared[:, None, :], part.information[:, is_fixed])
    return found.reshape(fixed + 1, last + 1)[:-1, :-1]


def _inverse(matrix: Floats) -> tuple[float, Floats]:
    """(half the log determinant, the inverse) of a symmetric positive matrix, by Cholesky."""
    from scipy.linalg.lapack import dpotrf, dpotri

    root, failed = dpotrf(matrix, lower=1)
    if failed:
        raise np.linalg.LinAlgError("The levels of dimensions and perspectives cannot be told apart.")
    lower, _ = dpotri(root, lower=1)
    whole = np.tril(lower)
    return float(np.log(np.diagonal(root)).sum()), whole + np.tril(whole, -1).T
