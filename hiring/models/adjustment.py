"""What a candidate needs so that an interview shows what they can do: the reason stays apart from what is arranged."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Ref, Versioned
from hiring.models.application import Application
from hiring.models.person import Person


class Adjustment(Versioned, Base):
    """What was asked for, read by recruiters alone, and what was arranged, read by whoever holds an interview."""

    __tablename__ = "adjustment"
    __table_args__ = (
        CheckConstraint("(arranged_at IS NULL) = (arranged_by_id IS NULL)", name="arranged_by_whom"),
        CheckConstraint("arranged_at IS NULL OR length(arrangement) > 0", name="arranged_what"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    asked: Mapped[Prose]
    asked_at: Mapped[datetime]
    arrangement: Mapped[Prose] = mapped_column(default="")
    arranged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    arranged_at: Mapped[datetime | None]
    taken_back_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    arranged_by: Mapped[Person | None] = relationship()
