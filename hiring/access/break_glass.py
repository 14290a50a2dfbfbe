"""Readings in an emergency: for those who ask for and approve them, and for those who lead the opening read."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, false, select, true
from sqlalchemy.orm import joinedload

from hiring.access.clauses import GUARDS_PRIVACY, LEADS, Column, is_no_candidate, is_on_team, live_roles
from hiring.access.found import Found
from hiring.db import db
from hiring.models import BreakGlass, Conflict, Person
from hiring.policy import Standing

ASKS_OR_APPROVES = frozenset({GUARDS_PRIVACY, "user_admin"})


def visible_glasses(person: Person) -> Select[BreakGlass]:
    """What was asked for and what was approved. Nobody learns from here of an opening in which they have a conflict of
    interest.
    """
    handles = true() if person.capability_kinds & ASKS_OR_APPROVES else false()
    leads = is_on_team(person, BreakGlass.opening_id, LEADS) & BreakGlass.approved_at.is_not(None)
    return select(BreakGlass).where(
        (handles & has_no_conflict_in(person, BreakGlass.opening_id))
        | (leads & is_no_candidate(person, BreakGlass.opening_id))
    )


def has_no_conflict_in(person: Person, opening_id: Column) -> ColumnElement[bool]:
    """The person has no conflict of interest with anybody considered for that opening."""
    theirs = select(Conflict.opening_id).where(Conflict.person_id == person.id, Conflict.ended_at.is_(None))
    return opening_id.not_in(theirs)


def glass(ref: str, person: Person) -> Found[BreakGlass] | None:
    """The reading of that ref with its opening and who asked, if this person may know of it."""
    found = db.session.scalar(
        visible_glasses(person)
        .where(BreakGlass.ref == ref)
        .options(joinedload(BreakGlass.opening), joinedload(BreakGlass.asked_by))
    )
    if found is None:
        return None
    roles = frozenset(db.session.scalars(live_roles(person, found.opening_id)))
    is_own = person.id in {found.asked_by_id, found.approved_by_id}
    return Found(found, Standing(capabilities=person.capability_kinds, roles=roles, is_own=is_own))
