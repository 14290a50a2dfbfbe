"""Votes: of a closed ballot for those who read the packet, of an open one nobody's but one's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import READER, Reader
from hiring.models import Application, Ballot, Decision, Move, Packet, Vote

OWN_VOTE = aliased(Vote)
_ANY = aliased(Ballot)
_LAST = select(func.max(_ANY.number)).where(_ANY.packet_id == Packet.id).scalar_subquery()
_ON_THE_ROLL = select(func.count()).where(Vote.ballot_id == Ballot.id, Vote.struck_at.is_(None))
OF_THE_LAST_BALLOT = (
    func.coalesce(Ballot.number, 0).label("ballots"),
    Ballot.closed_at,
    _ON_THE_ROLL.scalar_subquery().label("roll"),
    _ON_THE_ROLL.where(Vote.verdict.is_not(None)).scalar_subquery().label("cast"),
    OWN_VOTE.id.is_not(None).label("has_place"),
    Decision.id.is_not(None).label("is_decided"),
    Move.outcome.is_not(None).label("has_ended"),
)
"""Columns for `with_last_ballot`: how far it has come, and nobody's vote."""


def is_unsealed(person: Reader) -> ColumnElement[bool]:
    """For a query on Vote and Ballot: what a vote says may be read, as far as the seal goes. Whether its reader may
    read closed ballots at all is the policy's to say.
    """
    return or_(Ballot.closed_at.is_not(None), Vote.person_id == person.id)


def with_last_ballot(packets: Select[Any]) -> Select[Any]:
    """For a query on Packet and Application that is built once: the last ballot of each packet, the reader's own place
    in it, and what has ended it since. Nothing is left out that has none of these.
    """
    return (
        packets.outerjoin(Move, Move.id == Application.current_move_id)
        .outerjoin(Decision, Decision.packet_id == Packet.id)
        .outerjoin(Ballot, and_(Ballot.packet_id == Packet.id, Ballot.number == _LAST))
        .outerjoin(
            OWN_VOTE,
            and_(OWN_VOTE.ballot_id == Ballot.id, OWN_VOTE.person_id == READER.id, OWN_VOTE.struck_at.is_(None)),
        )
    )
