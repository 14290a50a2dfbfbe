"""The one writer of the audit trail, and the one who checks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import insert, select

from hiring.db import Base, db
from hiring.models import Application, Event, EventHead, Interview, Meeting, Opening, Packet, Person, Slot

GENESIS = "0" * 64
SAID = ("seq", "prev", "at", "kind", "by_id", "subject", "subject_id", "opening_id", "application_id", "facts")
_HEAD = select(EventHead.seq, EventHead.hash).where(EventHead.id == 1).with_for_update()
_ADD = insert(Base.metadata.tables[Event.__tablename__])


class Subject(Protocol):
    """Anything with a table and an id."""

    __tablename__: str
    id: Any


def take_turn() -> None:
    """Wait for one's turn among the writers, so that whatever is read next stays true until the commit.

    For a verb that decides on what others write at the same moment. SQLite has given the turn already.
    """
    db.session.flush()
    db.session.execute(_HEAD).one()


def record(kind: str, subject: Subject, *, by: Person | None, now: datetime, **facts: int | str | bool | None) -> None:
    """Add one event to the chain, in the caller's transaction. Facts are ids and kinds, never a text or a figure.

    The head row is locked first, so that two writers on PostgreSQL queue here as they do on SQLite. The database
    itself refuses an event that does not follow the head, and moves the head on.
    """
    db.session.flush()
    head = db.session.execute(_HEAD).one()
    opening_id, application_id = _place(subject)
    said = {
        "seq": head.seq + 1,
        "prev": head.hash,
        "at": now,
        "kind": kind,
        "by_id": None if by is None else by.id,
        "subject": subject.__tablename__,
        "subject_id": subject.id,
        "opening_id": opening_id,
        "application_id": application_id,
        "facts": facts,
    }
    # a plain row: the writers' queue waits while this is written, and an object would take three times as long
    db.session.execute(_ADD, {**said, "hash": _hash_of(said)})


def digest(event: Event) -> str:
    """SHA-256 over everything the event says and the hash before it, as canonical JSON."""
    return _hash_of({name: getattr(event, name) for name in SAID})


def _hash_of(said: Mapping[str, Any]) -> str:
    values = [said[name] for name in SAID]
    values[SAID.index("at")] = said["at"].isoformat(timespec="microseconds")
    canonical = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Trail:
    """What following the chain to its end has found."""

    events: int
    head: str
    first_broken: int | None


def first_broken() -> int | None:
    """The number of the first event that does not follow from the one before, or None when the chain is whole."""
    return follow().first_broken


def follow() -> Trail:
    """Follow the chain from its beginning, a thousand events at a time, as far as it is whole."""
    try:
        return _follow(at_once=1000)
    except ValueError:
        # somebody wrote what is no moment or no JSON: one at a time tells which event it is
        return _follow(at_once=1)


def hashes(numbers: Collection[int]) -> dict[int, str]:
    """The hashes of these events, of those that there are."""
    found = db.session.execute(select(Event.seq, Event.hash).where(Event.seq.in_(numbers)))
    return {row.seq: row.hash for row in found}


def _follow(*, at_once: int) -> Trail:
    seq, prev = 0, GENESIS
    with closing(_all_events(at_once)) as events:
        while True:
            try:
                event = next(events, None)
            except ValueError:
                if at_once > 1:
                    raise
                return Trail(seq, prev, seq + 1)
            if event is None:
                break
            if event.seq != seq + 1 or event.prev != prev or digest(event) != event.hash:
                return Trail(seq, prev, seq + 1)
            seq, prev = event.seq, event.hash
    head = db.session.get_one(EventHead, 1)
    return Trail(seq, prev, None if (head.seq, head.hash) == (seq, prev) else seq + 1)


def _all_events(at_once: int) -> Generator[Event, None, None]:
    by_number = select(Event).order_by(Event.seq).execution_options(yield_per=at_once)
    with db.session.scalars(by_number) as events:
        yield from events


def _place(subject: Subject) -> tuple[int | None, int | None]:
    """Which opening and application an event is told under."""
    match subject:
        case Opening():
            return subject.id, None
        case Application():
            return subject.opening_id, subject.id
        case Meeting():
            return subject.opening_id, None
        case Interview() | Packet():
            return subject.application.opening_id, subject.application_id
        case Slot():
            return subject.interview.application.opening_id, subject.application_id
        case _:
            return None, None
