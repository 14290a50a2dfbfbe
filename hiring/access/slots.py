"""Slots: an interviewer's own seats."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Interview, Person, Slot
from hiring.policy import Standing

_APPLICATION = joinedload(Slot.interview).joinedload(Interview.application)
_WITH_ALL = (
    joinedload(Slot.draft),
    joinedload(Slot.rubric_version),
    joinedload(Slot.interview).joinedload(Interview.stage),
    _APPLICATION.joinedload(Application.candidate),
    _APPLICATION.joinedload(Application.opening),
)


def visible_slots(person: Person) -> Select[Slot]:
    """One's own seats that were neither declined nor cancelled."""
    return select(Slot).where(Slot.person_id == person.id, Slot.declined_at.is_(None), Slot.cancelled_at.is_(None))


def slot(ref: str, person: Person) -> Found[Slot] | None:
    """The seat of that ref with all its form and brief are made from, in one query."""
    found = db.session.scalar(visible_slots(person).where(Slot.ref == ref).options(*_WITH_ALL))
    if found is None:
        return None
    standing = Standing(
        capabilities=person.capability_kinds,
        is_own=True,
        sits=True,
        has_handed_in=found.handed_in_at is not None,
        owes=frozenset({found.round}) if found.owes_card else frozenset(),
        round=found.round,
    )
    return Found(found, standing)
