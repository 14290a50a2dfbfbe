"""Reading people: who there is, who a link or an address belongs to, and the mail the house sent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from hiring import access
from hiring.access.clauses import owes_card, works_here
from hiring.db import db
from hiring.models import MailedLink, Outgoing, Person, Slot, TeamMember
from hiring.web.sign_in_state import sha256

PAGE = 60
LONGEST_ADDRESS = 254
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class Known(NamedTuple):
    """What signing in and mailing a link need of a person. Everything is empty for an address nobody has."""

    id: int
    name: str
    locale: str
    password_hash: str | None


NOBODY = Known(0, "", "en", None)


def everybody() -> Sequence[Person]:
    """Every account, those who may still sign in first."""
    return db.session.scalars(_by_name(select(Person))).all()


def people_for(person: Person) -> Sequence[Person]:
    """Every account this person administers."""
    return db.session.scalars(_by_name(access.visible_people(person))).all()


def by_email(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == tidy(email)))


def active_by_ref(ref: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.ref == ref, works_here()))


def known_by(email: str) -> Known:
    """Whoever may sign in with that address. One query, and one shape of answer, for known and unknown alike."""
    row = db.session.execute(
        select(Person.id, Person.name, Person.locale, Person.password_hash).where(
            Person.email == tidy(email), works_here()
        )
    ).one_or_none()
    return NOBODY if row is None else Known(*row)


def tidy(email: str) -> str:
    """An address as it is kept: upper case and spaces around it are slips of the keyboard."""
    return email.strip().lower()


@cache
def zones() -> tuple[str, ...]:
    """The zones a person can choose: places and UTC, without the old names of either. Python walks a tree of files to
    list them.
    """
    return ("UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS))


def link_behind(secret: str) -> MailedLink | None:
    """The mailed link of that secret with its person, used or not."""
    return db.session.scalar(
        select(MailedLink).where(MailedLink.secret_sha256 == sha256(secret)).options(joinedload(MailedLink.person))
    )


def mail_for(person: Person, *, page: int) -> Sequence[Outgoing]:
    """One page of the mail this person may look through, newest first, and one row more when there is a next page."""
    return db.session.scalars(
        access.visible_mail(person)
        .order_by(Outgoing.queued_at.desc(), Outgoing.id.desc())
        .options(joinedload(Outgoing.person))
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    ).all()


class Part(NamedTuple):
    """One of the cast of the demo: the person, their parts in openings, and how many scorecards they owe."""

    person: Person
    roles: frozenset[str]
    owed: int


def cast() -> list[Part]:
    """Everybody who may sign in, with what tells a visitor whom to try. Four queries."""
    people = db.session.scalars(select(Person).where(works_here()).order_by(Person.id).limit(PAGE)).all()
    roles: dict[int, set[str]] = {}
    for person_id, role in db.session.execute(
        select(TeamMember.person_id, TeamMember.role).where(TeamMember.removed_at.is_(None)).distinct()
    ):
        roles.setdefault(person_id, set()).add(role)
    owed: dict[int, int] = dict(
        db.session.execute(select(Slot.person_id, func.count()).where(owes_card(Slot)).group_by(Slot.person_id)).all()
    )
    return [Part(one, frozenset(roles.get(one.id, ())), owed.get(one.id, 0)) for one in people]


def _by_name(people: Select[Person]) -> Select[Person]:
    return people.order_by(Person.deactivated_at.is_not(None), Person.name, Person.id)
