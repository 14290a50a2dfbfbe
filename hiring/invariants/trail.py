"""The audit trail: whole, protected, and telling exactly what there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, exists, func, select, text

from hiring import audit
from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import Amendment, Application, Decision, Event, Move, Packet, Proposal, Scorecard, Slot
from hiring.scorecards.seals import AMENDED, HANDED_IN

ADDED_ONLY = (
    *("event", "scorecard", "rating", "amendment", "move", "decision", "dissent", "reading"),
    *("point_note", "settlement", "decision_note", "case_reading", "case_level"),
)
DECIDED = ("decision.recorded", "decision.seconded")
MOVED = ("application.added", "application.moved", "application.move_undone")
GUARDS = {
    "sqlite": (("update", "delete", "replace"), "SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": (("change", "truncate"), "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"),
}


@must_hold("event", "The audit trail is whole and numbered without a gap.")
def trail_is_whole(_now: datetime) -> Iterator[int]:
    broken = audit.first_broken()
    if broken is not None:
        yield broken


@must_hold("table", "The database refuses to change rows that are only ever added.")
def added_rows_are_guarded(_now: datetime) -> Iterator[str]:
    verbs, query = GUARDS[db.engine.dialect.name]
    standing = set(db.session.scalars(text(query)))
    for table in ADDED_ONLY:
        if not {f"{table}_refuses_{verb}" for verb in verbs} <= standing:
            yield table


@must_hold("table", "The database takes no event that does not follow the last one.")
def events_follow_the_head(_now: datetime) -> Iterator[str]:
    if "event_follows_head" not in set(db.session.scalars(text(GUARDS[db.engine.dialect.name][1]))):
        yield "event"


@must_hold("scorecard", "Every scorecard was handed in or imported by exactly one event.")
def cards_have_their_event(_now: datetime) -> Select[Any]:
    told = _events(Event.application_id == Slot.application_id, Event.subject_id == Slot.id, Event.kind.in_(HANDED_IN))
    return select(Scorecard.id).join(Slot, Slot.id == Scorecard.slot_id).where(told != 1)


@must_hold("event", "Every hand-in that the audit trail tells of has its scorecard.")
def events_have_their_card(_now: datetime) -> Select[Any]:
    card = exists().where(Scorecard.slot_id == Event.subject_id)
    return select(Event.seq).where(Event.kind.in_(HANDED_IN), ~card)


@must_hold("scorecard", "Every amendment has exactly one event, and the other way round.")
def amendments_have_their_event(_now: datetime) -> Select[Any]:
    told = _events(Event.application_id == Slot.application_id, Event.subject_id == Slot.id, Event.kind == AMENDED)
    made = select(func.count()).where(Amendment.scorecard_id == Scorecard.id).scalar_subquery()
    return select(Scorecard.id).join(Slot, Slot.id == Scorecard.slot_id).where(told != made)


@must_hold("application", "Every move of an application has its event, and the other way round.")
def moves_have_their_event(_now: datetime) -> Select[Any]:
    told = _events(Event.application_id == Application.id, Event.kind.in_(MOVED))
    made = select(func.count()).where(Move.application_id == Application.id).scalar_subquery()
    return select(Application.id).where(told != made)


@must_hold("packet", "Every packet was built by exactly one event.")
def packets_have_their_event(_now: datetime) -> Select[Any]:
    told = _events(Event.application_id == Packet.application_id, Event.kind == "packet.built")
    return select(Packet.id).where(told != 1)


@must_hold("packet", "Every decision has exactly one event, and the other way round.")
def decisions_have_their_event(_now: datetime) -> Select[Any]:
    told = _events(Event.application_id == Packet.application_id, Event.kind.in_(DECIDED))
    made = select(func.count()).where(Decision.packet_id == Packet.id).scalar_subquery()
    return select(Packet.id).where(told != made)


@must_hold("decision", "Every decision that names a second person was seconded by exactly one event.")
def overrides_have_their_second(_now: datetime) -> Select[Any]:
    told = _events(Event.kind == "decision.seconded", Event.facts["decision"].as_integer() == Decision.id)
    return select(Decision.id).where(Decision.seconded_by_id.is_not(None), told != 1)


@must_hold("proposal", "No proposal waits for a second person once its packet is decided on.")
def proposals_end_with_the_decision(_now: datetime) -> Select[Any]:
    is_decided = exists().where(Decision.packet_id == Proposal.packet_id)
    return select(Proposal.id).where(Proposal.ended_at.is_(None), is_decided)


def _events(*which: Any) -> ScalarSelect[int]:
    return select(func.count(Event.seq)).where(*which).scalar_subquery()
