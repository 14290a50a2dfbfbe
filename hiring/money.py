"""Money as the smallest unit of one currency, so that no amount is ever rounded by accident."""

from __future__ import annotations

from dataclasses import dataclass

_WITHOUT_MINOR_UNITS = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"})
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def decimals(currency: str) -> int:
    """How many decimals ISO 4217 gives a currency."""
    if currency in _WITHOUT_MINOR_UNITS:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of at least zero in minor units (cents for EUR) and its ISO 4217 code."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.minor < 0:
            raise ValueError("An amount of money is zero or more.")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not a three-letter currency code.")

    @classmethod
    def of(cls, units: int, currency: str) -> Money:
        """Whole units: `Money.of(75_000, "EUR")`."""
        return cls(units * 10 ** decimals(currency), currency)

    @property
    def units(self) -> float:
        return self.minor / int(10 ** decimals(self.currency))
