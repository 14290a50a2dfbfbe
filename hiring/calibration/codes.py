"""Codes without gaps: what occurs in a column, and each row's place among it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.ratings import Column

_GAPS = 16
_ALWAYS = 1024


def coded(column: Column) -> tuple[Column, Column]:
    """(what occurs, ascending; the place of each row's code among it), for at least one row.

    Linear in the rows unless codes lie far apart: counting all between would then outgrow the rows themselves.
    """
    lowest = int(column.min())
    if int(column.max()) - lowest > _GAPS * len(column) + _ALWAYS:
        return np.unique(column, return_inverse=True)
    from_lowest = column - lowest if lowest else column
    is_used: NDArray[np.bool_] = np.bincount(from_lowest) > 0
    if is_used.all():
        return np.arange(lowest, lowest + len(is_used)), from_lowest
    return np.flatnonzero(is_used) + lowest, (np.cumsum(is_used) - 1)[from_lowest]


def dense(column: Column) -> Column:
    """The places alone."""
    return coded(column)[1]
