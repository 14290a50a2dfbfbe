"""Written cases: an account of an interview that everybody scores blind, beside the reading that was agreed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Prose, Ref, Versioned, Word
from hiring.models.person import Person
from hiring.models.rubric_version import RubricVersion


class WrittenCase(Versioned, Base):
    """One case for one rubric version. Once published it stands as it is; a retired one takes no more readings."""

    __tablename__ = "written_case"
    __table_args__ = (
        CheckConstraint("length(body) > 0", name="body"),
        CheckConstraint("retired_at IS NULL OR published_at IS NOT NULL", name="retired_once_published"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), index=True)
    title: Mapped[Line]
    body: Mapped[Prose]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    rubric_version: Mapped[RubricVersion] = relationship()
    agreed: Mapped[list[AgreedLevel]] = relationship(order_by="AgreedLevel.position", cascade="all, delete-orphan")


class AgreedLevel(Base):
    """The level that was agreed on for one dimension of a case, and why."""

    __tablename__ = "agreed_level"

    case_id: Mapped[int] = mapped_column(ForeignKey("written_case.id"), primary_key=True)
    dimension: Mapped[Word] = mapped_column(primary_key=True)
    position: Mapped[int]
    level: Mapped[int]
    because: Mapped[Prose]


class CaseReading(Base):
    """What one person made of a case, blind: handed in once. The agreed levels are shown to them from then on."""

    __tablename__ = "case_reading"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[Key]
    ref: Mapped[Ref]
    case_id: Mapped[int] = mapped_column(ForeignKey("written_case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    handed_in_at: Mapped[datetime]
    passed: Mapped[bool]

    case: Mapped[WrittenCase] = relationship()
    person: Mapped[Person] = relationship()
    levels: Mapped[list[CaseLevel]] = relationship(order_by="CaseLevel.position")


class CaseLevel(Base):
    """The level somebody gave on one dimension of a case, and what they rest it on."""

    __tablename__ = "case_level"

    reading_id: Mapped[int] = mapped_column(ForeignKey("case_reading.id"), primary_key=True)
    dimension: Mapped[Word] = mapped_column(primary_key=True)
    position: Mapped[int]
    level: Mapped[int]
    evidence: Mapped[Prose]
