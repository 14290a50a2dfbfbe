"""Whether a score is too close to a bar to call, from its interval, in plain Python for a packet page."""

from __future__ import annotations

from statistics import NormalDist

from hiring.calibration.intervals import reach
from hiring.text import Text, text

OPEN = (0.1, 0.9)
"""A chance to be above the bar from the one to the other is too close to call."""


def chance_above(adjusted: float, low: float, high: float, bar: float, *, level: float) -> float:
    """P(true score > bar), normal around `adjusted`; `low` to `high` (points) holds it with probability `level`."""
    deviation = (high - low) / 2 / reach(level)
    if deviation <= 0:
        return float(adjusted > bar) if adjusted != bar else 0.5
    return NormalDist(adjusted, deviation).cdf(2 * adjusted - bar)


def too_close(chance: float, bar: float) -> Text | None:
    """What a page says of a score that may well be on either side of the bar; None of one that is not."""
    low, high = OPEN
    if not low <= chance <= high:
        return None
    return text("Too close to call: above %(bar)s with a chance of %(chance)s.", bar=f"{bar:g}", chance=f"{chance:.0%}")
