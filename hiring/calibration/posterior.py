"""What a solution says of candidates and interviewers: estimates in points and the deviation of their errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hiring.calibration.blocks import Floats
from hiring.calibration.components import Components
from hiring.calibration.elimination import Eliminated
from hiring.calibration.equations import Solution


@dataclass(frozen=True, slots=True)
class Posterior:
    """Estimates and standard deviations of their errors, both in points.

    `cell` (cells, 2) follows rated cells by candidate and dimension, `mean` (candidates, 2) and `severity`
    (interviewers, 2) follow codes. A cell is tau_cd = mu_d + theta_c + delta_cd; a mean is taken over all dimensions of
    the data, those nobody rated at what the rest says of them.
    """

    cell: Floats
    mean: Floats
    severity: Floats


def posterior(solution: Solution) -> Posterior:
    """Every estimate, with the uncertainty of levels and severities inside its error."""
    layout = solution.layout
    height = np.zeros(layout.candidates, np.int64)
    for part in solution.parts:
        height[part.block.candidate] = (part.block.dimension < layout.dimensions).sum(axis=1)
    first = np.cumsum(height) - height
    cell, mean = np.empty((int(height.sum()), 2)), np.empty((layout.candidates, 2))
    for part in solution.parts:
        above = part.carry(part.less(solution.effects)).posterior
        rated = part.block.dimension < layout.dimensions
        at = (first[part.block.candidate][:, None] + np.arange(part.height))[rated]
        cell[at, 0] = (above + solution.effects[part.shared[:, : part.height]])[rated] + layout.centre
        cell[at, 1] = np.sqrt(_cell_errors(solution, part)[rated])
        mean[part.block.candidate] = np.stack(_means(solution, part, above), axis=1)
    mean[:, 0] += solution.effects[: layout.dimensions].mean() + layout.centre
    severity = slice(layout.fixed, layout.fixed + layout.interviewers)
    return Posterior(
        cell, mean, np.stack([solution.effects[severity], np.sqrt(solution.errors.variances()[severity])], axis=1)
    )


def _cell_errors(solution: Solution, part: Eliminated) -> Floats:
    """Error variances (n, m): the candidate's own, and what the errors of levels and severities add."""
    weights = -part.pull
    at = range(part.height)
    weights[:, at, at] += 1
    own: Floats = np.einsum("nii->ni", part.gain)
    return own + solution.errors.spread(weights, part.shared)


def _means(solution: Solution, part: Eliminated, above: Floats) -> tuple[Floats, Floats]:
    """(mean of theta + delta over all dimensions, deviation of its error with that of the mean level), each (n)."""
    dimensions = solution.layout.dimensions
    weight, unseen = over_all(solution.components, dimensions, part.height)
    own = weight**2 * part.gain.sum(axis=(1, 2))
    levels = np.arange(dimensions)
    every = np.broadcast_to(levels, (len(above), dimensions))
    weights = np.concatenate([np.full(every.shape, 1 / dimensions), -weight * part.pull.sum(axis=1)], axis=1)
    shared = np.concatenate([every, part.shared], axis=1)
    return weight * above.sum(axis=1), np.sqrt(own + unseen + solution.errors.spread(weights[:, None, :], shared)[:, 0])


def over_all(components: Components, dimensions: int, m: int) -> tuple[float, float]:
    """(the weight of each of m values a in the mean over all dimensions, the variance that unrated ones add).

    A dimension outside the m has the posterior mean k * 1'a of theta, where k = sT² / (sD² + m sT²), and beyond
    theta's own variance v = k sD² it adds sD².
    """
    both = components.candidate_dimension + m * components.candidate
    follows = components.candidate / both if both else 0.0
    beyond = dimensions - m
    unseen = (beyond**2 * follows + beyond) * components.candidate_dimension / dimensions**2
    return (1 + beyond * follows) / dimensions, unseen
