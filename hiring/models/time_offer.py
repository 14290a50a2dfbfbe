"""Times a candidate may choose from, and who would hold the interview then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Ref, Versioned, Word
from hiring.models.application import Application
from hiring.models.interview import Interview
from hiring.models.plan_revision import StageRow


class TimeOffer(Versioned, Base):
    """Several times for one interview. The first one picked books it; then, or once withdrawn, the others are free.

    `pause`: the minutes between each two talks of a row. `seats`: who would hold it, as
    `{"person": id, "perspective": …, "dimensions": […]}` each.
    """

    __tablename__ = "time_offer"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("pause BETWEEN 0 AND 60", name="pause"),
        CheckConstraint("(picked_at IS NULL) = (interview_id IS NULL)", name="picked_what"),
        Index("ix_time_offer_application", "application_id"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stage_id: Mapped[int] = mapped_column(ForeignKey("stage.id"), index=True)
    minutes: Mapped[int]
    pause: Mapped[int] = mapped_column(default=15, server_default=text("15"))
    zone: Mapped[Word]
    place: Mapped[Line] = mapped_column(default="")
    video_url: Mapped[Line] = mapped_column(default="")
    seats: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    picked_at: Mapped[datetime | None]
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interview.id"))

    application: Mapped[Application] = relationship()
    stage: Mapped[StageRow] = relationship()
    interview: Mapped[Interview | None] = relationship()
    times: Mapped[list[OfferedTime]] = relationship(
        back_populates="offer", order_by="OfferedTime.starts_at", cascade="all, delete-orphan"
    )


class OfferedTime(Base):
    """One of the times."""

    __tablename__ = "offered_time"
    __table_args__ = (UniqueConstraint("offer_id", "starts_at"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    offer_id: Mapped[int] = mapped_column(ForeignKey("time_offer.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)

    offer: Mapped[TimeOffer] = relationship(back_populates="times")
