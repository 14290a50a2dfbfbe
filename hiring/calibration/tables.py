"""A calibration's tables: estimates beside raw figures, one row a cell, a candidate, an interviewer or a group."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.links import Link
from hiring.calibration.ratings import Column, Ratings
from hiring.calibration.summary import Table

FEWEST_CANDIDATES = 8
FEWEST_OTHERS = 3
"""Under either, a page keeps silent about an interviewer's severity."""

_ESTIMATES = [("adjusted", np.float64), ("low", np.float64), ("high", np.float64), ("group", np.int64)]
_CELL = np.dtype([("candidate", np.int64), ("dimension", np.int64), ("n", np.int64), ("raw", np.float64), *_ESTIMATES])
_MEAN = np.dtype([("candidate", np.int64), ("n", np.int64), ("raw", np.float64), *_ESTIMATES])
_SEVERITY = np.dtype(
    [
        ("interviewer", np.int64),
        ("ratings", np.int64),
        ("candidates", np.int64),
        ("estimate", np.float64),
        ("low", np.float64),
        ("high", np.float64),
        ("group", np.int64),
        ("shown", np.bool_),
    ]
)


class Group(TypedDict):
    """One connected component: how many of each it holds, and where it hangs by a thread."""

    group: int
    candidates: int
    interviewers: int
    ratings: int
    links: list[Link]


class Acquaintance(NamedTuple):
    """How many candidates each interviewer met, and how many other interviewers met any of the same candidates."""

    candidates: Column
    others: Column

    @property
    def is_enough(self) -> NDArray[np.bool_]:
        """Whether a page may speak of this interviewer's severity."""
        return (self.candidates >= FEWEST_CANDIDATES) & (self.others >= FEWEST_OTHERS)


def acquaintance(packed: Ratings) -> Acquaintance:
    """Whom each interviewer met and met them with, by code."""
    from scipy.sparse import csr_array

    shape = (int(packed.interviewer.max()) + 1, int(packed.candidate.max()) + 1)
    met = csr_array((np.ones(len(packed)), (packed.interviewer, packed.candidate)), shape=shape)
    met.sum_duplicates()
    together = met @ met.T
    return Acquaintance(np.diff(met.indptr).astype(np.int64), np.diff(together.indptr).astype(np.int64) - 1)


def cell_table(raw: Table, found: Floats, reach: float, group: Column) -> Table:
    """`summary.cells` with estimates beside them: `found` (cells, 2) holds these and their deviations, `reach` how many
    deviations an interval extends, `group` (cells) the connected component.
    """
    return _beside(_CELL, raw, found, reach, group)


def mean_table(raw: Table, found: Floats, reach: float, group: Column) -> Table:
    """`summary.means` with estimates beside them."""
    return _beside(_MEAN, raw, found, reach, group)


def _beside(kind: np.dtype[np.void], raw: Table, found: Floats, reach: float, group: Column) -> Table:
    table = np.empty(len(raw), kind)
    for name in set(raw.dtype.names or ()) & set(kind.names or ()):
        table[name] = raw[name]
    _estimate(table, "adjusted", found, reach)
    table["group"] = group
    return table


def severity_table(packed: Ratings, met: Acquaintance, found: Floats, reach: float, group: Column) -> Table:
    """One row an interviewer of packed ratings, by place."""
    table = np.empty(len(group), _SEVERITY)
    table["interviewer"] = np.arange(len(group))
    table["ratings"] = np.bincount(packed.interviewer)
    table["candidates"] = met.candidates
    _estimate(table, "estimate", found, reach)
    table["group"] = group
    table["shown"] = met.is_enough
    return table


def _estimate(table: Table, name: str, found: Floats, reach: float) -> None:
    table[name] = found[:, 0]
    table["low"], table["high"] = found[:, 0] - reach * found[:, 1], found[:, 0] + reach * found[:, 1]


def group_rows(
    packed: Ratings, of_candidate: Column, of_interviewer: Column, links: list[list[Link]], codes: Column
) -> list[Group]:
    ratings = np.bincount(of_candidate[packed.candidate])
    candidates, interviewers = np.bincount(of_candidate), np.bincount(of_interviewer)
    return [
        Group(
            group=number,
            candidates=int(candidates[number]),
            interviewers=int(interviewers[number]),
            ratings=int(ratings[number]),
            links=[{**link, "sides": [codes[side].tolist() for side in link["sides"]]} for link in weak],
        )
        for number, weak in enumerate(links)
    ]
