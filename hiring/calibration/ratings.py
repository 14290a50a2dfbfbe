"""Many ratings as integer columns, checked once so that everything after may trust them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = NDArray[np.int64]

_CODES = ("candidate", "interviewer", "dimension", "interview", "perspective")


@dataclass(frozen=True, eq=False)
class Ratings:
    """One rating a row: who was rated by whom on what, and the score in points of `scale` (lowest, highest).

    Columns are one-dimensional, of one length; all but `score` are codes from 0. `interview` tells apart two meetings
    of the same two people; `perspective` (executive, peer, report, adviser …) makes severity relative to one's own
    kind. Raises ValueError with a sentence for anything else: not a number, off the scale, unequal lengths, the same
    seat twice.
    """

    candidate: Column
    interviewer: Column
    dimension: Column
    score: Column
    scale: tuple[int, int] = (1, 5)
    interview: Column | None = None
    perspective: Column | None = None

    def __post_init__(self) -> None:
        columns = {name: _codes(name, given) for name in _CODES if (given := getattr(self, name)) is not None}
        columns["score"] = _scores(self.score, self.scale)
        _refuse_unequal(columns)
        for name, column in columns.items():
            object.__setattr__(self, name, column)
        self._refuse_repeated_seats()

    def __len__(self) -> int:
        return len(self.score)

    def recoded(self, *, candidate: Column, interviewer: Column, dimension: Column) -> Ratings:
        """The same ratings under other codes, not checked again: each must name who and what the old one did."""
        twin = copy(self)
        for name, column in (("candidate", candidate), ("interviewer", interviewer), ("dimension", dimension)):
            object.__setattr__(twin, name, column)
        return twin

    def blind_to_perspective(self) -> Ratings:
        """The same ratings as if all interviewers were of one kind."""
        twin = copy(self)
        object.__setattr__(twin, "perspective", None)
        return twin

    def only(self, rows: NDArray[np.bool_]) -> Ratings:
        """The ratings in these rows, not checked again."""
        part = copy(self)
        for name in (*_CODES, "score"):
            if (column := getattr(self, name)) is not None:
                object.__setattr__(part, name, column[rows])
        return part

    def _refuse_repeated_seats(self) -> None:
        seat = [self.candidate, self.dimension, self.interviewer]
        order, starts = runs(*seat, *([] if self.interview is None else [self.interview]))
        if len(starts) == len(self):
            return
        length = np.diff(np.append(starts, len(self)))
        first = starts[length > 1][0]
        one, other = sorted(order[first : first + 2].tolist())
        meeting = "" if self.interview is not None else " An interview column tells two meetings apart."
        raise ValueError(
            f"Rows {one} and {other} hold the same seat: candidate {self.candidate[one]}, "
            f"interviewer {self.interviewer[one]}, dimension {self.dimension[one]}.{meeting}"
        )


def runs(*columns: Column) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(order, starts): `order` sorts rows, the first column slowest; `starts` is where each new combination begins.

    Rows of one combination keep their order. Columns whose ranges multiply to less than 2**62 are sorted as one key,
    which is several times faster than sorting by each in turn.
    """
    key = _one_key(columns)
    if key is None:
        order = np.lexsort(columns[::-1])
        keys = [column[order] for column in columns]
    else:
        is_sorted = len(key) < 2 or bool((key[1:] >= key[:-1]).all())
        order = np.arange(len(key)) if is_sorted else np.argsort(key, kind="stable")
        keys = [key if is_sorted else key[order]]
    changed = np.zeros(len(order), dtype=bool)
    changed[:1] = True
    for column in keys:
        changed[1:] |= column[1:] != column[:-1]
    return order, np.flatnonzero(changed)


def _one_key(columns: tuple[Column, ...]) -> Column | None:
    """All columns as digits of one number, or None when it would not fit."""
    sizes = [int(column.max()) + 1 if column.size else 1 for column in columns]
    if prod(sizes) >= 2**62:
        return None
    key = columns[0]
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        key = key * size + column
    return key


def _codes(name: str, given: ArrayLike) -> Column:
    column = _whole(name, given)
    if column.size and column.min() < 0:
        raise ValueError(f"Column {name} holds {column.min()} in row {int(column.argmin())}; codes start from 0.")
    return column


def _scores(given: ArrayLike, scale: tuple[int, int]) -> Column:
    low, high = scale
    if not low < high:
        raise ValueError(f"The scale {low} to {high} has no two levels.")
    score = _whole("score", given)
    off = np.flatnonzero((score < low) | (score > high))
    if off.size:
        raise ValueError(f"The score {score[off[0]]} in row {off[0]} is not on the scale {low} to {high}.")
    return score


def _whole(name: str, given: ArrayLike) -> Column:
    """The column as whole numbers; a column of floats will do when each is one."""
    column = np.asarray(given)
    if column.ndim != 1:
        raise ValueError(f"Column {name} must have one dimension, not {column.ndim}.")
    if column.size and column.dtype.kind not in "iuf":
        raise ValueError(f"Column {name} must hold numbers.")
    if column.dtype.kind == "f":
        for trouble, rows in (
            ("is not a number", ~np.isfinite(column)),
            ("is not a whole number", column != np.trunc(column)),
        ):
            if rows.any():
                raise ValueError(f"Column {name} holds {column[rows][0]} in row {int(rows.argmax())}, which {trouble}.")
    return column.astype(np.int64)


def _refuse_unequal(columns: dict[str, Column]) -> None:
    if len({len(column) for column in columns.values()}) > 1:
        lengths = ", ".join(f"{name} {len(column)}" for name, column in columns.items())
        raise ValueError(f"Columns differ in length: {lengths}.")
