"""A candidate: a human, apart from the openings they are considered for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from hiring.db import Base, Key, Line, Ref, Versioned, Word


class Candidate(Versioned, Base):
    """Name, the line under it, how to reach them, and their clock's zone. One found twice lives on in the other."""

    __tablename__ = "candidate"

    id: Mapped[Key]
    ref: Mapped[Ref]
    name: Mapped[Line]
    headline: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line | None] = mapped_column(index=True)
    phone: Mapped[Line | None]
    zone: Mapped[Word] = mapped_column(default="", server_default=text("''"))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"), index=True)
