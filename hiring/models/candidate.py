"""A candidate: a human, apart from the openings they are considered for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hiring.db import Base, Key, Line, Ref, Versioned


class Candidate(Versioned, Base):
    """Name, the line under it, and how to reach them."""

    __tablename__ = "candidate"

    id: Mapped[Key]
    ref: Mapped[Ref]
    name: Mapped[Line]
    headline: Mapped[Line] = mapped_column(default="")
    email: Mapped[Line | None] = mapped_column(index=True)
    phone: Mapped[Line | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
