"""Ratings as one small table a candidate, dimension by interview, many candidates of about one size at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.ratings import Column, Ratings, runs

Floats = NDArray[np.float64]

AT_ONCE = 1024


@dataclass(frozen=True, slots=True)
class Block:
    """`n` candidates with at most `m` dimensions and `j` interviews each.

    `seen` is 1.0 where there is a rating and 0.0 where there is none, `score` is what was said above the centre, both
    (n, m, j). `dimension` (n, m) and `interviewer` (n, j) are codes; places past a candidate's last hold the number of
    codes, one more than the highest. A dimension past the last is one that nobody rated, and changes no other.
    `contrast` (n, j, q) holds each interview's perspective; q is 0 where there is but one.
    """

    candidate: Column
    seen: Floats
    score: Floats
    dimension: Column
    interviewer: Column
    contrast: Floats


@dataclass(frozen=True, slots=True)
class Layout:
    """All blocks and the sizes that they share.

    `centre` is the mean score, taken off every one. `kinds` (perspectives, q) are the contrasts of each perspective.
    """

    blocks: tuple[Block, ...]
    candidates: int
    interviewers: int
    dimensions: int
    kinds: Floats
    ratings: int
    interviews: int
    centre: float

    @property
    def contrasts(self) -> int:
        """q, one less than there are perspectives."""
        return len(self.kinds[0])

    @property
    def fixed(self) -> int:
        """Dimensions' levels and contrasts between perspectives: what is estimated without a prior."""
        return self.dimensions + self.contrasts

    def less(self, severity: Floats) -> Layout:
        """The same with everyone's severity (interviewers, points) taken off the scores they gave."""
        padded = np.append(severity, 0.0)
        blocks = (
            replace(block, score=block.score - block.seen * padded[block.interviewer][:, None, :])
            for block in self.blocks
        )
        return replace(self, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Shape:
    many: NDArray[np.intp]
    m: int
    j: int


def lay_out(ratings: Ratings) -> Layout:
    """Ratings whose codes are all used, as blocks. Time and memory grow with the number of ratings.

    Candidates of a size stand together, so that little of a block is padding. Every rating finds its place by
    arithmetic: no row is moved.
    """
    who = ratings.candidate
    candidates, interviewers, dimensions = (
        int(column.max()) + 1 for column in (who, ratings.interviewer, ratings.dimension)
    )
    kinds, kind = _contrasts(ratings)
    met, along = _places(who, ratings.interviewer, ratings.interview, ratings.perspective)
    cells, down = _places(who, ratings.dimension)
    width, height = np.bincount(who[met]), np.bincount(who[cells])
    order = np.lexsort((height, width))
    shapes = [
        _Shape(many, int(height[many].max()), int(width[many].max()))
        for many in np.split(order, range(AT_ONCE, candidates, AT_ONCE))
    ]

    row, rows = _starts(candidates, shapes, lambda shape: shape.m)
    column, columns = _starts(candidates, shapes, lambda shape: shape.j)
    table, places = _starts(candidates, shapes, lambda shape: shape.m * shape.j)
    padded = np.empty(candidates, np.int64)
    for shape in shapes:
        padded[shape.many] = shape.j

    centre = float(ratings.score.mean())
    at = table[who] + down * padded[who] + along
    seen, score = np.zeros(places), np.zeros(places)
    seen[at], score[at] = 1.0, ratings.score - centre
    dimension, interviewer = np.full(rows, dimensions), np.full(columns, interviewers)
    dimension[(row[who] + down)[cells]] = ratings.dimension[cells]
    seats = column[who[met]] + along[met]
    interviewer[seats] = ratings.interviewer[met]
    contrast = np.zeros((columns, len(kinds[0])))
    contrast[seats] = kinds[kind[met]]

    def block(shape: _Shape) -> Block:
        one, n, m, j = shape.many[0], len(shape.many), shape.m, shape.j
        return Block(
            candidate=shape.many,
            seen=seen[table[one] :][: n * m * j].reshape(n, m, j),
            score=score[table[one] :][: n * m * j].reshape(n, m, j),
            dimension=dimension[row[one] :][: n * m].reshape(n, m),
            interviewer=interviewer[column[one] :][: n * j].reshape(n, j),
            contrast=contrast[column[one] :][: n * j].reshape(n, j, contrast.shape[1]),
        )

    return Layout(
        blocks=tuple(block(shape) for shape in shapes),
        candidates=candidates,
        interviewers=interviewers,
        dimensions=dimensions,
        kinds=kinds,
        ratings=len(ratings),
        interviews=len(met),
        centre=centre,
    )


def _places(candidate: Column, *columns: Column | None) -> tuple[NDArray[np.intp], Column]:
    """(a row of each combination, sorted by candidate; for every row the place of its combination in its candidate)."""
    order, starts = runs(candidate, *(column for column in columns if column is not None))
    new = np.zeros(len(order), np.int64)
    new[starts] = 1
    first = order[starts]
    begins = np.cumsum(np.bincount(candidate[first]))
    place = np.empty_like(new)
    place[order] = np.cumsum(new) - 1
    place -= np.concatenate([[0], begins[:-1]])[candidate]
    return first, place


def _starts(candidates: int, shapes: list[_Shape], size: Callable[[_Shape], int]) -> tuple[Column, int]:
    """(where each candidate's places begin when blocks stand one after another; how many places there are)."""
    sizes = np.concatenate([np.full(len(shape.many), size(shape)) for shape in shapes])
    ends = np.cumsum(sizes)
    starts = np.empty(candidates, np.int64)
    starts[np.concatenate([shape.many for shape in shapes])] = ends - sizes
    return starts, int(ends[-1])


def _contrasts(ratings: Ratings) -> tuple[Floats, Column]:
    """(one row a perspective, which is each rating's): indicators of all but the last less their share, so that over
    all ratings every contrast sums to zero and a dimension's level stays that of the perspectives as they were mixed.
    """
    if ratings.perspective is None:
        return np.zeros((1, 0)), np.zeros_like(ratings.candidate)
    _, kinds = np.unique(ratings.perspective, return_inverse=True)
    share = np.bincount(kinds) / len(kinds)
    return np.eye(len(share))[:, :-1] - share[:-1], kinds
