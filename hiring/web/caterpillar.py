"""How far above or below others people rate, one line a person: x in per cent, marks in pixels, as in `charts`."""

from __future__ import annotations

from math import ceil

from markupsafe import Markup

from hiring.web.charts import Estimate, fill

_LINE = (
    '<svg class="dp" width="100%" height="24" role="img" aria-label="{label}">'
    '<rect class="band" x="{start}%" width="{width}%" height="24"/>'
    '<line class="gl" x1="50%" x2="50%" y1="0" y2="24"/>'
    '<g class="{kind}"><line class="ra" x1="{low}%" x2="{high}%" y1="12" y2="12"/>'
    '<circle class="di" cx="{value}%" cy="12" r="5"/></g></svg>'
)
_STEP = 0.5


def reach_of(lines: list[Estimate], band: float) -> float:
    """How far the shared axis goes to either side of 0, in points: all lines fit, and the band is no mere hair."""
    widest = max((abs(end) for one in lines for end in (one.low, one.high)), default=0.0)
    return _STEP * ceil(max(widest, 3 * band) / _STEP)


def line(one: Estimate, *, band: float, reach: float, is_clear: bool, label: str, rtl: bool = False) -> Markup:
    """One person's estimate on its range, over the band in which nothing is said of anybody; lower on the left."""

    def place(points: float) -> str:
        share = 50 + 50 * points / reach
        return f"{100 - share if rtl else share:.4g}"

    return fill(
        _LINE,
        label=label,
        start=f"{50 - 50 * band / reach:.4g}",
        width=f"{100 * band / reach:.4g}",
        kind="off" if is_clear else "",
        low=place(one.low),
        high=place(one.high),
        value=place(one.value),
    )
