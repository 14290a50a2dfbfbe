"""Reading emergencies: which openings could be asked for, what is asked, what lasts, and what may be read meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access
from hiring.access.break_glass import has_no_conflict_in
from hiring.access.clauses import LEADS, broke_glass, is_lasting, owes_card
from hiring.db import db
from hiring.models import Application, BreakGlass, Candidate, Opening, Person, Slot, TeamMember
from hiring.models.conflict import LONGEST_HOURS

ANSWER_WITHIN = timedelta(hours=LONGEST_HOURS)
"""A request nobody approved in that time is over."""
ENDED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An opening by what a stranger may call it."""

    ref: str
    label: str


@dataclass(frozen=True, slots=True)
class ToRead:
    """One application that may be read in an emergency."""

    ref: str
    name: str


def openings_for(person: Person) -> list[Choice]:
    """What an officer may ask for: every opening by title and recruiters, a confidential one by its codename alone."""
    found = db.session.scalars(
        select(Opening).where(has_no_conflict_in(person, Opening.id)).order_by(func.lower(Opening.title), Opening.id)
    ).all()
    recruiting = _recruiters(found)
    return sorted(
        (Choice(one.ref, label(one, recruiting.get(one.id, ""), is_told=True) or "") for one in found),
        key=lambda choice: choice.label.lower(),
    )


def label(opening: Opening, recruiters: str, *, is_told: bool) -> str | None:
    """What to call an opening before whoever is not on its team; None for a confidential one they are not told of."""
    if opening.confidential:
        return opening.codename if is_told else None
    return f"{opening.title}, {recruiters}" if recruiters else opening.title


def opening_of(ref: str, person: Person) -> Opening | None:
    """One of those that this person may ask for."""
    return db.session.scalar(select(Opening).where(Opening.ref == ref, has_no_conflict_in(person, Opening.id)))


def requests_for(person: Person) -> list[tuple[BreakGlass, str]]:
    """What an officer or administrator sees on their page, the newest first, each with its opening's recruiters."""
    found = db.session.scalars(
        access.visible_glasses(person)
        .order_by(BreakGlass.id.desc())
        .limit(ENDED_SHOWN)
        .options(
            joinedload(BreakGlass.opening),
            joinedload(BreakGlass.asked_by).options(lazyload(Person.capabilities)),
            joinedload(BreakGlass.approved_by).options(lazyload(Person.capabilities)),
        )
    ).all()
    recruiting = _recruiters([one.opening for one in found])
    return [(one, recruiting.get(one.opening_id, "")) for one in found]


def to_read(person: Person) -> Mapping[int, list[ToRead]]:
    """By opening, the applications that somebody may read in an emergency now."""
    rows = db.session.execute(
        access.visible_applications(person)
        .where(broke_glass(person, Application.opening_id))
        .join(Application.candidate)
        .with_only_columns(Application.opening_id, Application.ref, Candidate.name)
        .order_by(Candidate.name, Application.id)
    )
    found: dict[int, list[ToRead]] = {}
    for opening_id, ref, name in rows:
        found.setdefault(opening_id, []).append(ToRead(ref, name))
    return found


def is_under_way(opening: Opening, person: Person, now: datetime) -> bool:
    """Whether the person waits for an answer about that opening, or reads it already."""
    waits = BreakGlass.approved_at.is_(None) & (BreakGlass.asked_at > now - ANSWER_WITHIN)
    mine = select(BreakGlass.id).where(
        BreakGlass.opening_id == opening.id,
        BreakGlass.asked_by_id == person.id,
        BreakGlass.ended_at.is_(None),
        or_(waits, is_lasting()),
    )
    return db.session.scalar(mine.limit(1)) is not None


def owes_in(opening_id: int, person: Person) -> bool:
    """Whether the person owes a card on any application of that opening."""
    owed = exists().where(
        Slot.application_id == Application.id,
        Application.opening_id == opening_id,
        Slot.person_id == person.id,
        owes_card(Slot),
    )
    return bool(db.session.scalar(select(owed)))


def is_in_conflict(opening_id: int, person: Person) -> bool:
    """Whether the person has a conflict of interest with anybody considered for that opening."""
    clear = select(Opening.id).where(Opening.id == opening_id, has_no_conflict_in(person, Opening.id))
    return db.session.scalar(clear) is None


def lasting(opening: Opening) -> Sequence[BreakGlass]:
    """Who reads that opening in an emergency now. One query."""
    return db.session.scalars(
        select(BreakGlass)
        .where(BreakGlass.opening_id == opening.id, is_lasting())
        .order_by(BreakGlass.id)
        .options(joinedload(BreakGlass.asked_by).options(lazyload(Person.capabilities)))
    ).all()


def leaders(opening_id: int) -> Sequence[Person]:
    """The recruiters and hiring managers of an opening, each once."""
    return db.session.scalars(
        select(Person)
        .where(
            exists().where(
                TeamMember.person_id == Person.id,
                TeamMember.opening_id == opening_id,
                TeamMember.role.in_(LEADS),
                TeamMember.removed_at.is_(None),
            ),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.id)
    ).all()


def _recruiters(openings: Sequence[Opening]) -> dict[int, str]:
    """The names of today's recruiters, by opening."""
    rows = db.session.execute(
        select(TeamMember.opening_id, Person.name)
        .join(Person, Person.id == TeamMember.person_id)
        .where(
            TeamMember.opening_id.in_({one.id for one in openings}),
            TeamMember.role == "recruiter",
            TeamMember.removed_at.is_(None),
        )
        .order_by(TeamMember.id)
    )
    names: dict[int, list[str]] = {}
    for opening_id, name in rows:
        names.setdefault(opening_id, []).append(name)
    return {opening_id: ", ".join(each) for opening_id, each in names.items()}
