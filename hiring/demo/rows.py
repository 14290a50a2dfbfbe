"""Plain rows for many tables at once, numbered ahead so that they can point at each other before they are written."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select, text

from hiring.audit import digest
from hiring.db import Base, db
from hiring.models import Event, EventHead

IN_ORDER = ("person", "candidate", "application", "move", "interview", "slot", "scorecard", "rating", "event")


class Rows:
    """Collects rows and writes them together. Nobody else may write meanwhile."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self._last: Counter[str] = Counter(
            {name: db.session.scalar(select(func.max(_table(name).c.id))) or 0 for name in IN_ORDER if name != "event"}
        )
        head = db.session.get_one(EventHead, 1)
        self._seq, self._hash = head.seq, head.hash

    def reserve(self, table: str) -> int:
        """The id of a row that comes later."""
        self._last[table] += 1
        return self._last[table]

    def add(self, table: str, reserved: int | None = None, **values: Any) -> int:
        """One more row, under a reserved id or the next one; answers it."""
        number = self.reserve(table) if reserved is None else reserved
        self._waiting[table].append({"id": number, **values})
        return number

    def record(
        self, kind: str, subject: str, subject_id: int, *, by: int, at: datetime, place: tuple[int, int], **facts: Any
    ) -> None:
        """One more line of the trail, told under the opening and the application in `place`."""
        event = Event(
            seq=self._seq + 1,
            prev=self._hash,
            at=at,
            kind=kind,
            by_id=by,
            subject=subject,
            subject_id=subject_id,
            opening_id=place[0],
            application_id=place[1],
            facts=facts,
        )
        event.hash = digest(event)
        self._seq, self._hash = event.seq, event.hash
        self._waiting["event"].append({column.key: getattr(event, column.key) for column in Event.__table__.columns})

    def write(self) -> None:
        """Send everything that was collected, table by table, so that no row comes before what it points at."""
        for name in IN_ORDER:
            waiting = self._waiting.pop(name, [])
            if not waiting:
                continue
            db.session.execute(insert(_table(name)), waiting)
            if db.engine.dialect.name == "postgresql" and name != "event":
                number_on = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
                db.session.execute(number_on, {"name": name, "last": self._last[name]})


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
