"""An application: one candidate for one opening, the moves it made, and what is kept with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Sha256, Versioned, Word
from hiring.models.candidate import Candidate
from hiring.models.opening import Opening
from hiring.models.person import Person
from hiring.models.plan_revision import StageRow

MOVE_KINDS = ("enter", "advance", "skip", "back", "close", "reopen", "undo")
PURPOSES = ("file", "material")
OUTCOMES = ("hired", "rejected", "withdrawn", "mutual_no", "must_have_missing")


class Application(Versioned, Base):
    """Where one candidate stands. The three cached columns retell the last move, so that a board can sort by them."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("opening_id", "candidate_id"),
        # the board: one opening's open applications, the most overdue first
        Index("ix_application_board", "opening_id", "due_at"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    channel: Mapped[Word] = mapped_column(default="inbound")
    introduced_by: Mapped[Line] = mapped_column(default="")
    applied_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    current_move_id: Mapped[int | None] = mapped_column(
        ForeignKey("move.id", use_alter=True, deferrable=True, initially="DEFERRED"), index=True
    )
    entered_at: Mapped[datetime | None] = mapped_column(index=True)
    due_at: Mapped[datetime | None] = mapped_column(index=True)

    opening: Mapped[Opening] = relationship()
    candidate: Mapped[Candidate] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    current_move: Mapped[Move | None] = relationship(foreign_keys=[current_move_id], post_update=True)
    moves: Mapped[list[Move]] = relationship(
        back_populates="application", foreign_keys="Move.application_id", order_by="Move.number"
    )


class Move(Base):
    """One step of an application, with who made it and why. Moves are only ever added; the last one tells the stage.

    Nobody's is a candidate's own: they withdrew. `missing` is the dimension found missing late.
    """

    __tablename__ = "move"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint(f"kind IN {MOVE_KINDS}", name="kind"),
        CheckConstraint(f"outcome IS NULL OR outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint("(stage_id IS NULL) <> (outcome IS NULL)", name="stage_or_outcome"),
        CheckConstraint("by_id IS NOT NULL OR outcome = 'withdrawn'", name="candidates_only_withdraw"),
        CheckConstraint("missing IS NULL OR outcome = 'must_have_missing'", name="missing_what"),
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_names_its_move"),
        CheckConstraint(
            "kind NOT IN ('skip', 'back', 'close', 'reopen') OR length(reason) > 0", name="reason_where_it_matters"
        ),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    kind: Mapped[Word]
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"), index=True)
    outcome: Mapped[Word | None]
    reason: Mapped[Prose] = mapped_column(default="")
    missing: Mapped[Word | None]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    application: Mapped[Application] = relationship(back_populates="moves", foreign_keys=[application_id])
    stage: Mapped[StageRow | None] = relationship()
    by: Mapped[Person | None] = relationship()


class Note(Base):
    """A remark on an application by somebody on the team."""

    __tablename__ = "note"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    text: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()
    mentions: Mapped[list[Mention]] = relationship(back_populates="note")


class Mention(Base):
    """Somebody whom a note calls by name, and who hears of it."""

    __tablename__ = "mention"
    __table_args__ = (Index("ix_mention_person", "person_id"),)

    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)

    note: Mapped[Note] = relationship(back_populates="mentions")
    person: Mapped[Person] = relationship()


class Tag(Base):
    """A word put on an application, to find it by."""

    __tablename__ = "tag"
    __table_args__ = (Index("ix_tag_word", "word"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    word: Mapped[Word] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Attachment(Base):
    """A file kept outside the web root under a random name; the database remembers what it is.

    Nobody's is a candidate's own. `purpose` tells a curriculum from what they show when they present.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    filename: Mapped[Line]
    media_type: Mapped[Word]
    size: Mapped[int]
    sha256: Mapped[Sha256]
    stored_as: Mapped[Line] = mapped_column(unique=True)
    purpose: Mapped[Word] = mapped_column(default="file", server_default=text("'file'"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    application: Mapped[Application] = relationship()


class PortalPass(Base):
    """A candidate's way into the portal: a mailed link that works once, and the browser it was exchanged for."""

    __tablename__ = "portal_pass"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    link_sha256: Mapped[Sha256] = mapped_column(unique=True)
    cookie_sha256: Mapped[Sha256 | None] = mapped_column(unique=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    entered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
