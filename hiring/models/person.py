"""A person who signs in, what they may do in the whole house, and their sessions and mailed links."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hiring.db import Base, Key, Line, Ref, Sha256, Versioned, Word

CAPABILITIES = ("user_admin", "privacy_officer", "auditor", "open_openings", "reports", "group_reports")
LINK_PURPOSES = ("invitation", "sign_in", "reset")


def initials_of(name: str) -> str:
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()


class Person(Versioned, Base):
    """Somebody who works here, or a guest: no account, one seat. The e-mail address is kept in lower case.

    `region` says whose public holidays are theirs, as ISO 3166 writes it: GB, DE-BE. Empty is none. Their working hours
    are minutes since midnight on their own clock; `weekly_cap` is how many interviews a week they hold at most.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("works_from BETWEEN 0 AND 1439", name="works_from"),
        CheckConstraint("works_until BETWEEN 1 AND 1440", name="works_until"),
        CheckConstraint("weekly_cap IS NULL OR weekly_cap >= 0", name="weekly_cap"),
    )

    id: Mapped[Key]
    ref: Mapped[Ref]
    name: Mapped[Line]
    email: Mapped[Line] = mapped_column(unique=True)
    title: Mapped[Line] = mapped_column(default="")
    password_hash: Mapped[Line | None]
    zone: Mapped[Word] = mapped_column(default="Europe/London")
    locale: Mapped[Word] = mapped_column(default="en")
    region: Mapped[Word] = mapped_column(default="", server_default=text("''"))
    works_from: Mapped[int] = mapped_column(default=9 * 60, server_default=text("540"))
    works_until: Mapped[int] = mapped_column(default=17 * 60 + 30, server_default=text("1050"))
    weekly_cap: Mapped[int | None]
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    deactivated_at: Mapped[datetime | None]

    capabilities: Mapped[list[Capability]] = relationship(
        back_populates="person", foreign_keys="Capability.person_id", lazy="selectin"
    )

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    @property
    def may_sign_in(self) -> bool:
        """A guest has no account: their link opens one seat and nothing else."""
        return self.is_active and not self.is_guest

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def capability_kinds(self) -> frozenset[str]:
        return frozenset(capability.kind for capability in self.capabilities)


class Capability(Base):
    """A right over the house rather than over one opening: who gave it, and when."""

    __tablename__ = "capability"
    __table_args__ = (CheckConstraint(f"kind IN {CAPABILITIES}", name="kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="capabilities", foreign_keys=[person_id])


class PersonSession(Base):
    """A signed-in browser. Only the hash of its secret is kept, and ending it is final."""

    __tablename__ = "session"

    id: Mapped[Key]
    secret_sha256: Mapped[Sha256] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.expires_at and self.person.may_sign_in


class MailedLink(Base):
    """A link sent by mail: opens one thing once, before it expires."""

    __tablename__ = "mailed_link"
    __table_args__ = (CheckConstraint(f"purpose IN {LINK_PURPOSES}", name="purpose"),)

    id: Mapped[Key]
    secret_sha256: Mapped[Sha256] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[Word]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    def is_usable(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at and self.person.may_sign_in


class SignInAttempt(Base):
    """One try to sign in or to be mailed a link, by hashed address; the throttle counts these."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key_sha256", "at"),)

    id: Mapped[Key]
    key_sha256: Mapped[Sha256]
    at: Mapped[datetime]
