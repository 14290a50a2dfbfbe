"""What the worker does in turn, and what it fetches from elsewhere: mail that has arrived, calendars in which people
are taken.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy.exc import DataError

from hiring.busy import keeping
from hiring.busy.fetching import Unfetched, fetch
from hiring.db import forget, reading, writing
from hiring.inbox import boxes, taking
from hiring.inbox.understanding import understood
from hiring.refusal import Refusal
from hiring.settings import Settings

Fetch = Callable[[str], bytes]
AFTER_A_FAILURE = timedelta(minutes=1)
AT_ONCE = datetime.min.replace(tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Errand:
    """Something to do every so often, and when it is due."""

    name: str
    run: Callable[[Flask, datetime], object]
    every: timedelta = timedelta()
    due_at: datetime = AT_ONCE


def run_errands(app: Flask, errands: Sequence[Errand], now: datetime) -> None:
    """Do what is due. Whatever goes wrong with one is logged, the others are done all the same, and it is tried again
    in a minute, or in the next turn if it is due then anyway.
    """
    for errand in errands:
        if now >= errand.due_at:
            errand.due_at = now + errand.every
            try:
                errand.run(app, now)
            except Exception:
                errand.due_at = now + min(errand.every, AFTER_A_FAILURE)
                log.exception("the worker could not do its errand: %s", errand.name)


def read_mailbox(app: Flask, now: datetime) -> Counter[str]:
    """Take in the mail that lies unread, each in a transaction of its own, and count what became of it. It is marked
    read afterwards: what breaks off in between comes again, and is known by its id.

    Raises OSError when the mailbox cannot be read.
    """
    settings: Settings = app.extensions["settings"]
    done: Counter[str] = Counter()
    if settings.mailbox is None:
        return done
    with app.app_context(), closing(boxes.unread(settings.mailbox)) as unread:
        for lying in unread:
            done[_take(lying.content, now)] += 1
            lying.mark_read()
    return done


def _take(content: bytes, now: datetime) -> str:
    mail = understood(content)
    if mail is None:
        return taking.NOTHING
    try:
        with writing():
            return taking.take(mail, now=now)
    except (Refusal, ValueError, DataError):  # what cannot be kept must not stand in the way of what came after it
        log.exception("a mail could not be taken in")
        return taking.NOTHING


def look_for_mail(app: Flask, now: datetime) -> None:
    """As `read_mailbox`, for somebody who goes on if it cannot be read."""
    try:
        read_mailbox(app, now)
    except OSError as error:
        log.error("the mailbox could not be read: %s", error)


def read_a_calendar(app: Flask, now: datetime, *, fetch: Fetch = fetch) -> bool:
    """Read one calendar that is due, and say whether there was one. Nothing is held while its server is asked."""
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        with reading():
            due = keeping.next_due(now)
        forget()
        if due is None:
            return False
        found, trouble = None, ""
        try:
            found = keeping.times_in(fetch(due.url), due, now, host=urlsplit(settings.base_url).hostname or "")
        except Unfetched as error:
            trouble = error.trouble
            log.warning("a calendar could not be read", extra={"person_id": due.person_id, "trouble": trouble})
        with writing():
            keeping.keep(due, found, trouble=trouble, now=now)
    return True
