"""Interviews: each ends after it begins, and nobody sits in two at once unless somebody said so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, select

from hiring.access.clauses import is_live
from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import Interview, Slot

Held = Row[*tuple[Any, ...]]

AT_ONCE = 1000
_SEATS = (
    select(Slot.id, Slot.person_id, Slot.anyway, Interview.starts_at, Interview.minutes)
    .join(Slot.interview)
    .where(is_live(Slot), Interview.cancelled_at.is_(None), Interview.unscheduled.is_(False))
    .order_by(Slot.person_id, Interview.starts_at, Slot.id)
)


@must_hold("interview", "Every interview ends after it begins.")
def interviews_end_after_they_begin(_now: datetime) -> Select[Any]:
    return select(Interview.id).where(Interview.minutes <= 0)


@must_hold("slot", "Nobody has seats in two interviews at the same time, unless they were booked all the same.")
def nobody_sits_in_two_at_once(_now: datetime) -> Iterator[int]:
    """Of two that overlap the later one is named. What was told afterwards, outside the plan, does not count."""
    found = db.session.execute(_SEATS.execution_options(yield_per=AT_ONCE))
    for _person, seats in groupby(found, key=lambda seat: seat.person_id):
        running: list[Held] = []
        for seat in seats:
            running = [one for one in running if one.starts_at + timedelta(minutes=one.minutes) > seat.starts_at]
            if any(not one.anyway and not seat.anyway for one in running):
                yield seat.id
            running.append(seat)
