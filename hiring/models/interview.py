"""An interview of one application, the slots of those who hold it, and what each is writing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Sha256, Versioned, Word
from hiring.models.application import Application
from hiring.models.person import Person
from hiring.models.plan_revision import StageRow
from hiring.models.rubric_version import RubricVersion

PERSPECTIVES = ("executive", "peer", "report", "adviser")
PARTS = ("holds", "shadows", "is_shadowed")
REPLIES = ("needs_action", "accepted", "tentative", "declined")
REMINDERS = ("ended", "empty", "nearly_due", "overdue")


class Interview(Versioned, Base):
    """A meeting with the candidate: an instant, and the zone it was agreed in.

    An unscheduled one was told afterwards, by somebody who had met the candidate outside the plan. `sequence` counts
    the invitations that went out for it, as calendars do; `reply` is the candidate's. `began_at` is when it first began
    where it was moved after that: since then cards may be in.
    """

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint(f"reply IN {REPLIES}", name="reply"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    starts_at: Mapped[datetime]
    zone: Mapped[Word]
    minutes: Mapped[int]
    place: Mapped[Line] = mapped_column(default="")
    video_url: Mapped[Line] = mapped_column(default="", server_default=text("''"))
    began_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    reply: Mapped[Word] = mapped_column(default="needs_action", server_default=text("'needs_action'"))
    scheduled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    scheduled_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    unscheduled: Mapped[bool] = mapped_column(default=False, server_default=false())

    application: Mapped[Application] = relationship()
    stage: Mapped[StageRow] = relationship()
    slots: Mapped[list[Slot]] = relationship(back_populates="interview", order_by="Slot.id")

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Slot(Versioned, Base):
    """One interviewer's seat. It pins the rubric its form is made from, and owes a card until it ends.

    Whoever `shadows` watches, and their card is practice; whoever `is_shadowed` holds it under trained eyes.
    `seconds` are those of its dimensions in which it gives the second view, `questions` what it asks, None for all.
    `reply` is what its person answered to the invitation. `anyway`: it was booked although something was in the way, or
    nobody asked whether anything was.

    `round` repeats the slug of the stage's round: the blind rule asks for it in every query about scorecards.
    """

    __tablename__ = "slot"
    __table_args__ = (
        CheckConstraint(f"perspective IN {PERSPECTIVES}", name="perspective"),
        CheckConstraint("card IN ('full', 'short', 'none')", name="card"),
        CheckConstraint(f"part IN {PARTS}", name="part"),
        CheckConstraint(f"reply IN {REPLIES}", name="reply"),
        Index("uq_slot_seat", "interview_id", "person_id", unique=True),
        # "what do I owe": one person's slots, soonest due first
        Index("ix_slot_person", "person_id", "due_at"),
        # the board: cards that are overdue, the longest first
        Index(
            "ix_slot_owed",
            "due_at",
            sqlite_where=text("handed_in_at IS NULL AND declined_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=text("handed_in_at IS NULL AND declined_at IS NULL AND cancelled_at IS NULL"),
        ),
        # the blind rule: who owes a card in a round of an application
        Index("ix_slot_round", "application_id", "round", "person_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    round: Mapped[Line]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    perspective: Mapped[Word]
    card: Mapped[Word]
    collective: Mapped[bool] = mapped_column(default=False)
    dimensions: Mapped[list[str]]
    part: Mapped[Word] = mapped_column(default="holds", server_default=text("'holds'"))
    anyway: Mapped[bool] = mapped_column(default=False, server_default=false())
    seconds: Mapped[list[str] | None]
    questions: Mapped[list[str] | None]
    reply: Mapped[Word] = mapped_column(default="needs_action", server_default=text("'needs_action'"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    rubric_sha256: Mapped[Sha256]
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    interview: Mapped[Interview] = relationship(back_populates="slots")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    rubric_version: Mapped[RubricVersion] = relationship()
    draft: Mapped[Draft | None] = relationship(back_populates="slot")

    @property
    def owes_card(self) -> bool:
        """From assignment until handed in, declined or cancelled."""
        return (
            self.card != "none" and self.handed_in_at is None and self.declined_at is None and self.cancelled_at is None
        )

    def asks(self, question: str) -> bool:
        """Whether a question of its rubric is this seat's to ask, and not left to others."""
        return self.questions is None or question in self.questions


class Draft(Versioned, Base):
    """What its author has typed so far, field by field. Nobody else ever reads it.

    `revs` remembers for each field the version of the draft in which it last changed, and `pages` for each open page
    the highest `client_seq` that was taken from it. What somebody else typed waits for the judge once it is ready.
    """

    __tablename__ = "draft"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    revs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pages: Mapped[dict[str, Any]] = mapped_column(default=dict)
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ready_at: Mapped[datetime | None]

    slot: Mapped[Slot] = relationship(back_populates="draft")
    typed_by: Mapped[Person | None] = relationship()


class Jotting(Versioned, Base):
    """What an interviewer types while they listen. Its lines become evidence when their author says so."""

    __tablename__ = "jotting"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), primary_key=True)
    text: Mapped[Prose]
    saved_at: Mapped[datetime]

    slot: Mapped[Slot] = relationship()


class Reminder(Base):
    """A reminder that went out for a slot: each kind once."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("slot_id", "kind"),
        CheckConstraint(f"kind IN {REMINDERS}", name="kind"),
    )

    id: Mapped[Key]
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    kind: Mapped[Word]
    at: Mapped[datetime]


class GuestPass(Base):
    """A guest's way to their seat: a mailed link that works once, and the browser it was exchanged for."""

    __tablename__ = "guest_pass"

    id: Mapped[Key]
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    link_sha256: Mapped[Sha256] = mapped_column(unique=True)
    cookie_sha256: Mapped[Sha256 | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    entered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    slot: Mapped[Slot] = relationship()
