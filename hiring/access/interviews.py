"""Interviews: for those who lead the opening, who also hand out its seats."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from hiring.access.applications import WHOLE, standing
from hiring.access.clauses import LEADS, is_clear, is_on_team
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Interview, Person, Slot, StageRow


def visible_interviews(person: Person) -> Select[Interview]:
    """Interviews of the openings this person leads. An interviewer's own seats are `visible_slots`."""
    leads = is_on_team(person, Application.opening_id, LEADS) & is_clear(person, Application.id)
    return select(Interview).join(Interview.application).where(leads)


def interview(ref: str, person: Person) -> Found[Interview] | None:
    """The interview of that ref with its seats and the people in them, if this person may know of it."""
    found = db.session.scalar(
        visible_interviews(person)
        .where(Interview.ref == ref)
        .options(
            joinedload(Interview.stage).joinedload(StageRow.round),
            joinedload(Interview.application).options(*WHOLE),
            selectinload(Interview.slots).joinedload(Slot.person),
        )
    )
    return None if found is None else Found(found, standing(person, found.application))
