"""Interviewers: colleagues as whoever opens openings looks after them, with nothing of what they write."""

from __future__ import annotations

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import lazyload

from hiring.access.clauses import works_here
from hiring.access.found import Found, house
from hiring.db import db
from hiring.models import Person


def visible_interviewers(person: Person) -> Select[Person]:
    """Everybody who can be asked to interview today."""
    looks_after = true() if "open_openings" in person.capability_kinds else false()
    return select(Person).where(works_here(), looks_after)


def interviewer(ref: str, person: Person) -> Found[Person] | None:
    found = db.session.scalar(
        visible_interviewers(person).where(Person.ref == ref).options(lazyload(Person.capabilities))
    )
    return None if found is None else Found(found, house(person))
