"""What the house knows of people's time: hours, days off, interviews, calendars, and times held for candidates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hiring.access.clauses import is_live
from hiring.days_off import hours_of
from hiring.db import db
from hiring.models import Application, BusyTime, Interview, OfferedTime, Person, Slot, TimeOffer
from hiring.workflow.slots import Diary, Stretch
from hiring.workflow.working_hours import WorkingHours

CANDIDATES_DAY = (time(8), time(20))
AROUND = timedelta(days=7)
"""How far interviews count around a time: those of its week are capped."""


def diaries(
    people: Collection[Person],
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    and_held: bool,
    but: int | None = None,
) -> dict[int, Diary]:
    """By the person's id. Five queries at most, however many people.

    and_held: times that wait for a candidate's pick count as taken. but: an interview that does not count. When a guest
    works nobody here knows: any hour will do.
    """
    by_id = {person.id: person for person in people}
    hours = hours_of(people, since=since)
    interviews = defaultdict(list, _interviews(by_id, since - AROUND, until + AROUND, but=but))
    taken: dict[int, list[Stretch]] = defaultdict(list)
    between = select(BusyTime).where(
        BusyTime.person_id.in_(by_id), BusyTime.ends_at > since, BusyTime.starts_at < until
    )
    for one in db.session.scalars(between):
        taken[one.person_id].append(Stretch(one.starts_at, one.ends_at))
    if and_held:
        for person_id, stretch in _held(since, until, now=now):
            taken[person_id].append(stretch)
    return {
        key: Diary(None if person.is_guest else hours[key], interviews[key], taken[key], person.weekly_cap)
        for key, person in by_id.items()
    }


def candidates_diary(application: Application, zone: str | None) -> Diary:
    """Of a candidate only their clock is known and their interviews in the same application. One query.

    Without a zone any hour will do: whoever picks a time says that it suits them, whatever clock they read it by.
    """
    hours = None
    if zone is not None:
        hours = WorkingHours(ZoneInfo(application.candidate.zone or zone), frozenset(), *CANDIDATES_DAY)
    found = db.session.scalars(
        select(Interview).where(
            Interview.application_id == application.id,
            Interview.cancelled_at.is_(None),
            Interview.unscheduled.is_(False),
        )
    )
    return Diary(hours, [Stretch(one.starts_at, one.ends_at) for one in found])


def length_of(offer: TimeOffer) -> timedelta:
    """From the beginning of the first talk to the end of the last."""
    talks = 1 + max(int(seat["talk"]) for seat in offer.seats)
    return talks * timedelta(minutes=offer.minutes) + (talks - 1) * timedelta(minutes=offer.pause)


def _interviews(
    people: Collection[int], since: datetime, until: datetime, *, but: int | None
) -> dict[int, list[Stretch]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    held = (
        select(Slot.person_id, Interview)
        .join(Slot.interview)
        .where(
            Slot.person_id.in_(people),
            is_live(Slot),
            Interview.id != (but or 0),
            Interview.cancelled_at.is_(None),
            Interview.unscheduled.is_(False),
            Interview.starts_at.between(since, until),
        )
    )
    for person_id, interview in db.session.execute(held):
        found[person_id].append(Stretch(interview.starts_at, interview.ends_at))
    return found


def _held(since: datetime, until: datetime, *, now: datetime) -> Iterator[tuple[int, Stretch]]:
    """The times that candidates may pick at the moment, for each of those who would hold the interview."""
    open_ = (
        select(TimeOffer)
        .where(
            TimeOffer.picked_at.is_(None),
            TimeOffer.withdrawn_at.is_(None),
            TimeOffer.closes_at > now,
        )
        .options(selectinload(TimeOffer.times.and_(OfferedTime.starts_at.between(since - timedelta(days=1), until))))
    )
    for offer in db.session.scalars(open_):
        for held in offer.times:
            for seat in offer.seats:
                yield seat["person"], Stretch(held.starts_at, held.starts_at + length_of(offer))
