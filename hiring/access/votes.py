"""Votes: of a closed ballot for those who read the packet, of an open one nobody's but one's own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from hiring.access.clauses import Reader
from hiring.models import Ballot, Vote


def is_unsealed(person: Reader) -> ColumnElement[bool]:
    """For a query on Vote and Ballot: what a vote says may be read, as far as the seal goes. Whether its reader may
    read closed ballots at all is the policy's to say.
    """
    return or_(Ballot.closed_at.is_not(None), Vote.person_id == person.id)
