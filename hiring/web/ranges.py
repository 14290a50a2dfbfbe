"""A share on its range, 0 to 1, with the marks it is held against: x in per cent, as in `charts`."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from hiring.web.charts import Estimate

_LINE = Markup(
    '<svg class="dp" width="100%" height="20" role="img" aria-label="{label}">'
    '<line class="gl" x1="0" x2="100%" y1="10" y2="10"/>{marks}'
    '<line class="ra" x1="{low}%" x2="{high}%" y1="10" y2="10"/>'
    '<svg x="{value}%" y="10" overflow="visible"><path class="di" d="M-5 0 0-5 5 0 0 5z"/></svg></svg>'
)
_MARK = Markup('<line class="gl" x1="{x}%" x2="{x}%" y1="0" y2="20"/>')


def line(one: Estimate, *, marks: Iterable[float], label: str, rtl: bool = False) -> Markup:
    """The value as a diamond on its range."""

    def place(share: float) -> str:
        return f"{100 * (1 - share if rtl else share):.4g}"

    return _LINE.format(
        label=label,
        marks=Markup("").join(_MARK.format(x=place(mark)) for mark in marks),
        low=place(one.low),
        high=place(one.high),
        value=place(one.value),
    )
