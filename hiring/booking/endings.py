"""What is let go when an application ends: the interviews still to come, and times that wait for a pick."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from hiring.booking import book
from hiring.db import db
from hiring.models import Application, Interview, Person, TimeOffer


def let_go(application: Application, *, by: Person | None, now: datetime) -> None:
    """Nobody comes to a talk with somebody who has left: it is called off, and everybody concerned is told."""
    ahead = select(Interview).where(
        Interview.application_id == application.id, Interview.cancelled_at.is_(None), Interview.starts_at > now
    )
    for interview in db.session.scalars(ahead).all():
        book.call_off(interview, by=by, now=now)
    waiting = (
        TimeOffer.application_id == application.id,
        TimeOffer.withdrawn_at.is_(None),
        TimeOffer.picked_at.is_(None),
    )
    db.session.execute(update(TimeOffer).where(*waiting).values(withdrawn_at=now))
