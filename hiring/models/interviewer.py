"""What interviewers can do and when they are free: training, substitutes, taken times, and their own calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Sha256, Word
from hiring.models.person import Person

TRAINING = ("shadows", "is_shadowed", "trained")


class Training(Base):
    """How far somebody is with one dimension of a role's rubric: watches, is watched, or does it alone."""

    __tablename__ = "training"
    __table_args__ = (CheckConstraint(f"state IN {TRAINING}", name="state"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rubric: Mapped[Line] = mapped_column(primary_key=True)
    dimension: Mapped[Word] = mapped_column(primary_key=True)
    state: Mapped[Word]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Substitute(Base):
    """Who may be asked when somebody cannot."""

    __tablename__ = "substitute"
    __table_args__ = (CheckConstraint("person_id <> substitute_id", name="somebody_else"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    substitute: Mapped[Person] = relationship(foreign_keys=[substitute_id])


class BusyFeed(Base):
    """Where somebody's own calendar can be read, and how the last reading went."""

    __tablename__ = "busy_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    url: Mapped[Prose]
    added_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    trouble: Mapped[Prose] = mapped_column(default="")

    person: Mapped[Person] = relationship()


class BusyTime(Base):
    """A stretch in which somebody is taken, and nothing of what for."""

    __tablename__ = "busy_time"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_starts"),
        Index("ix_busy_time_person", "person_id", "ends_at"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class CalendarFeed(Base):
    """The private address under which somebody's interviews can be read into a calendar. Only its hash is kept."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    secret_sha256: Mapped[Sha256] = mapped_column(unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
