"""Calendars: one's own days away, and those of whoever one schedules for."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, lazyload

from hiring.access.clauses import works_here
from hiring.access.found import Found, house
from hiring.db import db
from hiring.models import Absence, Deputy, Person


def visible_principals(person: Person) -> Select[Person]:
    """Oneself, and everybody for whom one schedules today."""
    schedules_for = select(Deputy.person_id).where(
        Deputy.deputy_id == person.id, Deputy.may == "schedules", Deputy.ended_at.is_(None)
    )
    return select(Person).where(works_here(), or_(Person.id == person.id, Person.id.in_(schedules_for)))


def visible_absences(person: Person) -> Select[Absence]:
    """Days away, one's own or of somebody one schedules for, that were not taken back."""
    return select(Absence).where(
        Absence.person_id.in_(visible_principals(person).with_only_columns(Person.id)), Absence.removed_at.is_(None)
    )


def principal(ref: str, person: Person) -> Found[Person] | None:
    only = lazyload(Person.capabilities)
    found = db.session.scalar(visible_principals(person).where(Person.ref == ref).options(only))
    return None if found is None else Found(found, house(person))


def absence(ref: str, person: Person) -> Found[Absence] | None:
    found = db.session.scalar(visible_absences(person).where(Absence.ref == ref).options(joinedload(Absence.person)))
    return None if found is None else Found(found, house(person))
