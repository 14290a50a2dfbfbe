"""How the interviewers of one rubric version usually rate: what the worker worked out last, and from which cards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Sha256, Word

SOURCES = ("estimated", "pooled", "prior")


class CalibrationRow(Base):
    """One fit of the model. The newest of a rubric version counts; `data_sha256` says from which cards it was made.

    The five variances are in squared points, `usual` is in points by dimension: what an average candidate gets from an
    average interviewer. `perspectives` is what each kind of interviewer adds to it, in points: a severity is relative
    to one's own kind. `dropped` names the terms that these cards cannot tell; their variance is 0.
    """

    __tablename__ = "calibration"
    __table_args__ = (
        UniqueConstraint("rubric_version_id", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        CheckConstraint(
            "candidate >= 0 AND candidate_dimension >= 0 AND interviewer >= 0 AND interview >= 0 AND residual > 0",
            name="variances",
        ),
    )

    id: Mapped[Key]
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    data_sha256: Mapped[Sha256]
    ratings: Mapped[int]
    candidates: Mapped[int]
    interviewers: Mapped[int]
    candidate: Mapped[float]
    candidate_dimension: Mapped[float]
    interviewer: Mapped[float]
    interview: Mapped[float]
    residual: Mapped[float]
    source: Mapped[Word]
    dropped: Mapped[list[str]]
    usual: Mapped[dict[str, Any]]
    perspectives: Mapped[dict[str, Any]]

    severities: Mapped[list[SeverityRow]] = relationship(cascade="all, delete-orphan", order_by="SeverityRow.person_id")


class SeverityRow(Base):
    """How far above (+, lenient) or below others one interviewer usually rates, in points, and how sure that is.

    `group_no` tells interviewers apart whom nothing links. `shown` is False where it rests on too little to be said of
    a person; it still counts among the rest.
    """

    __tablename__ = "severity"
    __table_args__ = (CheckConstraint("variance >= 0", name="variance"),)

    calibration_id: Mapped[int] = mapped_column(ForeignKey("calibration.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ratings: Mapped[int]
    candidates: Mapped[int]
    estimate: Mapped[float]
    variance: Mapped[float]
    group_no: Mapped[int]
    shown: Mapped[bool]
