"""Votes: of a closed ballot for those who read the packet, of an open one nobody's but one's own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select

from hiring.access.clauses import Reader, oversees
from hiring.models import Ballot, Packet, Vote


def visible_votes(person: Reader) -> Select[Vote]:
    """Joined to Ballot, Packet and Application. Whether their reader may read closed ballots is the policy's to say."""
    return (
        select(Vote)
        .join(Vote.ballot)
        .join(Ballot.packet)
        .join(Packet.application)
        .where(is_unsealed(person), oversees(person))
    )


def is_unsealed(person: Reader) -> ColumnElement[bool]:
    """For a query on Vote and Ballot: what the vote says may be read, as far as the seal goes."""
    return or_(Ballot.closed_at.is_not(None), Vote.person_id == person.id)
