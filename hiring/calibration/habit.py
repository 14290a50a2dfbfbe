"""When it may be said of somebody that they usually rate low or high. Plain Python."""

from __future__ import annotations

from typing import Literal

from hiring.calibration.intervals import reach

Label = Literal["lenient", "severe"]

LABEL_LEVEL = 0.9
LABEL_POINTS = 0.15
"""On a scale of five levels; a severity nearer to 0 than this has no name."""

_WIDE = reach(LABEL_LEVEL)


def band(scale: tuple[int, int]) -> float:
    """Points on this scale within which a severity has no name."""
    return LABEL_POINTS * (scale[1] - scale[0]) / 4


def label(estimate: float, deviation: float, scale: tuple[int, int]) -> Label | None:
    """A name for a severity (points above others, with the deviation of its error) that is sure to deserve one."""
    least = band(scale)
    if estimate - _WIDE * deviation > least:
        return "lenient"
    return "severe" if estimate + _WIDE * deviation < -least else None
