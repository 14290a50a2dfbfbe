"""The plan of one opening: each revision with its rounds and stages, so that everybody's walk stays readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Word
from hiring.models.rubric_version import RubricVersion

CARDS = ("full", "short", "none")
DECIDERS = ("recruiter", "hiring_manager", "chair")


class PlanRevision(Base):
    """A plan as it stood from one moment on, who changed it and why; taking a change back is a revision too."""

    __tablename__ = "plan_revision"
    __table_args__ = (UniqueConstraint("opening_id", "number"),)

    id: Mapped[Key]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    number: Mapped[int]
    plan_slug: Mapped[Line]
    plan_version: Mapped[int]
    reason: Mapped[Prose]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("plan_revision.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    rounds: Mapped[list[RoundRow]] = relationship(back_populates="revision", order_by="RoundRow.position")
    stages: Mapped[list[StageRow]] = relationship(back_populates="revision", order_by="StageRow.position")


class RoundRow(Base):
    """Stages whose scorecards stay apart from each other until the round's gate is decided."""

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("revision_id", "slug"),
        CheckConstraint(f"decides IN {DECIDERS}", name="decides"),
    )

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("plan_revision.id"))
    position: Mapped[int]
    slug: Mapped[Line]
    decides: Mapped[Word]

    revision: Mapped[PlanRevision] = relationship(back_populates="rounds")


class StageRow(Base):
    """One stage of a revision, with everything the plan file says of it."""

    __tablename__ = "stage"
    __table_args__ = (
        UniqueConstraint("revision_id", "slug"),
        CheckConstraint(f"card IN {CARDS}", name="card"),
        CheckConstraint("limit_days >= 1", name="limit_days"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: Mapped[Key]
    revision_id: Mapped[int] = mapped_column(ForeignKey("plan_revision.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    position: Mapped[int]
    slug: Mapped[Line]
    kind: Mapped[Word]
    title: Mapped[Line]
    purpose: Mapped[Prose]
    who: Mapped[list[str]]
    perspective: Mapped[dict[str, Any]]
    rubric_version_id: Mapped[int | None] = mapped_column(ForeignKey("rubric_version.id"))
    shows: Mapped[list[str]]
    exercises: Mapped[list[str]]
    card: Mapped[Word]
    series: Mapped[bool]
    with_: Mapped[dict[str, Any]] = mapped_column("with")
    minutes: Mapped[int]
    limit_days: Mapped[int]
    gates: Mapped[list[str]]
    tells_candidate: Mapped[Prose]
    collective: Mapped[bool] = mapped_column(default=False)

    revision: Mapped[PlanRevision] = relationship(back_populates="stages")
    round: Mapped[RoundRow] = relationship()
    rubric_version: Mapped[RubricVersion | None] = relationship()
