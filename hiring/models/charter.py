"""What an opening is before anybody is found for it: its charter, and the companies nobody is taken from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Versioned
from hiring.models.person import Person


class Charter(Versioned, Base):
    """The seat in words: what it covers, to whom it reports, what the founders keep, why it is open. Agreed, then used.

    `held_by` says who in the loop has held such a role. Where nobody has, `adviser` is asked to sit in it.
    `insiders` is what could happen to candidates of the house, and to their peers, when somebody else is chosen.
    """

    __tablename__ = "charter"
    __table_args__ = (CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_by_whom"),)

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), primary_key=True)
    scope_in: Mapped[Prose] = mapped_column(default="")
    scope_out: Mapped[Prose] = mapped_column(default="")
    reports_to: Mapped[Line] = mapped_column(default="")
    founders_keep: Mapped[Prose] = mapped_column(default="")
    why_open: Mapped[Prose] = mapped_column(default="")
    who_left: Mapped[Prose] = mapped_column(default="")
    insiders: Mapped[Prose] = mapped_column(default="")
    held_by: Mapped[Prose] = mapped_column(default="")
    adviser_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]

    adviser: Mapped[Person | None] = relationship(foreign_keys=[adviser_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])


class OffLimits(Base):
    """A company nobody is approached at for this opening, and why."""

    __tablename__ = "off_limits"

    id: Mapped[Key]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    company: Mapped[Line]
    reason: Mapped[Prose] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
