"""One figure with its interval, or the reason why there is none."""

from __future__ import annotations

from typing import NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

from hiring.text import Text


class Figure(TypedDict):
    """`value` is None together with `why`; `low` and `high` are None where too little was drawn for an interval."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    why: NotRequired[str]


def figure(value: float, replicates: NDArray[np.float64], n: int, level: float) -> Figure:
    """The value with percentiles of its replicates (nan where undefined), if most of them are defined."""
    drawn = replicates[~np.isnan(replicates)]
    if 2 * len(drawn) <= len(replicates):
        return {"value": value, "low": None, "high": None, "n": n}
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return {"value": value, "low": low, "high": high, "n": n}


def nothing(why: Text, n: int) -> Figure:
    """No figure, and why."""
    return {"value": None, "low": None, "high": None, "n": n, "why": str(why)}


def quotient(over: NDArray[np.float64], under: NDArray[np.float64]) -> NDArray[np.float64]:
    """`over` / `under`, nan where `under` is not positive."""
    return np.divide(over, under, out=np.full_like(over, np.nan), where=under > 0)
