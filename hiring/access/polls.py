"""How a packet's ballot stands, in one query: asked again every few seconds by everybody who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, select

from hiring.access.clauses import READER, broke_glass, oversees, owes_card
from hiring.access.found import Found
from hiring.access.votes import OF_THE_LAST_BALLOT, OWN_VOTE, with_last_ballot
from hiring.db import db
from hiring.models import (
    Application,
    Ballot,
    Candidate,
    Opening,
    Packet,
    Person,
    Slot,
    TeamMember,
    Vote,
)
from hiring.policy import Standing


@dataclass(frozen=True, slots=True)
class Poll:
    """The last ballot of a packet: how many of its roll are in, and the reader's own vote. Never anybody else's."""

    packet_id: int
    packet_ref: str
    candidate: str
    opening: str
    opening_ref: str
    ballots: int
    closed_at: datetime | None
    roll: int
    cast: int
    has_place: bool
    own_verdict: str | None
    own_reason: str | None
    is_decided: bool
    has_ended: bool

    @property
    def has_closed_ballot(self) -> bool:
        return self.closed_at is not None or self.ballots > 1


_ROUND_OWED = (
    select(Slot.round)
    .where(Slot.application_id == Application.id, Slot.person_id == READER.id, owes_card(Slot))
    .limit(1)
    .scalar_subquery()
)
_POLL = with_last_ballot(
    select(
        Packet.id,
        Packet.ref,
        Candidate.name,
        Opening.known_as.label("opening"),
        Opening.ref.label("opening_ref"),
        *OF_THE_LAST_BALLOT,
        OWN_VOTE.verdict,
        OWN_VOTE.reason,
        TeamMember.role,
        _ROUND_OWED.label("round_owed"),
        broke_glass(READER, Opening.id).label("has_broken_glass"),
    )
    .select_from(Packet)
    .join(Packet.application)
    .join(Application.candidate)
    .join(Application.opening)
    .outerjoin(
        TeamMember,
        and_(
            TeamMember.opening_id == Opening.id,
            TeamMember.person_id == READER.id,
            TeamMember.removed_at.is_(None),
        ),
    )
    .where(oversees(READER), Packet.ref == bindparam("ref"))
)
_STILL_OUT = (
    select(Person.name)
    .join(Vote, Vote.person_id == Person.id)
    .join(Vote.ballot)
    .where(
        Ballot.packet_id == bindparam("packet_id", type_=Integer),
        Ballot.closed_at.is_(None),
        Vote.struck_at.is_(None),
        Vote.verdict.is_(None),
    )
    .order_by(Person.name, Person.id)
)


def poll(ref: str, person: Person) -> Found[Poll] | None:
    """How the ballot of the packet of that ref stands, if this person may know of the packet."""
    rows = db.session.execute(_POLL, {"ref": ref, "reader_id": person.id}).all()
    if not rows:
        return None
    one = rows[0]
    found = Poll(
        packet_id=one.id,
        packet_ref=one.ref,
        candidate=one.name,
        opening=one.opening,
        opening_ref=one.opening_ref,
        ballots=one.ballots,
        closed_at=one.closed_at,
        roll=one.roll,
        cast=one.cast,
        has_place=one.has_place,
        own_verdict=one.verdict,
        own_reason=one.reason,
        is_decided=one.is_decided,
        has_ended=one.has_ended,
    )
    standing = Standing(
        capabilities=person.capability_kinds,
        roles=frozenset(row.role for row in rows if row.role is not None),
        owes=frozenset() if one.round_owed is None else frozenset({one.round_owed}),
        has_packet=True,
        has_broken_glass=one.has_broken_glass,
        is_decided=one.is_decided,
    )
    return Found(found, standing)


def still_out(found: Poll) -> list[str]:
    """Whose vote is awaited, by name: for the chair."""
    return list(db.session.scalars(_STILL_OUT, {"packet_id": found.packet_id}))
