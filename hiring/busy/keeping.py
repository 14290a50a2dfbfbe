"""Keeping taken times as people's calendars have them, each read once an hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.orm import joinedload

from hiring.busy.fetching import Unfetched
from hiring.db import db
from hiring.models import BusyFeed, BusyTime, Person

EVERY = timedelta(hours=1)
BACK, AHEAD = timedelta(days=1), timedelta(days=92)
MOST_KEPT = 2000
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """A calendar to read now."""

    person_id: int
    url: str
    zone: str


def next_due(now: datetime) -> Due | None:
    """The calendar that has waited longest, if one is due."""
    feed = db.session.scalar(_due(now))
    return None if feed is None else Due(feed.person_id, feed.url, feed.person.zone)


def times_in(content: bytes, due: Due, now: datetime, *, host: str) -> list[Stretch]:
    """When its owner is taken, from a day ago to three months ahead. Raises Unfetched when it cannot be told.

    host: ours; what our own invitations put into a calendar is not a reason to be taken.
    """
    from hiring.icals.reading import NotACalendar, busy_times
    from hiring.icals.recurring import TooMuch

    try:
        found = busy_times(content, zone=due.zone, since=now - BACK, until=now + AHEAD, not_from=f"@{host}")
    except NotACalendar as error:
        raise Unfetched("unreadable") from error
    except TooMuch as error:
        raise Unfetched("large") from error
    if len(found) > MOST_KEPT:
        raise Unfetched("large")
    return found


def keep(due: Due, found: Iterable[Stretch] | None, *, trouble: str, now: datetime) -> None:
    """Put what was read in the place of what was known, or only remember the trouble; nothing if the address has
    changed meanwhile.
    """
    feed = db.session.get(BusyFeed, due.person_id)
    if feed is None or feed.url != due.url:
        return
    feed.read_at, feed.trouble = now, trouble
    if found is not None:
        db.session.execute(delete(BusyTime).where(BusyTime.person_id == due.person_id))
        rows = [{"person_id": due.person_id, "starts_at": start, "ends_at": end} for start, end in found]
        if rows:
            db.session.execute(insert(BusyTime), rows)


def _due(now: datetime) -> Select[BusyFeed]:
    return (
        select(BusyFeed)
        .join(Person, Person.id == BusyFeed.person_id)
        .where(Person.deactivated_at.is_(None), or_(BusyFeed.read_at.is_(None), BusyFeed.read_at <= now - EVERY))
        .order_by(BusyFeed.read_at.is_not(None), BusyFeed.read_at, BusyFeed.person_id)
        .options(joinedload(BusyFeed.person))
        .limit(1)
    )
