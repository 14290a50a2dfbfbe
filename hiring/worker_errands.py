"""What the worker fetches from elsewhere: calendars in which people are taken."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask

from hiring.busy import keeping
from hiring.busy.fetching import Unfetched, fetch
from hiring.db import forget, reading, writing
from hiring.settings import Settings

Fetch = Callable[[str], bytes]

log = logging.getLogger(__name__)


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
