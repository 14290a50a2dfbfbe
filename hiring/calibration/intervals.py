"""How wide an interval is under a normal distribution."""

from __future__ import annotations

from statistics import NormalDist


def reach(level: float) -> float:
    """How many deviations an interval that holds the truth with probability `level` extends to either side."""
    return NormalDist().inv_cdf((1 + level) / 2)
