"""Whom a report may count now: only who comes in the company of others, in every figure that would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from hiring.results import FEWEST

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


def admitted(belongs: Flags, fewest: int = FEWEST) -> Flags:
    """Which candidates may come in together: the most of them, such that each figure gets none of them or `fewest`.

    `belongs` (candidates × figures) says whom a figure would count. Taking out whoever would stand in a figure with too
    few may leave too few in another, so it is repeated; what is left does not depend on the order.
    """
    there = np.ones(len(belongs), dtype=bool)
    while True:
        joined = belongs[there].sum(axis=0)
        thin = (joined > 0) & (joined < fewest)
        leaves = there & belongs[:, thin].any(axis=1)
        if not leaves.any():
            return there
        there &= ~leaves


def by_quarter(belongs: Callable[[Rows], Flags], quarters: Sequence[int]) -> Iterator[tuple[int, Rows]]:
    """(quarter, rows) of those who may come in. Who is left alone in a quarter is counted with the next.

    `belongs` says of some rows whom each figure would count.
    """
    when = np.array(quarters, dtype=np.int64)
    waiting = np.empty(0, dtype=np.intp)
    for quarter in np.unique(when).tolist():
        waiting = np.concatenate([waiting, np.flatnonzero(when == quarter)])
        there = admitted(belongs(waiting))
        if there.any():
            yield quarter, waiting[there]
        waiting = waiting[~there]


def quarter_of(moment: datetime) -> int:
    """2026-08-01 → 8106: years and quarters in one number that counts up by one."""
    return 4 * moment.year + (moment.month - 1) // 3


def named(quarter: int) -> str:
    """8106 → 2026-Q3, which sorts as it reads."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"
