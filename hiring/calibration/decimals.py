"""How figures are printed in sentences. No numpy, so that a page can print what was worked out elsewhere."""

from __future__ import annotations

from hiring.text import Text, text


def decimal(value: float) -> str:
    """Two decimals as statisticians print them: .79, −.05, 1.00."""
    written = f"{abs(value):.2f}"
    sign = "−" if value < 0 and float(written) else ""
    return sign + written.removeprefix("0")


def between(low: float | None, high: float | None) -> Text:
    """The interval in words."""
    if low is None and high is None:
        return text("no interval")
    if low is None:
        return text("at most %(high)s", high=decimal(high or 0.0))
    if high is None:
        return text("at least %(low)s", low=decimal(low))
    return text("%(low)s to %(high)s", low=decimal(low), high=decimal(high))
