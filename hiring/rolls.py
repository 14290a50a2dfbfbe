"""Who has a place in an open ballot. Whoever takes a part away asks here, and the last one awaited closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, select

from hiring import audit
from hiring.access.clauses import COMMITTEE, AnyReader, is_clear, works_here
from hiring.db import db
from hiring.models import Application, Ballot, Packet, Person, TeamMember, Vote


def committee_of(application: Application) -> Sequence[Person]:
    """The chair and the members of the committee, each once, without whoever has a conflict of interest."""
    return db.session.scalars(
        select(Person)
        .join(Application, Application.id == application.id)
        .where(belongs())
        .order_by(Person.name, Person.id)
    ).all()


def belongs() -> ColumnElement[bool]:
    """For a query on Person and Application: sits on its committee today, with an account and no conflict there."""
    has_part = exists().where(
        TeamMember.person_id == Person.id,
        TeamMember.opening_id == Application.opening_id,
        TeamMember.role.in_(COMMITTEE),
        TeamMember.removed_at.is_(None),
    )
    return and_(has_part, works_here(), is_clear(AnyReader(Person.id), Application.id))


def strike(person: Person, *, now: datetime) -> None:
    """Take somebody off the roll of every open ballot where they no longer belong. To be asked by whatever changed
    their part, in its own transaction and after it was recorded.
    """
    db.session.flush()
    for vote in db.session.scalars(_held_in_vain(person)).all():
        vote.struck_at = now
        audit.record("vote.struck", vote.ballot.packet, by=None, now=now, vote=vote.id, person=person.id)
        close_if_all_are_in(vote.ballot, now=now)


def close_if_all_are_in(ballot: Ballot, *, now: datetime) -> None:
    """A ballot that waits for nobody is over, whoever the last one was."""
    awaited = exists().where(Vote.ballot_id == ballot.id, Vote.struck_at.is_(None), Vote.verdict.is_(None))
    db.session.flush()
    if not db.session.scalar(select(awaited)):
        ballot.closed_at = now
        audit.record("ballot.closed", ballot.packet, by=None, now=now, ballot=ballot.id)


def _held_in_vain(person: Person) -> Select[Vote]:
    still_belongs = exists().where(Person.id == Vote.person_id, belongs()).correlate(Vote, Application)
    return (
        select(Vote)
        .join(Vote.ballot)
        .join(Ballot.packet)
        .join(Packet.application)
        .where(Vote.person_id == person.id, Vote.struck_at.is_(None), Ballot.closed_at.is_(None), ~still_belongs)
        .order_by(Vote.id)
    )
