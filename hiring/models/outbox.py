"""Mail that is promised but not yet sent, and requests that were already answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Sha256, Word
from hiring.models.person import Person


class Outgoing(Base):
    """One mail. It is written in the transaction that promises it; the worker claims, sends and marks it.

    `html` says the same as `body`; `calendar` is an iCalendar object whose METHOD says what is asked of its reader.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # the worker's claim: what is unsent and ready, oldest first
        Index("ix_outbox_ready", "sent_at", "parked_at", "ready_at"),
        # when somebody was last reminded of a card
        Index(
            "ix_outbox_slot",
            "slot_id",
            sqlite_where=text("slot_id IS NOT NULL"),
            postgresql_where=text("slot_id IS NOT NULL"),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    kind: Mapped[Word]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id"))
    address: Mapped[Line]
    subject: Mapped[Line]
    body: Mapped[Prose]
    html: Mapped[Prose | None]
    calendar: Mapped[Prose | None]
    message_id: Mapped[Line] = mapped_column(unique=True)
    queued_at: Mapped[datetime]
    ready_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[Prose] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()


class IdempotencyKey(Base):
    """A request that was carried out, and what was answered: sent again, it gets the same answer and no effect."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("person_id", "route", "key"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    route: Mapped[Line]
    key: Mapped[Word]
    body_sha256: Mapped[Sha256]
    status: Mapped[int]
    location: Mapped[Prose]
    at: Mapped[datetime] = mapped_column(index=True)
