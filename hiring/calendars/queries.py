"""Reading calendars: whose feed a secret opens, what stands in it, and what the page about them says."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hiring import access
from hiring.busy.fetching import TROUBLES
from hiring.db import db
from hiring.models import Application, BusyFeed, BusyTime, CalendarFeed, Interview, Opening, Person, Slot
from hiring.text import Text

BACK = timedelta(days=60)
MOST = 500


@dataclass(frozen=True, slots=True)
class Calendars:
    """What the page says. `trouble`: why the calendar elsewhere could not be read the last time."""

    made_at: datetime | None
    is_read: bool
    read_at: datetime | None
    trouble: Text | None
    taken: int


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def owner_of(secret: str) -> Person | None:
    """Whose interviews that secret opens, if they still have an account."""
    found = db.session.scalar(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.secret_sha256 == digest(secret))
    )
    return found if found is not None and found.may_sign_in else None


def seats_of(person: Person, now: datetime) -> Sequence[Slot]:
    """The interviews one holds, of the last two months and all to come; only what one may see this very moment."""
    application = joinedload(Slot.interview).joinedload(Interview.application)
    return db.session.scalars(
        access.visible_slots(person)
        .join(Interview, Interview.id == Slot.interview_id)
        .where(Interview.cancelled_at.is_(None), Interview.unscheduled.is_(False), Interview.starts_at >= now - BACK)
        .order_by(Interview.starts_at, Slot.id)
        .limit(MOST)
        .options(
            application.load_only(Application.opening_id),
            application.joinedload(Application.opening).load_only(
                Opening.title, Opening.codename, Opening.confidential
            ),
        )
    ).all()


def calendars_of(person: Person, now: datetime) -> Calendars:
    """Two queries."""
    taken = (
        select(func.count())
        .select_from(BusyTime)
        .where(BusyTime.person_id == person.id, BusyTime.ends_at > now)
        .scalar_subquery()
    )
    feed, made_at, number = db.session.execute(
        select(BusyFeed, CalendarFeed.made_at, taken)
        .select_from(Person)
        .outerjoin(BusyFeed, BusyFeed.person_id == Person.id)
        .outerjoin(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(Person.id == person.id)
    ).one()
    return Calendars(
        made_at=made_at,
        is_read=feed is not None,
        read_at=None if feed is None else feed.read_at,
        trouble=TROUBLES.get(feed.trouble) if feed is not None else None,
        taken=number,
    )
