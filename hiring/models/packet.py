"""What a committee reads: the packet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Ref
from hiring.models.application import Application
from hiring.models.ballot import Ballot
from hiring.models.decision import Decision, Proposal


class Packet(Base):
    """One application put before the committee. It is drawn from the cards each time, never copied from them."""

    __tablename__ = "packet"

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    built_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    built_at: Mapped[datetime]

    application: Mapped[Application] = relationship()
    ballots: Mapped[list[Ballot]] = relationship(back_populates="packet", order_by=Ballot.number)
    decision: Mapped[Decision | None] = relationship(back_populates="packet")
    proposal: Mapped[Proposal | None] = relationship(
        primaryjoin=lambda: and_(Proposal.packet_id == Packet.id, Proposal.ended_at.is_(None)), viewonly=True
    )
    """The decision that waits for a second person, if one does."""

    @property
    def ballot(self) -> Ballot | None:
        """The last one opened."""
        return self.ballots[-1] if self.ballots else None

    @property
    def first_ballot_is_over(self) -> bool:
        """The committee has said what each of its members thinks, or has decided without a ballot."""
        return self.decision is not None or any(ballot.closed_at is not None for ballot in self.ballots)

    @property
    def shows_adjusted(self) -> bool:
        """As its opening says."""
        when = self.application.opening.adjusted
        return when == "always" or (when == "after_first_ballot" and self.first_ballot_is_over)
