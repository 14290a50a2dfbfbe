"""A range of pay, as an opening offers it and as a candidate expects it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, declared_attr

from hiring.db import Word
from hiring.money import Money


class PayRange:
    """From so much to so much a year, in the smallest unit of one currency."""

    currency: Mapped[Word]
    low_minor: Mapped[int]
    high_minor: Mapped[int | None]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("low_minor >= 0", name="low_not_negative"),
            CheckConstraint("high_minor IS NULL OR high_minor >= low_minor", name="high_not_below_low"),
            CheckConstraint("length(currency) = 3", name="currency_code"),
        )

    @property
    def low(self) -> Money:
        return Money(self.low_minor, self.currency)

    @property
    def high(self) -> Money | None:
        """None is open upwards."""
        return None if self.high_minor is None else Money(self.high_minor, self.currency)
