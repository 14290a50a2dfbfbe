"""What a stage leaves behind besides scorecards: its kind's own record, the pay expected, the candidate's questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Versioned, Word
from hiring.models.application import Application
from hiring.models.pay import PayRange
from hiring.models.person import Person

STATES = ("open", "answered", "refused", "deferred")
OWED = ("open", "deferred")
"""Of a question that still waits for its answer."""


class StageRecord(Versioned, Base):
    """What the kind of a stage wants written down about one application: the fields that the kind's module declares."""

    __tablename__ = "stage_record"
    __table_args__ = (UniqueConstraint("application_id", "stage"),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[Line]
    kind: Mapped[Word]
    fields: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    saved_by: Mapped[Person] = relationship()


class PayExpectation(PayRange, Base):
    """What a candidate hopes to be paid. A table of its own, so that no page shows it by forgetting to hide it."""

    __tablename__ = "pay_expectation"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]


class CandidateQuestion(Versioned, Base):
    """Something the candidate asked, who owes the answer, and what became of it. Without `noted_by` they wrote it."""

    __tablename__ = "candidate_question"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint("state <> 'answered' OR length(answer) > 0", name="answered_in_words"),
        Index("ix_candidate_question_application", "application_id", "asked_at"),
        # "whom do I owe an answer"
        Index(
            "ix_candidate_question_owner",
            "owner_id",
            sqlite_where=text(f"state IN {OWED}"),
            postgresql_where=text(f"state IN {OWED}"),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stage: Mapped[Line | None]
    asked: Mapped[Prose]
    asked_at: Mapped[datetime]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[Word] = mapped_column(default="open")
    answer: Mapped[Prose] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    noted_by: Mapped[Person | None] = relationship(foreign_keys=[noted_by_id])
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
