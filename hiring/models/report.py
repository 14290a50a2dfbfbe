"""What the worker worked out for the reports, and what is kept for them apart from everything else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hiring.db import Base, Key, Line, Prose, Sha256, Word

USEFULNESS = ("helped", "in_part", "did_not_help")


class StoredReport(Base):
    """One result, as it was worked out last and before. `subject` is what it is about: a rubric's slug, or nothing.

    `data_sha256` says from what it was made: while that stays the same nothing is worked out anew.
    """

    __tablename__ = "stored_report"
    __table_args__ = (UniqueConstraint("kind", "subject", "number"),)

    id: Mapped[Key]
    kind: Mapped[Word]
    subject: Mapped[Line] = mapped_column(default="")
    number: Mapped[int]
    made_at: Mapped[datetime]
    data_sha256: Mapped[Sha256]
    content: Mapped[dict[str, Any]]


class GroupAnswer(Base):
    """What a candidate said of themselves on the portal. Read by the worker alone, and only to count."""

    __tablename__ = "group_answer"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    question: Mapped[Word] = mapped_column(primary_key=True)
    answer: Mapped[Word]
    at: Mapped[datetime]


class EvidenceFeedback(Base):
    """What somebody of the committee says of one card's evidence: whether it helped to decide."""

    __tablename__ = "evidence_feedback"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "person_id"),
        CheckConstraint(f"usefulness IN {USEFULNESS}", name="usefulness"),
    )

    id: Mapped[Key]
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    usefulness: Mapped[Word]
    words: Mapped[Prose] = mapped_column(default="")
    at: Mapped[datetime]
