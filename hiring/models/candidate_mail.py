"""What candidates are told: letters to and from them, templates to start from, and when they were promised to hear."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Versioned, Word
from hiring.models.application import Application
from hiring.models.opening import Opening
from hiring.models.outbox import Outgoing
from hiring.models.person import Person

WAYS = ("out", "in")


class CandidateMail(Base):
    """One letter between us and a candidate. `tells_outcome` marks the one that says how their application ended;
    `by_address_alone` a mail that answers none of ours, so that only its sender's address says it is theirs.
    """

    __tablename__ = "candidate_mail"
    __table_args__ = (
        CheckConstraint(f"way IN {WAYS}", name="way"),
        CheckConstraint("way = 'out' OR by_id IS NULL", name="candidates_have_no_account"),
        CheckConstraint("way = 'out' OR NOT tells_outcome", name="we_tell_the_outcome"),
        # the last word to each candidate
        Index("ix_candidate_mail_application", "application_id", "at"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    way: Mapped[Word]
    subject: Mapped[Line]
    body: Mapped[Prose]
    message_id: Mapped[Line] = mapped_column(unique=True)
    in_reply_to: Mapped[Line] = mapped_column(default="")
    by_address_alone: Mapped[bool] = mapped_column(default=False, server_default=false())
    tells_outcome: Mapped[bool] = mapped_column(default=False, server_default=false())
    outgoing_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    outgoing: Mapped[Outgoing | None] = relationship()
    by: Mapped[Person | None] = relationship()


class LetterTemplate(Versioned, Base):
    """A letter to start from: of the whole house, or of one opening."""

    __tablename__ = "letter_template"
    __table_args__ = (Index("ix_letter_template_opening", "opening_id"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    opening_id: Mapped[int | None] = mapped_column(ForeignKey("opening.id"))
    title: Mapped[Line]
    subject: Mapped[Line]
    body: Mapped[Prose]
    tells_outcome: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    opening: Mapped[Opening | None] = relationship()


class Promise(Base):
    """A day by which a candidate was told they would hear, and whether they did."""

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_application", "application_id"),
        # the warning before it passes: what is still to be kept, soonest first
        Index(
            "ix_promise_open",
            "due_on",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    what: Mapped[Line]
    due_on: Mapped[date] = mapped_column(Date)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    kept: Mapped[bool] = mapped_column(default=False, server_default=false())
    ended_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    made_by: Mapped[Person] = relationship()
