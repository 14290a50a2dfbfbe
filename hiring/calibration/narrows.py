"""Where exactly two candidates are all that joins two parts of a group, which the removal of no single one would show.

Every interviewer's value becomes the mean, over the candidates they met, of the mean value of those who met them: a
step of a random walk. Values within a part soon agree and across a narrow place they do not, so that the place shows in
the order of the values (the slowest mode of the walk: Fiedler, Czechoslovak Math. J. 25, 1975, 619-633). What is found
there is counted, so it is always true; a place may be missed where a part is small or several are as narrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.cuts import Split
from hiring.calibration.groups import NOBODY, meetings
from hiring.calibration.ratings import Column

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BETWEEN = 2
"""Candidates who met both parts. One alone is an articulation point; asking for three would suspect thin panels."""

_STEPS = 24


def narrows(
    candidate: Column, interviewer: Column, group_of_candidate: Column, group_of_interviewer: Column
) -> list[Split]:
    """At most one split a group, by group: the most even one with exactly two candidates who met both sides.

    Each side has at least two interviewers and a candidate of its own. Arguments are those of `cuts.splits`. Linear.
    """
    from scipy.sparse import csr_array

    one, other = meetings(candidate, interviewer)
    shape = len(group_of_candidate), len(group_of_interviewer)
    met = csr_array((np.ones(len(one)), (one, other - shape[0])), shape=shape)
    met.data[:] = 1
    order = np.lexsort((_walked(met, group_of_interviewer), group_of_interviewer))
    order = order[group_of_interviewer[order] != NOBODY]
    group = group_of_interviewer[order]
    first, end = (np.searchsorted(group, group, side=side) for side in ("left", "right"))

    begun, ended = _spans(met, order)
    cut = np.arange(1, len(order) + 1)
    lesser = np.minimum(cut - first, end - cut)
    has_own = (ended[cut] > ended[first]) & (begun[end] > begun[cut])
    narrow = np.flatnonzero((begun[cut] - ended[cut] == BETWEEN) & (lesser > 1) & has_own)
    narrow = narrow[np.lexsort((-lesser[narrow], group[narrow]))]
    narrow = narrow[np.unique(group[narrow], return_index=True)[1]]
    return [_split(int(group[at]), order[first[at] : at + 1], order[at + 1 : end[at]]) for at in narrow.tolist()]


def _spans(met: csr_array, order: Column) -> tuple[Column, Column]:
    """For every place in the order, (candidates whose first interviewer, whose last) stands before it."""
    place = np.zeros(met.shape[1], np.int64)
    place[order] = np.arange(len(order))
    starts = met.indptr[:-1][np.diff(met.indptr) > 0]
    first, last = (reduce.reduceat(place[met.indices], starts) for reduce in (np.minimum, np.maximum))
    begun, ended = (np.append(0, np.cumsum(np.bincount(each, minlength=len(order)))) for each in (first, last))
    return begun, ended


def _walked(met: csr_array, group: Column) -> NDArray[np.float64]:
    """A value an interviewer, after enough steps of the walk from values drawn by chance, the same every time."""
    met_by = met.T.tocsr()
    seen, load = (np.maximum(met.sum(axis=axis), 1) for axis in (1, 0))
    numbered = group - NOBODY
    whole = np.maximum(np.bincount(numbered, load), 1)
    value = np.random.default_rng(0).normal(size=len(group))
    for _ in range(_STEPS):
        value -= (np.bincount(numbered, load * value) / whole)[numbered]
        value = (met_by @ ((met @ value) / seen)) / load
    return value


def _split(group: int, one: Column, other: Column) -> Split:
    side, rest = sorted((np.sort(one), np.sort(other)), key=len)
    return Split(group, side, rest)
