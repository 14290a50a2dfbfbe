"""What one slot wrote and handed in: the scorecard, its ratings, and later amendments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Ref, Sha256, Word
from hiring.models.interview import Slot
from hiring.models.person import Person

VERDICTS = ("strong_no", "no", "yes", "strong_yes")
SURENESS = ("low", "medium", "high")


class Scorecard(Base):
    """One handed-in card. Rows are only ever added: a later change is an amendment.

    On a short card the headline is what was seen, and `worries` and `next_question` are its two other lines.
    A card made from a company's own past scores says when it was imported. It has no verdict: nobody gave one.
    `typed_by` is somebody who typed for the judge, who confirmed it. `saw_others_at` tells since when its author had
    seen others' cards of the round: before they got the seat, or about a meeting outside the plan. `is_practice`: its
    author had not yet passed a case where the opening asks for one, so it is read and not counted.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        CheckConstraint(f"verdict IS NULL OR verdict IN {VERDICTS}", name="verdict"),
        CheckConstraint("(verdict IS NULL) = (imported_at IS NOT NULL)", name="verdict_unless_imported"),
        CheckConstraint(f"sure IS NULL OR sure IN {SURENESS}", name="sure"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), unique=True)
    verdict: Mapped[Word | None]
    sure: Mapped[Word | None]
    headline: Mapped[Prose]
    private_note: Mapped[Prose]
    worries: Mapped[Prose] = mapped_column(default="", server_default=text("''"))
    next_question: Mapped[Prose] = mapped_column(default="", server_default=text("''"))
    had_read_earlier_rounds: Mapped[bool] = mapped_column(default=False)
    rubric_sha256: Mapped[Sha256]
    content_sha256: Mapped[Sha256]
    handed_in_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saw_others_at: Mapped[datetime | None]
    is_practice: Mapped[bool] = mapped_column(default=False, server_default=false())

    slot: Mapped[Slot] = relationship()
    typed_by: Mapped[Person | None] = relationship()
    amendments: Mapped[list[Amendment]] = relationship(order_by="Amendment.number")
    ratings: Mapped[list[Rating]] = relationship(back_populates="scorecard", order_by="Rating.position")


class Rating(Base):
    """One dimension of one card: a level with its evidence, or the reason why it was not assessed."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "dimension"),
        CheckConstraint("(level IS NULL) = (length(not_assessed) > 0)", name="level_or_reason"),
        CheckConstraint("NOT red_flag OR length(to_check) > 0", name="flag_says_what_to_check"),
    )

    id: Mapped[Key]
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    position: Mapped[int]
    dimension: Mapped[Word]
    level: Mapped[int | None]
    not_assessed: Mapped[Prose] = mapped_column(default="")
    evidence: Mapped[Prose] = mapped_column(default="")
    situation: Mapped[Prose] = mapped_column(default="")
    action: Mapped[Prose] = mapped_column(default="")
    result: Mapped[Prose] = mapped_column(default="")
    red_flag: Mapped[bool] = mapped_column(default=False)
    to_check: Mapped[Prose] = mapped_column(default="")

    scorecard: Mapped[Scorecard] = relationship(back_populates="ratings")


class Amendment(Base):
    """A later word on a handed-in card: what it now says, why, and whether others' cards had been seen by then."""

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("scorecard_id", "number"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    id: Mapped[Key]
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    reason: Mapped[Prose]
    first_saw_others_at: Mapped[datetime | None]
    content_sha256: Mapped[Sha256]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
