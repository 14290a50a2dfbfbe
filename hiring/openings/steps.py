"""What has to happen next to an application, and whose turn it is: one rule, in SQL, for the row and for `needs:me`.

Whoever owes a card in the present round is told of that and of nothing else; every other answer may rest on others'
cards. The answer is a word; `rows` says it in a sentence.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, exists, literal, select, true
from sqlalchemy.orm import aliased

from hiring.access.clauses import is_live, owes_card
from hiring.models import Application, Decision, Interview, Move, Packet, Person, RoundRow, Slot, StageRow

COMMITTEE = "committee"

Step = tuple[ColumnElement[bool], str, ColumnElement[str]]


def step(person: Person, now: datetime, is_overdue: ColumnElement[bool]) -> ColumnElement[str]:
    """For a query on Application, its current Move, and outer-joined StageRow and RoundRow.

    is_overdue: a card this person may know of is overdue. Asked after the reader's own cards, so never about them.
    """
    return case(*((holds, literal(name)) for holds, name, _whose in _steps(person, now, is_overdue)))


def owner(person: Person, now: datetime, is_overdue: ColumnElement[bool]) -> ColumnElement[str]:
    """Whose turn it is: "me", a role of the opening, or "nobody" while the house waits for a day to come."""
    return case(*((holds, whose) for holds, _name, whose in _steps(person, now, is_overdue)))


def _steps(person: Person, now: datetime, is_overdue: ColumnElement[bool]) -> list[Step]:
    """The first that holds is the next step: its condition, its name, whose turn it is."""
    nobody, recruiter = literal("nobody"), literal("recruiter")
    has_cards, is_committee = StageRow.card != "none", StageRow.kind == COMMITTEE
    mover = case((_goes_on_inside_its_round(), recruiter), else_=RoundRow.decides)
    return [
        (Move.stage_id.is_(None), "closed", nobody),
        (_owes(person, Interview.starts_at <= now), "hand_in", literal("me")),
        (_owes(person, Slot.round == RoundRow.slug), "prepare", nobody),
        (is_overdue, "chase", recruiter),
        (and_(has_cards, ~_has_seat()), "schedule", recruiter),
        (and_(has_cards, _has_seat(owing=True, starts_after=now)), "meet", nobody),
        (and_(has_cards, _has_seat(owing=True)), "wait", nobody),
        (has_cards, "move", mover),
        (and_(is_committee, ~_has_packet()), "build", recruiter),
        (and_(is_committee, ~_has_decision()), "decide", literal("chair")),
        (is_committee, "move", mover),
        (true(), "kind", recruiter),
    ]


def _owes(person: Person, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(literal(1))
        .select_from(Slot)
        .join(Interview, Interview.id == Slot.interview_id)
        .where(Slot.application_id == Application.id, Slot.person_id == person.id, owes_card(Slot), *also)
        .correlate_except(Slot, Interview)
    )


_HELD_IN = aliased(StageRow)


def _has_seat(*, owing: bool = False, starts_after: datetime | None = None) -> ColumnElement[bool]:
    seats = (
        select(literal(1))
        .select_from(Slot)
        .join(Interview, Interview.id == Slot.interview_id)
        .join(_HELD_IN, _HELD_IN.id == Interview.stage_id)
        .where(Slot.application_id == Application.id, _HELD_IN.slug == StageRow.slug, is_live(Slot))
        .where(Slot.card != "none")
        .correlate_except(Slot, Interview, _HELD_IN)
    )
    if owing:
        seats = seats.where(owes_card(Slot))
    if starts_after is not None:
        seats = seats.where(Interview.starts_at > starts_after)
    return exists(seats)


def _goes_on_inside_its_round() -> ColumnElement[bool]:
    after = aliased(StageRow)
    return exists().where(after.round_id == StageRow.round_id, after.position > StageRow.position)


def _has_packet() -> ColumnElement[bool]:
    packet = aliased(Packet)
    return exists().where(packet.application_id == Application.id)


def _has_decision() -> ColumnElement[bool]:
    packet = aliased(Packet)
    return exists().where(packet.application_id == Application.id, Decision.packet_id == packet.id)
