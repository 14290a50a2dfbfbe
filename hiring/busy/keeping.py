"""Keeping taken times as people's calendars have them: one calendar at a time, each once an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, insert, or_, select
from sqlalchemy.orm import joinedload

from hiring.busy.fetching import Unfetched, fetch
from hiring.db import db, forget, reading, writing
from hiring.models import BusyFeed, BusyTime, Person

EVERY = timedelta(hours=1)
BACK, AHEAD = timedelta(days=1), timedelta(days=92)
MOST_KEPT = 2000
Fetch = Callable[[str], bytes]
Stretch = tuple[datetime, datetime]


def read_next(now: datetime, *, host: str, fetch: Fetch = fetch) -> bool:
    """Read the calendar that has waited longest, if one is due, and say whether there was one.

    Nothing is held while the server there is asked. host: ours; what our own invitations put into a calendar is not a
    reason to be taken.
    """
    with reading():
        feed = db.session.scalar(_due(now))
        asked = None if feed is None else (feed.person_id, feed.url, feed.person.zone)
    forget()
    if asked is None:
        return False
    person_id, url, zone = asked
    try:
        found, trouble = _times(fetch(url), zone, now, host), ""
    except Unfetched as error:
        found, trouble = None, error.trouble
    with writing():
        keep(person_id, url, found, trouble=trouble, now=now)
    return True


def keep(person_id: int, url: str, found: Iterable[Stretch] | None, *, trouble: str, now: datetime) -> None:
    """Put what was read in the place of what was known, or only remember the trouble; nothing if the address has
    changed meanwhile.
    """
    feed = db.session.get(BusyFeed, person_id)
    if feed is None or feed.url != url:
        return
    feed.read_at, feed.trouble = now, trouble
    if found is not None:
        db.session.execute(delete(BusyTime).where(BusyTime.person_id == person_id))
        rows = [{"person_id": person_id, "starts_at": start, "ends_at": end} for start, end in found]
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


def _times(content: bytes, zone: str, now: datetime, host: str) -> list[Stretch]:
    from hiring.icals.reading import NotACalendar, busy_times
    from hiring.icals.recurring import TooMuch

    try:
        found = busy_times(content, zone=zone, since=now - BACK, until=now + AHEAD, not_from=f"@{host}")
    except NotACalendar as error:
        raise Unfetched("unreadable") from error
    except TooMuch as error:
        raise Unfetched("large") from error
    if len(found) > MOST_KEPT:
        raise Unfetched("large")
    return found
