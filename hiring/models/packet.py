"""What a committee reads, votes on and decides."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Ref, Word
from hiring.models.application import Application
from hiring.models.person import Person
from hiring.models.scorecard import VERDICTS

DECISIONS = ("go_ahead", "go_ahead_if", "stop")


class Packet(Base):
    """One application put before the committee. It is drawn from the cards each time, never copied from them."""

    __tablename__ = "packet"

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    built_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    built_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    decision: Mapped[Decision | None] = relationship(back_populates="packet")

    @property
    def shows_adjusted(self) -> bool:
        """As its opening says. While there are no ballots, the first one is over when the decision is recorded."""
        when = self.application.opening.adjusted
        return when == "always" or (when == "after_first_ballot" and self.decision is not None)


class Ballot(Base):
    """One round of votes on a packet, sealed until all are in or the chair closes it."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("packet_id", "number"),)

    id: Mapped[Key]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"))
    number: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Vote(Base):
    """One person's vote in one ballot."""

    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("ballot_id", "person_id"),
        CheckConstraint(f"verdict IN {VERDICTS}", name="verdict"),
    )

    id: Mapped[Key]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Word]
    reason: Mapped[Prose] = mapped_column(default="")
    cast_at: Mapped[datetime]


class Decision(Base):
    """What was decided, by whom, and why. One for a packet, for good; dissent is added beside it."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(f"outcome IN {DECISIONS}", name="outcome"),
        CheckConstraint("length(reasons) > 0", name="reasons"),
        CheckConstraint("(outcome = 'go_ahead_if') = (length(condition) > 0)", name="condition"),
    )

    id: Mapped[Key]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"), unique=True)
    outcome: Mapped[Word]
    condition: Mapped[Prose] = mapped_column(default="")
    reasons: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    packet: Mapped[Packet] = relationship(back_populates="decision")
    by: Mapped[Person] = relationship()
    dissents: Mapped[list[Dissent]] = relationship(order_by="Dissent.id")


class Dissent(Base):
    """Somebody who read the packet and disagrees with the decision, by name."""

    __tablename__ = "dissent"
    __table_args__ = (
        UniqueConstraint("decision_id", "person_id"),
        CheckConstraint("length(reason) > 0", name="reason"),
    )

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[Prose]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship()
