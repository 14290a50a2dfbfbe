"""Raw figures of many candidates at once; equal, to the last bit, to what `panel` says of one."""

from __future__ import annotations

from math import lcm

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.ratings import Ratings, runs

Table = NDArray[np.void]

_CELL = np.dtype(
    [("candidate", np.int64), ("dimension", np.int64), ("n", np.int64), ("raw", np.float64), ("spread", np.float64)]
)
_MEAN = np.dtype([("candidate", np.int64), ("n", np.int64), ("raw", np.float64)])


def cells(ratings: Ratings) -> Table:
    """One row a candidate and dimension that anybody rated, ordered so: n people, raw, spread (both points).

    `raw` is the mean over people of each one's own mean. Own means are brought to a common denominator first, so that
    every step is on whole numbers and the one division at the end rounds once (while those numbers stay below 2**53).
    """
    if not len(ratings):
        return np.empty(0, _CELL)
    order, starts = runs(ratings.candidate, ratings.dimension, ratings.interviewer)
    total = np.add.reduceat(ratings.score[order], starts)
    meetings = np.diff(np.append(starts, len(order)))
    common = float(lcm(*np.unique(meetings).tolist()))
    own = total * (common / meetings)

    person = order[starts]
    order, starts = runs(ratings.candidate[person], ratings.dimension[person])
    own, first = own[order], person[order[starts]]
    table = np.empty(len(starts), _CELL)
    table["candidate"], table["dimension"] = ratings.candidate[first], ratings.dimension[first]
    table["n"] = np.diff(np.append(starts, len(order)))
    table["raw"] = np.add.reduceat(own, starts) / (common * table["n"])
    table["spread"] = (np.maximum.reduceat(own, starts) - np.minimum.reduceat(own, starts)) / common
    return table


def means(ratings: Ratings) -> Table:
    """One row a candidate: n ratings and their plain mean, on whatever dimension. Never shown as a rank."""
    if not len(ratings):
        return np.empty(0, _MEAN)
    order, starts = runs(ratings.candidate)
    table = np.empty(len(starts), _MEAN)
    table["candidate"] = ratings.candidate[order[starts]]
    table["n"] = np.diff(np.append(starts, len(order)))
    table["raw"] = np.add.reduceat(ratings.score[order], starts) / table["n"]
    return table
