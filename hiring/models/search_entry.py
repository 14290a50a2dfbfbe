"""The search index: what there is to find, and the words to find it by."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Word
from hiring.models.application import Application

KINDS = ("name", "note", "card")


class SearchEntry(Base):
    """The words of one thing said about an application, folded as `hiring.indexed` folds them. The newest has the
    highest id, so that a search can begin there and stop early.

    `source_id` is the application's own for a name, the note's or the scorecard's. On SQLite the words stand once more
    in a table for full-text search beside this one, on PostgreSQL in an index of it.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "source_id"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("length(words) > 0", name="words"),
    )

    id: Mapped[Key]
    kind: Mapped[Word]
    source_id: Mapped[int]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    words: Mapped[Prose]
    at: Mapped[datetime]

    application: Mapped[Application] = relationship()
