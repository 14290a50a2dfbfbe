"""One candidate after another taken out of the model's equations, so that only what all candidates share is left.

A candidate's universe scores, less the levels mu, are a ~ N(0, A), A = sD² I + sT² 11'. With R for what a rating
has besides (sE², and sH² between the ratings of one interview) and Z for the dimension that a rating is on, P = Z'R⁻¹Z
and V = Z A Z' + R. Given levels and severities the posterior covariance of a is C = (P + A⁻¹)⁻¹. It is computed as
L (I + L P L)⁻¹ L with L = A^½, which is as safe at a variance of zero as anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from hiring.calibration.blocks import Block, Floats, Layout
from hiring.calibration.components import Components
from hiring.calibration.ratings import Column


@dataclass(frozen=True, slots=True)
class Carried:
    """What tables of scores y (…, n, m, j) say once candidates are taken out: sums by interview (…, n, j), Z'R⁻¹y and
    the posterior mean of a (…, n, m), V⁻¹y summed over each dimension (…, n, m) and over each interview (…, n, j).
    """

    sums: Floats
    on_dimensions: Floats
    posterior: Floats
    levels: Floats
    seats: Floats


@dataclass(frozen=True, slots=True)
class Eliminated:
    """One block with its candidates taken out: n candidates, m dimensions, j interviews, f = m + j + q shared effects.

    The first m of f are dimensions' levels, then come the severities in each interview, then perspectives' contrasts;
    `shared` (n, f) says which of all effects they are. W puts them on ratings. `gain` (n, m, m) is C, `pull` (n, m, f)
    is C Z'R⁻¹W: by how much a unit of each effect lowers the posterior of a. `information` (n, f, f) is W'V⁻¹W.
    """

    block: Block
    residual: float
    weight: Floats
    damping: Floats
    precision: Floats
    gain: Floats
    pull: Floats
    information: Floats
    shared: Column
    log_determinant: float

    @property
    def height(self) -> int:
        """m, the dimensions of the block."""
        return len(self.gain[0])

    def carry(self, scores: Floats) -> Carried:
        """Take the candidates out of a table of scores (…, n, m, j), zero where there is no rating."""
        sums = scores.sum(axis=-2)
        damped = self.damping * sums
        on_dimensions = (scores.sum(axis=-1) - _times(self.block.seen, damped)) / self.residual
        posterior = _times(self.gain, on_dimensions)
        return Carried(
            sums=sums,
            on_dimensions=on_dimensions,
            posterior=posterior,
            levels=on_dimensions - _times(self.precision, posterior),
            seats=self.weight * (sums - _times(self.block.seen.transpose(0, 2, 1), posterior)),
        )

    def products(self, scores: Floats, carried: Carried) -> Floats:
        """x'V⁻¹y summed over the block, (k, k), for k tables of scores (k, n, m, j)."""
        whole = _dots(scores, scores) - _dots(self.damping * carried.sums, carried.sums)
        return whole / self.residual - _dots(carried.on_dimensions, carried.posterior)

    def told(self, carried: Carried) -> Floats:
        """W'V⁻¹y (…, n, f), in the order of `shared`."""
        contrasts = (carried.seats[..., None, :] @ self.block.contrast)[..., 0, :]
        return np.concatenate([carried.levels, carried.seats, contrasts], axis=-1)

    def less(self, effects: Floats) -> Floats:
        """The block's scores (n, m, j) less the shared effects (p + 1, the last of them 0)."""
        of = effects[self.shared]
        m, j = self.block.seen.shape[1:]
        severity = of[:, m : m + j] + _times(self.block.contrast, of[:, m + j :])
        return self.block.score - self.block.seen * (of[:, :m, None] + severity[:, None, :])

    def noise(self, scores: Floats, carried: Carried) -> Floats:
        """V⁻¹y (n, m, j)."""
        left = scores - self.block.seen * carried.posterior[..., None]
        seats = self.damping * (carried.sums - _times(self.block.seen.transpose(0, 2, 1), carried.posterior))
        return (left - self.block.seen * seats[..., None, :]) / self.residual


