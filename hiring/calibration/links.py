"""Links between the parts of a group that are too weak to trust a comparison across them, with their standard error.

Severity and candidates are taken as fixed here: nothing is assumed about how lenient people usually are, so that the
error says what these ratings alone can tell. Each dimension's usual level counts as known; all groups share it. With
V for what the model leaves of one candidate's ratings (residual, interview, candidate × dimension) and Z for who gave
them, a candidate adds Z'(V⁻¹ - V⁻¹1(1'V⁻¹1)⁻¹1'V⁻¹)Z to the information S on severities, and a contrast c of them has
the variance c'S⁺c: generalised least squares with the candidate swept out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, TypedDict

import numpy as np

from hiring.calibration.blocks import lay_out
from hiring.calibration.components import Components
from hiring.calibration.cuts import Split, splits
from hiring.calibration.elimination import eliminate
from hiring.calibration.narrows import narrows
from hiring.calibration.packing import pack
from hiring.calibration.ratings import Column, Ratings

if TYPE_CHECKING:
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import LinearOperator

WEAK = 0.25
"""Points on a five-point scale; it stretches by (K-1)/4 as the components do."""

AT_MOST = 32
"""Splits a group whose error is worked out: those that part most interviewers. Nobody reads more."""

_ROUNDS = 2000
_TOLERANCE = 1e-4


class Link(TypedDict):
    """`sides` are codes of interviewers; the standard error is that of the two sides' difference in mean severity."""

    strength: Literal["weak"]
    sides: list[list[int]]
    standard_error: float


def weak_links(
    ratings: Ratings, components: Components, group_of_candidate: Column, group_of_interviewer: Column
) -> list[list[Link]]:
    """For each group the splits across which the difference in mean severity is not known to a quarter of a point.

    The last two arguments are what `groups` returns. A split is a place where a single candidate or a single
    interviewer is all that joins two parts, each with an interviewer and a candidate of its own (`cuts.splits`); in a
    group without one, a place where just two candidates are, if it is seen (`narrows.narrows`). Sides, the smaller
    first, hold every interviewer of the group exactly once; one who is the only link stands on the larger. A part that
    hangs on another by one meeting makes one row, not one for each end of that meeting. The most even split comes
    first. Linear in the number of ratings, and where there is no split nothing is solved. Errors come from conjugate
    gradients, which approach them from below, so that no group is called weak because they stopped early.
    """
    links: list[list[Link]] = [[] for _ in range(int(group_of_candidate.max(initial=-1)) + 1)]
    found = _splits(ratings, group_of_candidate, group_of_interviewer) if links else []
    if not found:
        return links
    is_split = np.zeros(len(links), dtype=bool)
    is_split[[split.group for split in found]] = True
    # severity here is anybody's, whatever the perspective
    concerned = ratings.only(is_split[group_of_candidate[ratings.candidate]]).blind_to_perspective()
    limit = WEAK * (ratings.scale[1] - ratings.scale[0]) / 4
    for split, error in zip(found, _standard_errors(concerned, components, found), strict=True):
        if error > limit:
            sides = sorted([split.side.tolist(), split.rest.tolist()], key=lambda side: (len(side), side))
            links[split.group].append({"strength": "weak", "sides": sides, "standard_error": error})
    return links


def _splits(ratings: Ratings, group_of_candidate: Column, group_of_interviewer: Column) -> list[Split]:
    """By group: those that one person makes, or where there are none the one that two candidates make."""
    met = ratings.candidate, ratings.interviewer, group_of_candidate, group_of_interviewer
    by_one = splits(*met, AT_MOST)
    split = {each.group for each in by_one}
    by_two = [each for each in narrows(*met) if each.group not in split]
    return sorted(by_one + by_two, key=attrgetter("group"))


def _standard_errors(ratings: Ratings, components: Components, found: Sequence[Split]) -> list[float]:
    """Of each split's difference in mean severity, in points. Groups share nobody, so one solution serves them all.

    Any x gives 2c'x - x'Sx <= c'S⁺c, with an error that is the square of its own: a rough solution does, and none
    exaggerates.
    """
    from scipy.sparse.linalg import cg

    codes, information = _information(ratings, components)
    sides = [np.searchsorted(codes, split.side) for split in found]
    rests = [np.searchsorted(codes, split.rest) for split in found]
    preconditioner = _two_levels(information, sides)
    group = np.array([split.group for split in found])
    place = np.arange(len(group)) - np.searchsorted(group, group)
    errors = np.zeros(len(found))
    for together in range(place.max() + 1):
        chosen = np.flatnonzero(place == together).tolist()
        contrast = np.zeros(len(codes))
        for one in chosen:
            contrast[sides[one]], contrast[rests[one]] = 1 / len(sides[one]), -1 / len(rests[one])
        severity, _ = cg(information, contrast, rtol=_TOLERANCE, maxiter=_ROUNDS, M=preconditioner)
        variance = severity * (2 * contrast - information @ severity)
        for one in chosen:
            errors[one] = sqrt(variance[sides[one]].sum() + variance[rests[one]].sum())
    return errors.tolist()


def _two_levels(information: csr_array, sides: Sequence[Column]) -> LinearOperator:
    """About the inverse of S: each interviewer alone, and each side moved as one, which is where S is weakest."""
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import LinearOperator, splu

    starts = np.cumsum([0, *map(len, sides)])
    together = csc_array((np.ones(starts[-1]), np.concatenate(sides), starts), shape=(information.shape[0], len(sides)))
    coarse = splu((together.T @ information @ together).tocsc())
    alone = information.diagonal()
    return LinearOperator(
        information.shape, lambda left: left / alone + together @ coarse.solve(together.T @ left), dtype=np.float64
    )


def _information(ratings: Ratings, components: Components) -> tuple[Column, csr_array]:
    """(the codes of the interviewers, S between them per squared point). A candidate's own variance falls out of it."""
    from scipy.sparse import csr_array

    packed, codes = pack(ratings)
    layout = lay_out(packed)
    fixed = replace(components, candidate=0.0)
    rows, columns, values = [], [], []
    for block in layout.blocks:
        part = eliminate(block, layout, fixed)
        m, j = part.height, block.interviewer.shape[1]
        seats = part.information[:, m : m + j, m : m + j]
        common = seats.sum(axis=2)
        seats = seats - common[:, :, None] * (common / common.sum(axis=1, keepdims=True))[:, None, :]
        is_met = block.interviewer < layout.interviewers
        both = is_met[:, :, None] & is_met[:, None, :]
        rows.append(np.broadcast_to(block.interviewer[:, :, None], both.shape)[both])
        columns.append(np.broadcast_to(block.interviewer[:, None, :], both.shape)[both])
        values.append(seats[both])
    at = np.concatenate(rows), np.concatenate(columns)
    return codes.interviewer, csr_array((np.concatenate(values), at), shape=2 * (layout.interviewers,))
