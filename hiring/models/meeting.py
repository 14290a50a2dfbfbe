"""When a committee meets, and which packets it takes up in which order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Ref, Versioned
from hiring.models.opening import Opening
from hiring.models.packet import Packet
from hiring.models.person import Person


class Meeting(Versioned, Base):
    """One session of the committee of an opening, with its agenda."""

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_whom"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), index=True)
    starts_at: Mapped[datetime]
    place: Mapped[Line] = mapped_column(default="")
    called_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    called_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    opening: Mapped[Opening] = relationship()
    called_by: Mapped[Person] = relationship(foreign_keys=[called_by_id])
    agenda: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )


class AgendaItem(Base):
    """One packet on the agenda of a meeting."""

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "packet_id"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    packet_id: Mapped[int] = mapped_column(ForeignKey("packet.id"), index=True)
    position: Mapped[int]

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    packet: Mapped[Packet] = relationship()
