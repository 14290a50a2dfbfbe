"""Where panels disagree more than noise makes them, over all candidates and dimensions at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hiring.calibration.blocks import Floats
from hiring.calibration.panel import SURPRISING
from hiring.calibration.ratings import runs
from hiring.calibration.residuals import number, sums
from hiring.calibration.summary import Table
from hiring.calibration.surprise import chance_of_spread, fitted_deviation

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration

_DISPUTE = np.dtype(
    [
        ("candidate", np.int64),
        ("dimension", np.int64),
        ("n", np.int64),
        ("spread", np.float64),
        ("chance", np.float64),
        ("across_bar", np.bool_),
        ("disputed", np.bool_),
    ]
)


def disputes(calibration: Calibration, *, bar: int | None = None) -> Table:
    """One row a cell, as in `Calibration.cells`: what `panel.disagreements` says of each, at the fitted deviation.

    `spread` is the points between the highest and the lowest person, `chance` how often residual and halo alone part n
    people so far. `bar` is the level that "meets", the middle of the scale unless said; `across_bar` has people on both
    sides of it who are two points apart or more.
    """
    ratings = calibration.ratings
    low, high = ratings.scale
    meets = (low + high + 1) // 2 if bar is None else bar
    voice, first = number(ratings.candidate, ratings.dimension, ratings.interviewer)
    own = sums(voice, ratings.score) / sums(voice)
    order, starts = runs(ratings.candidate[first], ratings.dimension[first])
    own, first = own[order], first[order]
    lowest, highest = np.minimum.reduceat(own, starts), np.maximum.reduceat(own, starts)

    table = np.empty(len(starts), _DISPUTE)
    table["candidate"], table["dimension"] = ratings.candidate[first[starts]], ratings.dimension[first[starts]]
    table["n"], table["spread"] = np.diff(np.append(starts, len(order))), highest - lowest
    table["chance"] = _chances(table, ratings.scale, fitted_deviation(calibration.components))
    table["across_bar"] = (lowest < meets) & (highest >= meets) & (table["spread"] >= 2)
    table["disputed"] = (table["chance"] < SURPRISING) | table["across_bar"]
    return table


def _chances(table: Table, scale: tuple[int, int], deviation: float) -> Floats:
    """Worked out once for every number of people and spread that occurs."""
    spreads, which = np.unique(table["spread"], return_inverse=True)
    key = table["n"] * len(spreads) + which
    kinds, which = np.unique(key, return_inverse=True)
    each = [
        chance_of_spread(float(spreads[k % len(spreads)]), k // len(spreads), scale, deviation) for k in map(int, kinds)
    ]
    return np.array(each)[which]
