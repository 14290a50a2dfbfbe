"""What somebody does about their calendars: make a private address or end it, say where their own can be read."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete

from hiring import audit
from hiring.busy.fetching import Unfetched, place_of
from hiring.calendars import queries
from hiring.db import db
from hiring.models import BusyFeed, BusyTime, CalendarFeed, Person
from hiring.refusal import Kind, Refusal
from hiring.text import text


def make_address(person: Person, *, by: Person, now: datetime) -> str:
    """A new secret for the feed of one's interviews; the old one opens nothing any more. It is told this once."""
    secret = secrets.token_urlsafe(32)
    feed = db.session.get(CalendarFeed, person.id) or CalendarFeed(person_id=person.id)
    feed.secret_sha256, feed.made_at = queries.digest(secret), now
    db.session.add(feed)
    audit.record("calendar.address_made", person, by=by, now=now)
    return secret


def end_address(person: Person, *, by: Person, now: datetime) -> None:
    """Nobody reads one's interviews from outside any more."""
    feed = db.session.get(CalendarFeed, person.id)
    if feed is None:
        raise Refusal(text("Your calendar has no address."))
    db.session.delete(feed)
    audit.record("calendar.address_ended", person, by=by, now=now)


def name_busy(person: Person, url: str, *, by: Person, now: datetime) -> None:
    """Say where one's other appointments can be read. The worker reads it soon, and then every hour."""
    try:
        place_of(url)
    except Unfetched as error:
        raise Refusal(
            text("Type the https address of a calendar, such as your calendar program gives it."), Kind.INPUT
        ) from error
    feed = db.session.get(BusyFeed, person.id) or BusyFeed(person_id=person.id)
    feed.url, feed.added_at, feed.read_at, feed.trouble = url, now, None, ""
    db.session.add(feed)
    db.session.execute(delete(BusyTime).where(BusyTime.person_id == person.id))
    audit.record("calendar.busy_named", person, by=by, now=now)


def forget_busy(person: Person, *, by: Person, now: datetime) -> None:
    """Read it no more, and forget what was read."""
    feed = db.session.get(BusyFeed, person.id)
    if feed is None:
        raise Refusal(text("No calendar of yours is read."))
    db.session.delete(feed)
    db.session.execute(delete(BusyTime).where(BusyTime.person_id == person.id))
    audit.record("calendar.busy_forgotten", person, by=by, now=now)
