"""An opening: one seat to fill, the people on its team, and the pay it offers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_, case, text, true
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Ref, Versioned, Word
from hiring.models.pay import PayRange
from hiring.models.person import Person
from hiring.models.rubric_version import RubricVersion

TEAM_ROLES = ("recruiter", "hiring_manager", "chair", "committee")
ADJUSTED = ("off", "after_first_ballot", "always")
ASKS_CASE = ("nobody", "but_executives", "everybody")


class Opening(Versioned, Base):
    """One seat. A confidential one is known to its team alone, and by its codename wherever a stranger might look.

    `adjusted` says when its packets show adjusted numbers beside the plain ones; `override_by_two` that a decision
    against the rule needs a second person; `asks_case` of whom a passed case is asked before their first card counts.
    """

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint("NOT confidential OR codename IS NOT NULL", name="confidential_has_codename"),
        CheckConstraint(f"adjusted IN {ADJUSTED}", name="adjusted"),
        CheckConstraint(f"asks_case IN {ASKS_CASE}", name="asks_case"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    title: Mapped[Line]
    codename: Mapped[Line | None]
    confidential: Mapped[bool] = mapped_column(default=False)
    target_days: Mapped[int] = mapped_column(default=90)
    adjusted: Mapped[Word] = mapped_column(default="after_first_ballot", server_default=text("'after_first_ballot'"))
    override_by_two: Mapped[bool] = mapped_column(default=True, server_default=true())
    asks_case: Mapped[Word] = mapped_column(default="nobody", server_default=text("'nobody'"))
    rubric_version_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    rubric_version: Mapped[RubricVersion] = relationship()
    team: Mapped[list[TeamMember]] = relationship(back_populates="opening", order_by="TeamMember.id")

    @hybrid_property
    def known_as(self) -> str:
        """What to call it wherever somebody may look over a shoulder: its codename while it is confidential."""
        return self.codename if self.confidential and self.codename else self.title

    @known_as.inplace.expression
    @classmethod
    def _known_as(cls) -> ColumnElement[str]:
        return case((and_(cls.confidential, cls.codename != ""), cls.codename), else_=cls.title)


class TeamMember(Base):
    """Somebody's part in one opening, from when to when."""

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint(f"role IN {TEAM_ROLES}", name="role"),
        Index(
            "uq_team_member_live",
            "opening_id",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_team_member_person", "person_id", "opening_id"),
    )

    id: Mapped[Key]
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Word]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]

    opening: Mapped[Opening] = relationship(back_populates="team")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class PayBand(PayRange, Base):
    """What an opening pays. A table of its own: no page about the opening can show it by forgetting to hide it."""

    __tablename__ = "pay_band"

    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"), primary_key=True)
