"""Which components to use, how to find them, and what to do when candidates were not met at random."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats, Layout, lay_out
from hiring.calibration.components import TERMS, Components
from hiring.calibration.equations import Solution, crossed, solve
from hiring.calibration.identified import unidentified
from hiring.calibration.packing import connected_part
from hiring.calibration.ratings import Column, Ratings
from hiring.calibration.reml import estimate

FEWEST_INTERVIEWERS = 5
FEWEST_RATINGS = 50
"""Under either, the components come from elsewhere: so few say nothing of how much people differ."""

MOST_AT_ONCE = 100_000
PART = 50_000
NEAR = 0.05
"""Above so many ratings the components are sought on a connected part first, and then on all from there: a step or
two, until one is as short as this (log standard deviations), after which the next would be its square.
"""

ROUTED = 0.3
FEWEST_TO_CORRELATE = 5
NEARLY_FIXED = 100.0
VANISHING = 1e-12


def fit(packed: Ratings, layout: Layout, given: Components | None, group: Column, *, prior: bool) -> Solution:
    """Levels and severities at the given components, the estimated ones, or the prior's where ratings are too few, all
    the same, or never two of one candidate. `group` is that of each interviewer.
    """
    usual = Components.prior(packed.scale)
    if given is not None:
        return solve(layout, given)
    is_small = packed.interviewer.max() + 1 < FEWEST_INTERVIEWERS or len(packed) < FEWEST_RATINGS
    if (prior and is_small) or not _varies(packed):
        return solve(layout, usual)
    dropped = unidentified(packed)
    if prior and "candidate" in dropped:
        return solve(layout, usual)
    if len(packed) <= MOST_AT_ONCE:
        return estimate(layout, usual, penalised=prior, dropped=dropped)
    part = lay_out(connected_part(packed, group, PART))
    start = estimate(part, usual, penalised=prior, dropped=dropped, close=NEAR)
    return estimate(layout, usual, penalised=prior, dropped=dropped, start=start.components, close=NEAR)


def routing(
    packed: Ratings, severity: Floats, mean: Floats, group: Column, is_enough: NDArray[np.bool_]
) -> float | None:
    """Correlation of severity with the mean adjusted score of whom an interviewer met, within groups and over those of
    whom enough is known; None for fewer than five of them, or when either does not vary. + says that the lenient met
    the strong.
    """
    if is_enough.sum() < FEWEST_TO_CORRELATE:
        return None
    level = np.bincount(packed.interviewer, weights=mean[packed.candidate]) / np.bincount(packed.interviewer)
    one, other = (_within(column[is_enough], group[is_enough]) for column in (severity, level))
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > VANISHING else None


def is_beyond_chance(found: float | None, is_enough: NDArray[np.bool_]) -> bool:
    """Whether a correlation from `routing` is worth saying and larger than two of its standard errors without one."""
    return found is not None and abs(found) > max(ROUTED, 2 / sqrt(is_enough.sum()))


def _within(column: Floats, group: Column) -> Floats:
    """Deviations from the group's mean."""
    sums, many = np.bincount(group, weights=column), np.bincount(group)
    return column - (sums / np.maximum(many, 1))[group]


def fit_within(layout: Layout, joint: Solution, usual: Components) -> Solution:
    """The solution with severities told within candidates alone, for candidates who were not met at random.

    The joint model takes candidates as drawn at random for every interviewer. Where strong ones were sent to severe
    interviewers it reads some of their strength as leniency and too little variance between candidates: intervals
    that should hold 95 % of the truth held 89 % in simulations. So severities are found with candidates nearly fixed
    (their variance `NEARLY_FIXED` times the usual one), where only those who met the same candidate are compared; then
    levels, candidates' variance and candidates from what the severities leave. Costs nothing measurable where nobody
    was routed, but needs one connected group: how lenient a group is as a whole is told by its candidates alone.
    Components that were not estimated are kept.
    """
    components, dropped = joint.components, joint.components.dropped
    is_estimated = components.source == "estimated"
    pinned = replace(components, candidate=NEARLY_FIXED * usual.candidate)
    apart = solve(layout, pinned)
    if is_estimated:
        free = tuple(term for term in TERMS if term != "candidate")
        apart = estimate(layout, usual, dropped=dropped, start=pinned, free=free, close=NEAR)
    left = layout.less(apart.effects[layout.fixed :])
    alone = replace(apart.components, candidate=components.candidate, interviewer=0.0)
    given = solve(left, alone)
    if is_estimated:
        given = estimate(left, usual, dropped=dropped, start=alone, free=("candidate",), close=NEAR)
    effects = given.effects.copy()
    effects[layout.fixed :] = apart.effects[layout.fixed :]
    told = crossed(layout, given.parts)
    own: Floats = np.linalg.inv(told[:, : layout.fixed]).astype(np.float64)
    return replace(
        given,
        layout=layout,
        parts=tuple(replace(part, block=block) for part, block in zip(given.parts, layout.blocks, strict=True)),
        components=replace(given.components, interviewer=apart.components.interviewer),
        effects=effects,
        errors=apart.errors.followed(own @ told[:, layout.fixed :], own),
        criterion=joint.criterion,
    )


def _varies(packed: Ratings) -> bool:
    """Whether any two ratings of one dimension differ."""
    lowest = np.full(packed.dimension.max() + 1, packed.scale[1])
    np.minimum.at(lowest, packed.dimension, packed.score)
    return bool((packed.score > lowest[packed.dimension]).any())
