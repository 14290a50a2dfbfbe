"""The same equations for thousands of interviewers: conjugate gradients, and a sample of the errors.

Severities are solved in units of their deviation, so that A = I + sS² S'V⁻¹S with S for who rated. Every candidate
couples only the few who met that candidate, and I keeps A well conditioned: some ten or twenty rounds are enough, for
the solution and for a sample of errors at once. A draw b ~ N(0, A) is the sum over candidates of a root of their block
of S'V⁻¹S times standard normal noise, plus standard normal noise; A⁻¹b ~ N(0, A⁻¹) is then one draw of the errors
(perturb and solve; Papandreou & Yuille 2010). So many interviewers leave the levels practically without error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats, Layout
from hiring.calibration.components import Components
from hiring.calibration.elimination import Eliminated
from hiring.calibration.equations import crossed
from hiring.calibration.errors import Errors
from hiring.calibration.ratings import Column

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Reals = NDArray[np.floating[Any]]

DRAWS = 32
CLOSE, CLOSE_DRAWS = 1e-10, 1e-3
MOST_ROUNDS = 2000
SEED = 2014


@dataclass(frozen=True, slots=True)
class Sample:
    """Draws (p + 1, k) of the errors in single precision, the last row 0. `own` (p) are the variances of each effect's
    error, for which only what the others' errors add is taken from the draws.
    """

    draws: NDArray[np.float32]
    own: Floats
    system: _System

    def variances(self) -> Floats:
        return self.own

    def spread(self, weights: Floats, shared: Column) -> Floats:
        errors = weights.astype(np.float32) @ self.draws[shared]
        spread: Floats = np.square(errors).mean(axis=2).astype(np.float64)
        return spread

    def followed(self, levels: Floats, own: Floats) -> Sample:
        """The same errors of severities where levels follow these by -`levels` (fixed, r), besides `own` errors."""
        fixed = len(levels)
        draws = self.draws.copy()
        noise = np.linalg.cholesky(own) @ np.random.default_rng(SEED).standard_normal((fixed, draws.shape[1]))
        draws[:fixed] = noise - levels @ self.draws[fixed:-1]
        return replace(self, draws=draws)

    def between(self, told: Floats) -> Floats:
        return told[:, :-1] @ self.system.solve(told[:, :-1].T, CLOSE)


@dataclass(frozen=True, slots=True)
class _System:
    """[[F, C'], [C, A]] with F (levels), C (severity by level) and sparse A, severities in units of `deviation`."""

    levels: Floats
    crossed: Floats
    severities: csr_array
    deviation: float

    def solve(self, told: Floats, close: float) -> Floats:
        """The effects in points for each column of `told` (p, k)."""
        fixed = len(self.levels)
        above, below = told[:fixed], told[fixed:] * self.deviation
        through = np.linalg.solve(self.levels, self.crossed.T)
        found = conjugate(
            lambda x: self.severities @ x - self.crossed @ (through @ x),
            below - self.crossed @ np.linalg.solve(self.levels, above),
            self.severities.diagonal(),
            close,
        )
        return np.concatenate([np.linalg.solve(self.levels, above) - through @ found, found * self.deviation])


def solve_sparsely(layout: Layout, components: Components, parts: tuple[Eliminated, ...]) -> tuple[Floats, Errors]:
    """(effects (p + 1), their errors); the same as `equations.solve` but for the noise of `DRAWS` draws."""
    fixed, last = layout.fixed, layout.fixed + layout.interviewers
    told = np.zeros(last + 1)
    for part in parts:
        np.add.at(told, part.shared, part.told(part.carry(part.block.score)))
    system = _assemble(layout, components, parts)
    effects = np.append(system.solve(told[:-1, None], CLOSE)[:, 0], 0.0)
    noise = _noise(layout, components, parts)
    rough = system.severities.astype(np.float32)
    diagonal = rough.diagonal()
    drawn = conjugate(lambda x: rough @ x, noise, diagonal, CLOSE_DRAWS)
    draws = np.zeros((last + 1, DRAWS), np.float32)
    draws[fixed:last] = drawn * np.float32(system.deviation)
    by_others = (rough @ drawn - diagonal[:, None] * drawn) / diagonal[:, None]
    own = np.zeros(last)
    own[fixed:] = (1 / diagonal + np.square(by_others).mean(axis=1)) * components.interviewer
    return effects, Sample(draws, own, system)


def conjugate(apply: Callable[[Reals], Reals], told: Reals, diagonal: Reals, close: float) -> Reals:
    """A⁻¹ `told` (p, k) column by column, preconditioned by the diagonal, until every residual is `close` times what it
    was (Hestenes & Stiefel 1952).
    """
    found = np.zeros_like(told)
    left = told.copy()
    weighed = left / diagonal[:, None]
    direction = weighed.copy()
    worth = _products(left, weighed)
    enough = worth * close**2
    for _ in range(MOST_ROUNDS):
        open_ = worth > enough
        if not open_.any():
            break
        applied = apply(direction)
        step = np.divide(worth, _products(direction, applied), out=np.zeros_like(worth), where=open_).astype(told.dtype)
        found += step * direction
        left -= step * applied
        weighed = left / diagonal[:, None]
        now = _products(left, weighed)
        direction *= np.divide(now, worth, out=np.zeros_like(worth), where=open_).astype(told.dtype)
        direction += weighed
        worth = now
    return found


def _products(some: Reals, others: Reals) -> Floats:
    """The inner product of each column with the other's, in double precision."""
    products: Floats = np.einsum("rk,rk->k", some, others, dtype=np.float64)
    return products


def _assemble(layout: Layout, components: Components, parts: tuple[Eliminated, ...]) -> _System:
    from scipy.sparse import csr_array

    fixed, many = layout.fixed, layout.interviewers
    upper = crossed(layout, parts)
    rows, columns, values = [], [], []
    for part in parts:
        m, j = part.block.seen.shape[1:]
        one, other = np.triu_indices(j, 1)
        who = part.block.interviewer
        is_met = who[:, other] < many
        rows.append(who[:, one][is_met])
        columns.append(who[:, other][is_met])
        values.append(part.information[:, m + one, m + other][is_met])
    half = csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(many, many), dtype=np.float64
    )
    whole = (half + half.T) * components.interviewer
    whole.setdiag(whole.diagonal() + _diagonal(layout, parts) * components.interviewer + 1)
    deviation = sqrt(components.interviewer)
    return _System(upper[:, :fixed], upper[:, fixed:].T * deviation, whole.tocsr(), deviation)


def _diagonal(layout: Layout, parts: tuple[Eliminated, ...]) -> Floats:
    found = np.zeros(layout.interviewers + 1)
    for part in parts:
        m, j = part.block.seen.shape[1:]
        np.add.at(found, part.block.interviewer, np.einsum("nii->ni", part.information[:, m : m + j, m : m + j]))
    return found[:-1]


def _noise(layout: Layout, components: Components, parts: tuple[Eliminated, ...]) -> NDArray[np.float32]:
    """`DRAWS` columns of b ~ N(0, A)."""
    rng = np.random.default_rng(SEED)
    noise = rng.standard_normal((layout.interviewers + 1, DRAWS), np.float32)
    for part in parts:
        m, j = part.block.seen.shape[1:]
        seats = part.information[:, m : m + j, m : m + j].copy()
        np.einsum("nii->ni", seats)[part.block.interviewer == layout.interviewers] = 1.0
        root = (np.linalg.cholesky(seats) * sqrt(components.interviewer)).astype(np.float32)
        np.add.at(noise, part.block.interviewer, root @ rng.standard_normal((*root.shape[:2], DRAWS), np.float32))
    return noise[:-1]
