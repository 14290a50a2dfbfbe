"""How sure an interval is, read back from a table, and estimates of many people drawn towards what all of them show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hiring.calibration.blocks import Floats
from hiring.calibration.intervals import reach
from hiring.calibration.summary import Table

_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Estimates and deviations of their errors, drawn towards `centre`; `between` is the variance of true values."""

    estimate: Floats
    deviation: Floats
    centre: float
    between: float


def deviations(table: Table, level: float) -> Floats:
    """The deviations of a table's errors, from intervals `low` to `high` of this level."""
    wide: Floats = (table["high"] - table["low"]) / (2 * reach(level))
    return wide


def chances(table: Table, level: float, bar: float, name: str = "adjusted") -> Floats:
    """P(true value > bar) of every row, from its estimate and interval; nan where there is none."""
    from scipy.special import ndtr

    deviation = deviations(table, level)
    apart = table[name] - bar
    certain = np.where(apart > 0, 1.0, np.where(apart < 0, 0.0, 0.5))
    safe = np.where(deviation > 0, deviation, 1.0)
    found: Floats = np.where(deviation > 0, ndtr(apart / safe), certain)
    return np.where(np.isnan(apart), np.nan, found)


def shrink(value: Floats, variance: Floats, least: float = 0.0) -> Shrunk:
    """Posterior means under a normal distribution of true values that all of them tell: empirical Bayes.

    The variance between true values is that of Paule & Mandel (1982), J. Res. NBS 87:377, but not under `least`: it
    solves sum (x - centre)² / (variance + between) = n - 1. `variance` is positive.
    """
    between = 0.0
    for _ in range(_ROUNDS):
        weight = 1 / (variance + between)
        centre = float(weight @ value / weight.sum())
        squares = weight * (value - centre) ** 2
        surplus = float(squares.sum()) - (len(value) - 1)
        slope = float((squares * weight).sum())
        if surplus <= 1e-9 * len(value) or slope == 0:
            break
        between += surplus / slope
    between = max(between, least)
    weight = 1 / (variance + between)
    centre = float(weight @ value / weight.sum())
    kept = between * weight
    return Shrunk(
        estimate=centre + kept * (value - centre),
        deviation=np.sqrt(kept * variance + (1 - kept) ** 2 / weight.sum()),
        centre=centre,
        between=between,
    )
