"""What closes an application to somebody, and what opens an opening in an emergency."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Ref, Versioned, Word
from hiring.models.application import Application
from hiring.models.opening import Opening
from hiring.models.person import Person

CONFLICTS = ("declared", "candidate", "referrer", "relation")
LONGEST_HOURS = 24


class Conflict(Base):
    """A conflict of interest: while it lives, its person sees nothing of the application, whatever their role.

    Whoever is the candidate sees nothing of the whole opening: the others in it are their rivals.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        CheckConstraint(f"kind IN {CONFLICTS}", name="kind"),
        # every visible set: what is closed to one person
        Index("ix_conflict_person", "person_id", "application_id"),
        Index("ix_conflict_application", "application_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[Word]
    reason: Mapped[Prose] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    application: Mapped[Application] = relationship()


class BreakGlass(Versioned, Base):
    """Reading an opening in an emergency: asked for with a reason, approved by somebody else, and soon over."""

    __tablename__ = "break_glass"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason"),
        CheckConstraint(f"hours BETWEEN 1 AND {LONGEST_HOURS}", name="hours"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_by_whom"),
        CheckConstraint("(approved_at IS NULL) = (ends_at IS NULL)", name="approved_until_when"),
        # every visible set: what one person opened
        Index("ix_break_glass_asked_by", "asked_by_id", "ends_at"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Prose]
    hours: Mapped[int]
    asked_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    opening: Mapped[Opening] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
