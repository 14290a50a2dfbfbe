"""What a verb left in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Event
from tests.house import House


@contextmanager
def events(house: House) -> Iterator[list[tuple[str, str]]]:
    """The kind and subject of each event recorded inside the block, filled in when it ends."""
    recorded: list[tuple[str, str]] = []
    with house.app.app_context():
        before = db.session.scalar(select(func.max(Event.seq))) or 0
    yield recorded
    with house.app.app_context():
        later = db.session.execute(select(Event.kind, Event.subject).where(Event.seq > before).order_by(Event.seq))
        recorded.extend((row.kind, row.subject) for row in later)
