"""How a committee votes, and what it notes while it talks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Word
from hiring.models.person import Person
from hiring.models.scorecard import VERDICTS

if TYPE_CHECKING:
    from hiring.models.packet import Packet

AT_MOST = 2


class Ballot(Base):
    """One round of votes on a packet, sealed until all are in or the chair closes it. One is open at a time."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("packet_id", "number"),
        CheckConstraint(f"number BETWEEN 1 AND {AT_MOST}", name="number"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed_by_whom"),
        Index(
            "uq_ballot_open",
            "packet_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"))
    number: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    packet: Mapped[Packet] = relationship(back_populates="ballots")
    votes: Mapped[list[Vote]] = relationship(back_populates="ballot", order_by="Vote.id")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Vote(Base):
    """One person's place in one ballot from the moment it opens, and what they voted once they did.

    `struck_at` is when they ceased to belong there: they stepped back, left the committee, or left the house. What they
    had voted is kept and not counted. Until the ballot closes nobody but its author reads a vote, and `cast_at` nobody
    reads at all: it would tell in which order they came in.
    """

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("ballot_id", "person_id"),
        CheckConstraint(f"verdict IS NULL OR verdict IN {VERDICTS}", name="verdict"),
        CheckConstraint("(verdict IS NULL) = (cast_at IS NULL)", name="cast_when"),
    )

    id: Mapped[Key]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    verdict: Mapped[Word | None]
    reason: Mapped[Prose] = mapped_column(default="")
    cast_at: Mapped[datetime | None]
    struck_at: Mapped[datetime | None]

    ballot: Mapped[Ballot] = relationship(back_populates="votes")
    person: Mapped[Person] = relationship()


class PointNote(Base):
    """What the committee noted about one dimension while it talked. Only ever added."""

    __tablename__ = "point_note"
    __table_args__ = (CheckConstraint("length(body) > 0", name="body"),)

    id: Mapped[Key]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"), index=True)
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    dimension: Mapped[Word]
    body: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()
