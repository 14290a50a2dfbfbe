"""A conflict of interest, and every page on which what it closes could show."""

from __future__ import annotations

from hiring.conflicts import actions
from hiring.models import Application, Conflict, Person
from tests.cast import NOW
from tests.house import House


def named(house: House, who: str, application: str, kind: str = "relation", by: str = "rita") -> Conflict:
    """Somebody of the cast has a conflict of interest in an application, because a recruiter says so."""
    person, about = house.one(Person, who), house.one(Application, application)
    return actions.name_conflict(about, person, kind=kind, reason="CANARY-why", by=house.one(Person, by), now=NOW)
