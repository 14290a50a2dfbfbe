"""Changing a database behind the back of everything that protects it, as somebody with its password could."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select, text, update

from hiring import audit
from hiring.db import db, writing
from hiring.models import Event, EventHead
from tests.house import House

Execute = Callable[[str], object]


@contextmanager
def tampering(house: House) -> Iterator[Execute]:
    """Statements given to what this yields meet no trigger, no foreign key and, on SQLite, no other rule of a row."""
    with house.app.app_context():
        if house.dialect == "postgresql":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
                yield connection.exec_driver_sql
            return
        with writing():
            for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                db.session.execute(text(f'DROP TRIGGER "{name}"'))
        raw = db.engine.raw_connection()
        raw.detach()
        cursor = raw.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        try:
            yield cursor.execute
        finally:
            raw.close()


def hash_anew(house: House) -> None:
    """Make the whole chain follow again from what the rows now say: what a careful forger would do."""
    with tampering(house):
        pass
    with house.app.app_context(), writing():
        if house.dialect == "postgresql":
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        prev, seq = audit.GENESIS, 0
        for event in db.session.scalars(select(Event).order_by(Event.seq)).all():
            event.prev = prev
            prev, seq = audit.digest(event), event.seq
            event.hash = prev
        db.session.flush()
        db.session.execute(update(EventHead).values(seq=seq, hash=prev))
