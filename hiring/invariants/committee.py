"""The committee: ballots that open and close as they must, and decisions that come after them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from hiring.invariants.invariant import must_hold
from hiring.models import Ballot, Decision, Event, Packet, Vote


@must_hold("packet", "Every ballot was opened by exactly one event and closed by one, and the other way round.")
def ballots_have_their_events(_now: datetime) -> Select[Any]:
    opened = select(func.count()).where(Ballot.packet_id == Packet.id).scalar_subquery()
    closed = select(func.count()).where(Ballot.packet_id == Packet.id, Ballot.closed_at.is_not(None)).scalar_subquery()
    return select(Packet.id).where(or_(_told("ballot.opened") != opened, _told("ballot.closed") != closed))


@must_hold("packet", "Every vote that is in has an event.")
def votes_have_their_event(_now: datetime) -> Select[Any]:
    cast = (
        select(func.count())
        .select_from(Vote)
        .join(Vote.ballot)
        .where(Ballot.packet_id == Packet.id, Vote.cast_at.is_not(None))
        .correlate(Packet)
        .scalar_subquery()
    )
    return select(Packet.id).where(_told("vote.cast") < cast)


@must_hold("ballot", "A ballot is open exactly as long as it waits for somebody and the chair has not closed it.")
def ballots_end_when_all_are_in(_now: datetime) -> Select[Any]:
    waits = exists().where(Vote.ballot_id == Ballot.id, Vote.struck_at.is_(None), Vote.verdict.is_(None))
    unasked = and_(Ballot.closed_at.is_not(None), Ballot.closed_by_id.is_(None), waits)
    return select(Ballot.id).where(or_(and_(Ballot.closed_at.is_(None), ~waits), unasked))


@must_hold("ballot", "The chair closed no ballot in which half of the roll or fewer had voted.")
def ballots_have_their_quorum(_now: datetime) -> Select[Any]:
    counted = select(func.count()).where(Vote.ballot_id == Ballot.id, Vote.struck_at.is_(None))
    roll, cast = counted.scalar_subquery(), counted.where(Vote.verdict.is_not(None)).scalar_subquery()
    return select(Ballot.id).where(Ballot.closed_by_id.is_not(None), 2 * cast <= roll)


@must_hold("vote", "Nobody voted before their ballot opened or after it closed.")
def votes_are_cast_while_it_is_open(_now: datetime) -> Select[Any]:
    late = or_(Vote.cast_at < Ballot.opened_at, Vote.cast_at > Ballot.closed_at)
    return select(Vote.id).join(Vote.ballot).where(late)


@must_hold("ballot", "A second ballot opened once the first had closed.")
def ballots_follow_one_another(_now: datetime) -> Select[Any]:
    earlier = aliased(Ballot)
    before = exists().where(
        earlier.packet_id == Ballot.packet_id,
        earlier.number == Ballot.number - 1,
        earlier.closed_at <= Ballot.opened_at,
    )
    return select(Ballot.id).where(Ballot.number > 1, ~before)


@must_hold("decision", "Nothing was decided while a ballot was open, and no ballot opened after the decision.")
def decisions_come_after_ballots(_now: datetime) -> Select[Any]:
    later = or_(Ballot.closed_at.is_(None), Ballot.closed_at > Decision.at)
    return select(Decision.id).where(exists().where(Ballot.packet_id == Decision.packet_id, later))


def _told(kind: str) -> ScalarSelect[int]:
    """How many events of that kind the trail tells about a packet."""
    return (
        select(func.count(Event.seq))
        .where(Event.subject == Packet.__tablename__, Event.subject_id == Packet.id, Event.kind == kind)
        .correlate(Packet)
        .scalar_subquery()
    )