def eliminate(block: Block, layout: Layout, components: Components) -> Eliminated:
    """Take the candidates of one block out of the equations."""
    seen, residual, interview = block.seen, components.residual, components.interview
    in_interview = seen.sum(axis=1)
    weight = 1 / (residual + in_interview * interview)
    damping = interview * weight
    told = seen * weight[:, None, :]
    precision = (seen * damping[:, None, :]) @ -seen.transpose(0, 2, 1)
    _diagonal(precision)[...] += seen.sum(axis=2)
    precision /= residual

    m = seen.shape[1]
    own = sqrt(components.candidate_dimension)
    common = (sqrt(components.candidate_dimension + m * components.candidate) - own) / m
    inside = _both_sides(precision, own, common)
    _diagonal(inside)[...] += 1
    root = np.linalg.cholesky(inside).astype(np.float64, copy=False)
    gain = _both_sides(np.linalg.inv(inside).astype(np.float64, copy=False), own, common)

    by_level, by_seat = gain @ precision, gain @ told
    levels = precision - precision @ by_level
    between = told - precision @ by_seat
    seats = -(told.transpose(0, 2, 1) @ by_seat)
    _diagonal(seats)[...] += in_interview * weight
    log_determinant = (
        float(in_interview.sum()) * log(residual)
        + float(np.log1p(in_interview * (interview / residual)).sum())
        + 2 * float(np.log(_diagonal(root)).sum())
    )
    return Eliminated(
        block=block,
        residual=residual,
        weight=weight,
        damping=damping,
        precision=precision,
        gain=gain,
        pull=np.concatenate([by_level, by_seat, by_seat @ block.contrast], axis=2),
        information=_information(levels, between, seats, block.contrast),
        shared=_shared(block, layout),
        log_determinant=log_determinant,
    )


def _both_sides(middle: Floats, own: float, common: float) -> Floats:
    """L M L for L = own I + common 11' and symmetric M (n, m, m)."""
    rows = middle.sum(axis=2)
    cross = (own * common) * rows + (common**2 / 2) * rows.sum(axis=1)[:, None]
    whole: Floats = own**2 * middle + cross[:, :, None] + cross[:, None, :]
    return whole


def _information(levels: Floats, between: Floats, seats: Floats, contrast: Floats) -> Floats:
    """[[U, B, Bx], [B', S, Sx], [x'B', x'S, x'Sx]], symmetric."""
    m, j, q = levels.shape[1], seats.shape[1], contrast.shape[2]
    whole = np.empty((len(levels), m + j + q, m + j + q))
    whole[:, :m, :m], whole[:, :m, m : m + j] = levels, between
    whole[:, m : m + j, :m], whole[:, m : m + j, m : m + j] = between.transpose(0, 2, 1), seats
    if q:
        whole[:, : m + j, m + j :] = whole[:, : m + j, m : m + j] @ contrast
        whole[:, m + j :, : m + j] = whole[:, : m + j, m + j :].transpose(0, 2, 1)
        whole[:, m + j :, m + j :] = contrast.transpose(0, 2, 1) @ whole[:, m : m + j, m + j :]
    return whole


def _shared(block: Block, layout: Layout) -> Column:
    """Where each shared effect stands among all: levels, contrasts, severities; padding past the last."""
    last = layout.fixed + layout.interviewers
    levels = np.where(block.dimension < layout.dimensions, block.dimension, last)
    contrasts = np.arange(layout.dimensions, layout.fixed)
    return np.concatenate(
        [levels, layout.fixed + block.interviewer, np.broadcast_to(contrasts, (len(levels), len(contrasts)))], axis=1
    )


def _diagonal(stack: Floats) -> Floats:
    """A view of the diagonals (n, k) of a stack (n, k, k)."""
    view: Floats = np.einsum("nii->ni", stack)
    return view


def _times(stack: Floats, vectors: Floats) -> Floats:
    """(n, a, b) times (…, n, b)."""
    return (stack @ vectors[..., None])[..., 0]


def _dots(some: Floats, others: Floats) -> Floats:
    """All inner products (k, k) of k tables with k others."""
    return some.reshape(len(some), -1) @ others.reshape(len(others), -1).T
