"""Slots: an interviewer's own seats."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from hiring.access.clauses import READER, Reader, is_clear, is_live
from hiring.access.found import Found
from hiring.db import db
from hiring.models import Application, Candidate, Interview, Opening, Person, Slot, StageRow
from hiring.policy import Standing

STAGE = (StageRow.title, StageRow.exercises, StageRow.purpose, StageRow.kind, StageRow.with_)
OPENING = (Opening.ref, Opening.title, Opening.codename, Opening.confidential, Opening.asks_case)
_APPLICATION = joinedload(Slot.interview).joinedload(Interview.application)
WITH_ALL = (
    joinedload(Slot.draft),
    joinedload(Slot.rubric_version),
    joinedload(Slot.interview).joinedload(Interview.stage).load_only(*STAGE),
    _APPLICATION.load_only(Application.ref, Application.opening_id, Application.due_at),
    _APPLICATION.joinedload(Application.candidate).load_only(Candidate.name, Candidate.headline),
    _APPLICATION.joinedload(Application.opening).load_only(*OPENING),
)


def visible_slots(person: Reader) -> Select[Slot]:
    """One's own seats that were neither declined nor cancelled."""
    return select(Slot).where(Slot.person_id == person.id, is_live(Slot), is_clear(person, Slot.application_id))


_SEAT = visible_slots(READER).where(Slot.ref == bindparam("ref")).options(*WITH_ALL)


def slot(ref: str, person: Person) -> Found[Slot] | None:
    """The seat of that ref with all its form and brief are made from, in one query."""
    found = db.session.scalar(_SEAT, {"reader_id": person.id, "ref": ref})
    return None if found is None else Found(found, standing_in(found, person.capability_kinds))


def standing_in(found: Slot, capabilities: frozenset[str] = frozenset()) -> Standing:
    """How whoever holds a seat stands to it."""
    return Standing(
        capabilities=capabilities,
        is_own=True,
        sits=True,
        has_handed_in=found.handed_in_at is not None,
        owes=frozenset({found.round}) if found.owes_card else frozenset(),
        round=found.round,
    )
