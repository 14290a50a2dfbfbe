"""Who stands in for whom: deputies who schedule or type, and covers while somebody is away."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Ref, Word
from hiring.models.person import Person

DUTIES = ("schedules", "types")


class Deputy(Base):
    """Somebody who schedules or types for a person. What is typed is judged by the person alone."""

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint(f"may IN {DUTIES}", name="may"),
        CheckConstraint("person_id <> deputy_id", name="somebody_else"),
        Index(
            "uq_deputy_live",
            "person_id",
            "deputy_id",
            "may",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # "for whom do I type": one deputy's live duties
        Index("ix_deputy_deputy", "deputy_id", "may"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    may: Mapped[Word]
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person] = relationship(foreign_keys=[deputy_id])


class Absence(Base):
    """Days on which somebody is away, both counted, and who is asked instead."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="last_not_before_first"),
        CheckConstraint("cover_id IS NULL OR cover_id <> person_id", name="somebody_else"),
        # the working-hours clock: one person's days away
        Index("ix_absence_person", "person_id", "last_day"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    cover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    cover: Mapped[Person | None] = relationship(foreign_keys=[cover_id])
