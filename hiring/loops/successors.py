"""Who may be named to hold an interview instead of whoever was asked."""

from __future__ import annotations

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import lazyload

from hiring.access.clauses import is_live, works_here
from hiring.db import db
from hiring.models import Application, Person, Slot, Substitute, TeamMember


def successors(slot: Slot) -> list[Person]:
    """Who may be named to hold an interview instead, first those who stand in for its holder, then by name: colleagues
    without a seat in it. In a confidential opening only those who have a part in it. A conflict of interest leaves
    nobody out, or its absence would tell.
    """
    opening = slot.interview.application.opening
    seated = select(Slot.person_id).where(Slot.interview_id == slot.interview_id, is_live(Slot))
    found = _colleagues(slot).where(Person.id.not_in(seated))
    if opening.confidential:
        team = select(TeamMember.person_id).where(TeamMember.opening_id == opening.id, TeamMember.removed_at.is_(None))
        loop = (
            select(Slot.person_id)
            .join(Application, Application.id == Slot.application_id)
            .where(Application.opening_id == opening.id, is_live(Slot), Slot.interview.has(cancelled_at=None))
        )
        found = found.where(or_(Person.id.in_(team), Person.id.in_(loop)))
    return list(db.session.scalars(found))


def successors_for(reader: Person, slot: Slot) -> list[Person]:
    """Whom this reader may name. Whoever looks after a seat for its holder is not told who else has a part: they may
    name everybody of the house but themselves, and of a confidential opening nobody.
    """
    if reader.id == slot.person_id:
        return successors(slot)
    if slot.interview.application.opening.confidential:
        return []
    return list(db.session.scalars(_colleagues(slot).where(Person.id != reader.id)))


def _colleagues(slot: Slot) -> Select[Person]:
    stand_in = select(Substitute.substitute_id).where(Substitute.person_id == slot.person_id)
    order = (Person.id.not_in(stand_in), func.lower(Person.name), Person.id)
    found = select(Person).where(works_here(), Person.id != slot.person_id)
    return found.order_by(*order).options(lazyload(Person.capabilities))
