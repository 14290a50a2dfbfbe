"""What waits for one person who leads openings or sits on their committees, as short lists with how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from hiring import access
from hiring.access.clauses import LEADS, is_on_team, owes_card
from hiring.db import db
from hiring.models import (
    Application,
    Ballot,
    Decision,
    Interview,
    Move,
    Opening,
    Packet,
    Person,
    Slot,
    StageRow,
    TeamMember,
    TimeOffer,
)
from hiring.models.opening import TEAM_ROLES
from hiring.text import Text, text
from hiring.web.language import moment
from hiring.workflow.clock import lateness, running

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits. `ref` is the application's, or the packet's among packets."""

    ref: str
    title: str
    about: str
    opening: str
    state: Text | None = None
    is_yours: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of them, and how many there are."""

    lines: list[Line]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def roles(person: Person) -> frozenset[str]:
    """The parts a person has in any opening that is still open."""
    return frozenset(
        db.session.scalars(
            select(TeamMember.role)
            .join(Opening, Opening.id == TeamMember.opening_id)
            .where(TeamMember.person_id == person.id, TeamMember.removed_at.is_(None), Opening.closed_at.is_(None))
            .distinct()
        )
    )


def past_limit(person: Person, now: datetime) -> Waiting:
    """Applications that have stood in their stage for longer than the plan gives, the longest over first."""
    found = _first(
        _staged(access.visible_applications(person))
        .where(is_on_team(person, Application.opening_id, LEADS), Application.due_at <= now)
        .order_by(Application.due_at, Application.id)
    )
    return _waiting(found, lambda one: _over_limit(one, now))


def cards_overdue(person: Person, now: datetime) -> Waiting:
    """Scorecards that are late, the latest first: only those whose state this person may know."""
    found = _first(
        access.owed_slots(person)
        .join(Application.candidate)
        .join(Application.opening)
        .join(Interview.stage)
        .where(is_on_team(person, Application.opening_id, LEADS), Slot.handed_in_at.is_(None), Slot.due_at <= now)
        .order_by(Slot.due_at, Slot.id)
        .options(
            joinedload(Slot.person).options(lazyload(Person.capabilities)),
            contains_eager(Slot.interview).contains_eager(Interview.stage),
            contains_eager(Slot.interview).contains_eager(Interview.application).contains_eager(Application.candidate),
            contains_eager(Slot.interview).contains_eager(Interview.application).contains_eager(Application.opening),
        )
    )
    return _waiting(found, lambda slot: _late_card(slot, now))


def times_offered(person: Person, now: datetime) -> Waiting:
    """Times that wait for a candidate to pick one, and those that ran out first (`is_over`), the longest over ahead."""
    found = _first(
        access.visible_applications(person)
        .join(TimeOffer, TimeOffer.application_id == Application.id)
        .join(TimeOffer.stage)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            is_on_team(person, Application.opening_id, LEADS),
            Application.due_at.is_not(None),
            TimeOffer.picked_at.is_(None),
            TimeOffer.withdrawn_at.is_(None),
            or_(TimeOffer.closes_at > now, ~_was_seen_to()),
        )
        .order_by(TimeOffer.closes_at, TimeOffer.id)
        .options(contains_eager(Application.candidate), contains_eager(Application.opening))
        .add_columns(StageRow.title, TimeOffer.closes_at)
    )
    lines = [_offered(application, stage, closes_at, now) for application, stage, closes_at, _total in found]
    return Waiting(lines, found[0][-1] if found else 0)


def _was_seen_to() -> ColumnElement[bool]:
    """Others were offered since the times ran out, or the candidate moved on, or the talk was booked another way."""
    other, held_in = aliased(TimeOffer), aliased(StageRow)
    offered = exists().where(other.application_id == Application.id, other.offered_at >= TimeOffer.closes_at)
    booked = (
        select(Interview.id)
        .join(held_in, held_in.id == Interview.stage_id)
        .where(
            Interview.application_id == Application.id,
            Interview.scheduled_at >= TimeOffer.offered_at,
            Interview.cancelled_at.is_(None),
            held_in.slug == StageRow.slug,
        )
        .correlate_except(Interview, held_in)
        .exists()
    )
    return or_(offered, booked, Application.entered_at >= TimeOffer.closes_at)


def packets_to_build(person: Person) -> Waiting:
    """Applications before a committee that has nothing to read yet, for recruiters who owe no card for them."""
    found = _first(
        _staged(access.visible_applications(person))
        .where(
            is_on_team(person, Application.opening_id, ("recruiter",)),
            StageRow.kind == "committee",
            ~exists().where(Packet.application_id == Application.id),
            ~_owes_for_application(person),
        )
        .order_by(Application.entered_at, Application.id)
    )
    return _waiting(found, _at_stage)


def packets_open(person: Person) -> Waiting:
    """Packets nobody has decided on, the oldest first, for whoever may read them now.

    `is_yours`: they decide, and no ballot is open that the decision would wait for.
    """
    has_open_ballot = exists().where(Ballot.packet_id == Packet.id, Ballot.closed_at.is_(None))
    decides = and_(is_on_team(person, Application.opening_id, ("chair",)), ~has_open_ballot)
    found = _first(
        access.visible_packets(person)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            ~exists().where(Decision.packet_id == Packet.id),
            Application.due_at.is_not(None),
            is_on_team(person, Application.opening_id, TEAM_ROLES),
            ~_owes_for_application(person),
        )
        .order_by(Packet.built_at, Packet.id)
        .options(
            contains_eager(Packet.application).contains_eager(Application.candidate),
            contains_eager(Packet.application).contains_eager(Application.opening),
        )
        .add_columns(decides)
    )
    lines = [
        Line(packet.ref, packet.application.candidate.name, "", packet.application.opening.known_as, is_yours=is_yours)
        for packet, is_yours, _total in found
    ]
    return Waiting(lines, found[0][-1] if found else 0)


def _owes_for_application(person: Person) -> ColumnElement[bool]:
    mine = aliased(Slot)
    return exists().where(mine.application_id == Application.id, mine.person_id == person.id, owes_card(mine))


def _staged(applications: Select[Application]) -> Select[Application]:
    """With candidate, opening and present stage."""
    return (
        applications.join(Application.candidate)
        .join(Application.opening)
        .join(Move, Move.id == Application.current_move_id)
        .join(Move.stage)
        .options(
            contains_eager(Application.candidate),
            contains_eager(Application.opening),
            contains_eager(Application.current_move).contains_eager(Move.stage),
        )
    )


def _first(wanted: Select[Any]) -> list[Any]:
    """The first rows, each with the number of all of them behind it."""
    return list(db.session.execute(wanted.add_columns(func.count().over()).limit(SHOWN)).all())


def _waiting(found: list[Any], line_of: Any) -> Waiting:
    return Waiting([line_of(one) for one, _total in found], found[0][-1] if found else 0)


def _over_limit(application: Application, now: datetime) -> Line:
    move = application.current_move
    assert move is not None
    assert move.stage is not None
    assert application.entered_at is not None
    assert application.due_at is not None
    state = running(application.entered_at, application.due_at, now).text
    return Line(
        application.ref, application.candidate.name, move.stage.title, application.opening.known_as, state=state
    )


def _at_stage(application: Application) -> Line:
    return Line(application.ref, application.candidate.name, "", application.opening.known_as)


def _offered(application: Application, stage: str, closes_at: datetime, now: datetime) -> Line:
    is_over = closes_at <= now
    when = moment(closes_at)
    return Line(
        application.ref,
        application.candidate.name,
        stage,
        application.opening.known_as,
        state=text("Ran out %(when)s", when=when) if is_over else text("Until %(when)s", when=when),
        is_over=is_over,
    )


def _late_card(slot: Slot, now: datetime) -> Line:
    application = slot.interview.application
    return Line(
        application.ref,
        slot.person.name,
        f"{application.candidate.name}, {slot.interview.stage.title}",
        application.opening.known_as,
        state=lateness(slot.due_at, now),
    )
