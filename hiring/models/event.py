"""The audit trail: events that are only ever added, each holding the hash of the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hiring.db import Base, Key, Sha256, Word


class Event(Base):
    """One line of the trail: ids and kinds, never a text or a figure somebody wrote."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_application", "application_id", "seq"),
        CheckConstraint("seq >= 1", name="seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    prev: Mapped[Sha256]
    hash: Mapped[Sha256] = mapped_column(unique=True)
    at: Mapped[datetime]
    kind: Mapped[Word]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[Word]
    subject_id: Mapped[int]
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    facts: Mapped[dict[str, Any]]


class EventHead(Base):
    """The end of the chain, in one row that every writer locks before adding to it."""

    __tablename__ = "event_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[Sha256]


class Reading(Base):
    """Who looked at what, and when: enough to say whether others' cards had been seen."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_application", "application_id", "person_id", "at"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    what: Mapped[Word]
    round: Mapped[Word] = mapped_column(default="")
    at: Mapped[datetime]
