"""Points as people write them."""

from __future__ import annotations


def signed(points: float) -> str:
    """A difference: +.4, −1.2, or 0."""
    rounded = round(points, 1)
    return "0" if rounded == 0 else f"{'−' if rounded < 0 else '+'}{unsigned(rounded)}"


def unsigned(points: float) -> str:
    """How many: .4, or 1.2."""
    return f"{abs(points):.1f}".removeprefix("0")
