"""Amounts of money in the reader's language."""

from __future__ import annotations

from flask_babel import format_currency

from hiring.money import Money


def pay_range(low: Money, high: Money | None) -> str:
    """€180,000 – €220,000, or €180,000 – where it is open upwards."""
    return f"{amount(low)} –" if high is None else f"{amount(low)} – {amount(high)}"


def amount(money: Money) -> str:
    """€180,000: whole units."""
    return str(format_currency(money.units, money.currency, format="¤#,##0", currency_digits=False))
