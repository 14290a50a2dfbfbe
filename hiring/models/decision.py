"""What a committee decides, and everything said beside it afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Prose, Ref, Word
from hiring.models.person import Person

if TYPE_CHECKING:
    from hiring.models.packet import Packet

DECISIONS = ("go_ahead", "go_ahead_if", "stop")
RULE_SAYS = ("", "met", "not met", "not shown")


class Decision(Base):
    """What was decided, by whom, and why. One for a packet, for good; whatever comes later is added beside it.

    `dimensions` are those the reasons rest on; none on a decision from before they were asked for. `rule_said` is what
    the declared rule read at that moment, empty where the rubric declares none. `against_rule` is why it was decided
    otherwise, and `seconded_by` who agreed to that.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(f"outcome IN {DECISIONS}", name="outcome"),
        CheckConstraint("length(reasons) > 0", name="reasons"),
        CheckConstraint("(outcome = 'go_ahead_if') = (length(condition) > 0)", name="condition"),
        CheckConstraint(f"rule_said IN {RULE_SAYS}", name="rule_said"),
        CheckConstraint("seconded_by_id IS NULL OR seconded_by_id <> by_id", name="two_people"),
    )

    id: Mapped[Key]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"), unique=True)
    outcome: Mapped[Word]
    condition: Mapped[Prose] = mapped_column(default="")
    reasons: Mapped[Prose]
    dimensions: Mapped[list[str] | None]
    rule_said: Mapped[Word] = mapped_column(default="", server_default=text("''"))
    against_rule: Mapped[Prose] = mapped_column(default="", server_default=text("''"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    packet: Mapped[Packet] = relationship(back_populates="decision")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    seconded_by: Mapped[Person | None] = relationship(foreign_keys=[seconded_by_id])
    dissents: Mapped[list[Dissent]] = relationship(order_by="Dissent.id")
    notes: Mapped[list[DecisionNote]] = relationship(order_by="DecisionNote.id")
    settlement: Mapped[Settlement | None] = relationship()


class Proposal(Base):
    """A decision against the rule that waits for a second person. One is open at a time."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(f"outcome IN {DECISIONS}", name="outcome"),
        CheckConstraint("length(reasons) > 0", name="reasons"),
        CheckConstraint("length(against_rule) > 0", name="against_rule"),
        CheckConstraint("(outcome = 'go_ahead_if') = (length(condition) > 0)", name="condition"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_whom"),
        Index(
            "uq_proposal_open",
            "packet_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"))
    outcome: Mapped[Word]
    condition: Mapped[Prose] = mapped_column(default="")
    reasons: Mapped[Prose]
    dimensions: Mapped[list[str]]
    against_rule: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])


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


class Settlement(Base):
    """Whether the condition of a decision came true: said once, with how it was found out."""

    __tablename__ = "settlement"
    __table_args__ = (CheckConstraint("length(finding) > 0", name="finding"),)

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    is_met: Mapped[bool]
    finding: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()


class DecisionNote(Base):
    """A later word on a decision that stands as it was recorded."""

    __tablename__ = "decision_note"
    __table_args__ = (CheckConstraint("length(body) > 0", name="body"),)

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    body: Mapped[Prose]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person] = relationship()
