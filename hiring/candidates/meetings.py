"""The interviews of an application, and what one reader may know of the seats in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, select

from hiring import access
from hiring.access.clauses import READER, is_live
from hiring.db import db
from hiring.models import Application, Draft, Interview, Person, Slot, StageRow


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in an interview. `state` is in, draft, none or late, and None where the reader may not know."""

    slot_ref: str
    name: str
    is_own: bool
    is_over: bool
    takes_card: bool
    state: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interview with the seats the reader may know of."""

    ref: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    is_cancelled: bool
    is_unscheduled: bool
    seats: tuple[Seat, ...]


_APPLICATION_ID: BindParameter[int] = bindparam("application_id")
_SHOWN = (
    access.owed_slots(READER)
    .where(Slot.application_id == _APPLICATION_ID)
    .with_only_columns(Slot.id.label("slot_id"))
    .subquery()
)
_WHOLE_LOOP = (
    select(
        Interview.ref,
        Interview.starts_at,
        Interview.minutes,
        Interview.place,
        Interview.cancelled_at,
        Interview.unscheduled,
        StageRow.title,
        Slot.ref.label("slot_ref"),
        Slot.person_id,
        Person.name,
        Slot.card,
        Slot.due_at,
        Slot.handed_in_at,
        is_live(Slot).label("is_live"),
        Draft.slot_id.is_not(None).label("has_draft"),
        _SHOWN.c.slot_id.is_not(None).label("may_know"),
    )
    .join(Interview.stage)
    .outerjoin(Slot, Slot.interview_id == Interview.id)
    .outerjoin(Person, Person.id == Slot.person_id)
    .outerjoin(Draft, Draft.slot_id == Slot.id)
    .outerjoin(_SHOWN, _SHOWN.c.slot_id == Slot.id)
    .where(Interview.application_id == _APPLICATION_ID)
    .order_by(Interview.starts_at.desc(), Interview.id.desc(), Slot.id)
)
_OWN_LOOP = _WHOLE_LOOP.where(Slot.person_id == READER.id, is_live(Slot))


def loop_of(application: Application, reader: Person, *, whole: bool, now: datetime) -> list[Meeting]:
    """The interviews, latest first: all of them with every seat, or only those where the reader has one. One query.

    What has become of a card is taken from `access.owed_slots`, so that whoever owes one learns of no other.
    """
    asked = {"application_id": application.id, "reader_id": reader.id}
    rows = db.session.execute(_WHOLE_LOOP if whole else _OWN_LOOP, asked)
    return [
        Meeting(
            ref=ref,
            title=first.title,
            starts_at=first.starts_at,
            minutes=first.minutes,
            place=first.place,
            is_cancelled=first.cancelled_at is not None,
            is_unscheduled=first.unscheduled,
            seats=tuple(_seats((first, *others), reader, now)),
        )
        for ref, (first, *others) in groupby(rows, key=lambda row: row.ref)
    ]


def _seats(rows: tuple[Row[*tuple[Any, ...]], ...], reader: Person, now: datetime) -> Iterator[Seat]:
    """An interview without anybody yet is a row without a seat."""
    for row in rows:
        if row.slot_ref is not None:
            is_own = row.person_id == reader.id
            state = _card_state(row, now) if is_own or row.may_know else None
            # cancelling ends the seats whose cards were out, and a reader who owes one must not tell which those were
            is_over = not row.is_live or (row.cancelled_at is not None and state != "in")
            yield Seat(row.slot_ref, row.name, is_own, is_over, row.card != "none", state)


def _card_state(row: Row[*tuple[Any, ...]], now: datetime) -> str | None:
    if row.card == "none" or not (row.is_live or row.handed_in_at):
        return None
    if row.handed_in_at is not None:
        return "in"
    if row.due_at <= now:
        return "late"
    return "draft" if row.has_draft else "none"
