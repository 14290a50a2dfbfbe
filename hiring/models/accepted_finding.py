"""What is wrong with a loop and may stay so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose
from hiring.models.application import Application
from hiring.models.person import Person


class AcceptedFinding(Base):
    """A finding of coverage that somebody accepts, by its key. It counts while the loop has a finding with that key."""

    __tablename__ = "accepted_finding"
    __table_args__ = (
        Index(
            "uq_accepted_finding_live",
            "application_id",
            "finding",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    finding: Mapped[Line]
    reason: Mapped[Prose] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship()
