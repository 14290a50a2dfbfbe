"""When somebody works, and how many interviews a week they hold at most."""

from __future__ import annotations

from datetime import datetime

from hiring import audit
from hiring.models import Person
from hiring.refusal import Kind, Refusal
from hiring.text import text

MOST_A_WEEK = 99


def set_hours(person: Person, works_from: int, works_until: int, *, by: Person, now: datetime) -> None:
    """In minutes since midnight, on their own clock."""
    if works_from >= works_until:
        raise Refusal(text("The day ends before it begins."), Kind.INPUT)
    person.works_from, person.works_until = works_from, works_until
    audit.record("person.hours_set", person, by=by, now=now)


def set_cap(person: Person, weekly_cap: int | None, *, by: Person, now: datetime) -> None:
    """None is as many as they are asked for."""
    if weekly_cap is not None and not 0 <= weekly_cap <= MOST_A_WEEK:
        raise Refusal(text("Write a number from 0 to %(most)d, or nothing.", most=MOST_A_WEEK), Kind.INPUT)
    person.weekly_cap = weekly_cap
    audit.record("person.cap_set", person, by=by, now=now)
