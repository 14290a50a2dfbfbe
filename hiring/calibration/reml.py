"""Variance components by restricted maximum likelihood with a weak prior on their ratios."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np

from hiring.calibration.blocks import Floats, Layout
from hiring.calibration.components import TERMS, Components
from hiring.calibration.elimination import Eliminated
from hiring.calibration.equations import Solution, solve

MOST_STEPS = 60
CLOSE = 1e-4
LONGEST = 1.0
GONE = 1e-3
LEAST = 1 / 16


@dataclass(frozen=True, slots=True)
class Slope:
    """Of the criterion along the five variances: its gradient and its average information."""

    gradient: Floats
    information: Floats


def slope(solution: Solution) -> Slope:
    """Gradient tr(P V_k) - y'P V_k P y and average information y'P V_k P V_l P y along each variance (squared points).

    Gilmour, Thompson & Cullis (1995), Biometrics 51, 1440-1450. V_k is the covariance that a unit of variance k makes,
    P the projection of restricted likelihood. Traces and products are sums over candidates; what is left of P is the
    covariance of the errors of levels and severities.
    """
    layout, components = solution.layout, solution.components
    left = [part.less(solution.effects) for part in solution.parts]
    carried = [part.carry(scores) for part, scores in zip(solution.parts, left, strict=True)]
    severity = np.zeros(layout.interviewers + 1)
    for part, each in zip(solution.parts, carried, strict=True):
        np.add.at(severity, part.block.interviewer, each.seats)
    severity[-1] = 0

    traces, squares, inner = np.zeros(5), np.zeros(5), np.zeros((5, 5))
    told = np.zeros((5, len(solution.effects)))
    for part, scores, each in zip(solution.parts, left, carried, strict=True):
        seen = part.block.seen
        candidate = each.levels.sum(axis=1)
        noise = part.noise(scores, each)
        tables = np.stack(
            [
                seen * candidate[:, None, None],
                seen * each.levels[:, :, None],
                seen * severity[part.block.interviewer][:, None, :],
                seen * each.seats[:, None, :],
                noise,
            ]
        )
        squares += [(one**2).sum() for one in (candidate, each.levels, np.zeros(1), each.seats, noise)]
        traces[[0, 1, 3]] += _traces(solution, part)
        again = part.carry(tables)
        inner += part.products(tables, again)
        for row, one in zip(told, part.told(again), strict=True):
            np.add.at(row, part.shared, one)
    told[:, -1] = 0
    squares[2] = (severity**2).sum()
    if components.interviewer:
        errors = solution.errors.variances()[layout.fixed :]
        traces[2] = (layout.interviewers - errors.sum() / components.interviewer) / components.interviewer
    rest = np.array(components.variances[:4]) @ traces[:4]
    traces[4] = (layout.ratings - layout.fixed - rest) / components.residual
    return Slope(traces - squares, inner - solution.errors.between(told))


def _traces(solution: Solution, part: Eliminated) -> list[float]:
    """tr(P V_k) for candidate, candidate × dimension and interview, this block's share."""
    m, j = part.block.seen.shape[1:]
    levels, seats = part.information[:, :m], part.information[:, m : m + j]
    candidates = levels.sum(axis=1, keepdims=True)
    whole = (
        levels[:, :, :m].sum(),
        np.einsum("nii->", levels[:, :, :m]),
        np.einsum("nii->", seats[:, :, m : m + j]),
    )
    return [
        float(all_of_it - solution.errors.spread(rows, part.shared).sum())
        for all_of_it, rows in zip(whole, (candidates, levels, seats), strict=True)
    ]


def estimate(
    layout: Layout,
    prior: Components,
    *,
    penalised: bool = True,
    dropped: tuple[str, ...] = (),
    start: Components | None = None,
    free: tuple[str, ...] = TERMS,
    close: float = CLOSE,
) -> Solution:
    """The solution at the variances that maximise the restricted likelihood.

    Newton steps with the average information, on log standard deviations, so that no variance leaves its side of zero;
    a step that makes the criterion worse is halved. With `penalised` every log(sX/sE) has the prior N(its prior value,
    1), which keeps tiny data off zero; without, a variance that falls below a millionth of the residual's is 0. The
    search begins at `start`, or else at the prior, and ends after a step shorter than `close`: the error is then about
    its square. Scores are whole points, so the residual's deviation is never less than `LEAST` times its prior.
    Variances not named in `free` stay as they are at the start, and so does one that is 0 there.
    """
    start = start or Components.of(prior.variances, "prior")
    begins = np.array([0.0 if name in dropped else start.variances[term] for term, name in enumerate(TERMS)])
    kept = np.flatnonzero(begins).tolist()
    held = [term for term in kept if TERMS[term] not in free]
    active = [term for term in kept if term not in held]
    target = np.log(np.array(prior.variances)) / 2
    at = np.where(begins > 0, np.log(np.where(begins > 0, begins, 1)) / 2, target)
    solution = solve(layout, _components(at, kept, dropped))
    value = _value(solution, at, target, kept, penalised=penalised)
    for _ in range(MOST_STEPS):
        step = _step(slope(solution), at, target, active, penalised=penalised)
        while True:
            there = at + step
            there[4] = max(there[4], target[4] + log(LEAST))
            active = [term for term in active if there[term] - there[4] > log(GONE)]
            found = solve(layout, _components(there, [*active, *held], dropped))
            worth = _value(found, there, target, kept, penalised=penalised)
            if worth <= value + CLOSE or np.abs(step).max() < close:
                break
            step /= 2
        at, solution, value = there, found, worth
        if np.abs(step[active]).max() < close:
            break
    return solution


def _step(slope: Slope, at: Floats, target: Floats, active: list[int], *, penalised: bool) -> Floats:
    """One Newton step on log standard deviations, none longer than `LONGEST`."""
    twice = 2 * np.exp(2 * at)
    gradient = twice * slope.gradient
    hessian = twice * twice[:, None] * slope.information + np.diag(np.maximum(2 * gradient, 0))
    if penalised:
        away = (at - at[4]) - (target - target[4])
        ratios = np.eye(5) - np.outer(np.ones(5), np.eye(5)[4])
        ratios = ratios[active]
        gradient = gradient + 2 * ratios.T @ away[active]
        hessian = hessian + 2 * ratios.T @ ratios
    step = np.zeros(5)
    step[active] = -np.linalg.lstsq(hessian[np.ix_(active, active)], gradient[active])[0]
    shortened: Floats = step / max(1.0, np.abs(step).max() / LONGEST)
    return shortened


def _value(solution: Solution, at: Floats, target: Floats, kept: list[int], *, penalised: bool) -> float:
    """What is to be made small; 0, so that any step will do, where the criterion is not known."""
    if solution.criterion is None:
        return 0.0
    away = (at - at[4]) - (target - target[4])
    return solution.criterion + (float((away[kept] ** 2).sum()) if penalised else 0.0)


def _components(at: Floats, above_zero: list[int], dropped: tuple[str, ...]) -> Components:
    variances = np.zeros(5)
    variances[above_zero] = np.exp(2 * at[above_zero])
    return Components.of(variances.tolist(), "estimated", dropped)
