"""A week of interviews: one's own, and those of the openings one leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_timezone
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from hiring import access
from hiring.access.clauses import is_live, is_no_candidate
from hiring.clock import utcnow
from hiring.db import db
from hiring.loops import bp
from hiring.models import Application, Candidate, Interview, Person, Slot
from hiring.openings.queries import Asked, asked_for
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.language import clock_time, day
from hiring.web.sign_in_state import current_person

MOST = 100
DAYS = 7
WEEK = re.compile(r"(20[0-9]{2})-W([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One interview: `url` leads to its seats for whoever leads the opening, to the brief for whoever holds it."""

    begins: str
    ends: str
    candidate: str
    stage: str
    opening: str
    with_whom: Sequence[str]
    is_own: bool
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    words: str
    is_today: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Week:
    """What is on the page."""

    monday: date
    days: Sequence[Day]
    number: int
    is_cut: bool
    asked: Asked
    zone: str

    def url(self, weeks: int) -> str:
        year, number, _day = (self.monday + timedelta(weeks=weeks)).isocalendar()
        typed = {"q": self.asked.filter.typed} if self.asked.filter.typed else {}
        return f"{url_for('loops.calendar')}?{urlencode({'week': f'{year}-W{number:02}'} | typed)}"


@bp.get("/interviews/calendar")
@allow(Permission.INTERVIEW_LIST)
def calendar() -> ResponseReturnValue:
    now, zone = utcnow(), get_timezone()
    monday = _monday(request.args.get("week", ""), now.astimezone(zone).date())
    shown = week_of(current_person(), monday, request.args.get("q", ""), now=now)
    return render_template("loops/calendar.html", week=shown)


def week_of(person: Person, monday: date, typed: str, *, now: datetime) -> Week:
    """At most seven queries, however many interviews there are."""
    zone = get_timezone()
    asked = asked_for(person, typed, now)
    begins, ends = (datetime.combine(monday + timedelta(days=days), time.min, tzinfo=zone) for days in (0, DAYS))
    found = db.session.scalars(
        _interviews(person, asked).where(Interview.starts_at >= begins, Interview.starts_at < ends).limit(MOST + 1)
    ).all()
    held = found[:MOST]
    led = set(db.session.scalars(_led(person).where(Interview.id.in_([one.id for one in held]))))
    seats = _seats(held)
    by_day: dict[date, list[Entry]] = {}
    for one in held:
        local = one.starts_at.astimezone(zone).date()
        by_day.setdefault(local, []).append(_entry(one, seats.get(one.id, []), person, leads=one.id in led))
    weekdays = [monday + timedelta(days=days) for days in range(DAYS)]
    today = now.astimezone(zone).date()
    return Week(
        monday=monday,
        days=[
            Day(day(one), one == today, by_day.get(one, []))
            for one in weekdays
            if one in by_day or one.isoweekday() < DAYS - 1
        ],
        number=len(held),
        is_cut=len(found) > MOST,
        asked=asked,
        zone=str(zone),
    )


def _interviews(person: Person, asked: Asked) -> Select[Interview]:
    own = access.visible_slots(person).with_only_columns(Slot.interview_id)
    is_own, is_led = Interview.id.in_(own), Interview.id.in_(_led(person))
    theirs: ColumnElement[bool] = or_(is_own, is_led)
    if not asked.filter.is_empty:
        theirs = or_(is_own & asked.holds, is_led & Interview.application_id.in_(asked.applications))
    application = contains_eager(Interview.application)
    return (
        select(Interview)
        .join(Interview.stage)
        .join(Interview.application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            theirs,
            Interview.cancelled_at.is_(None),
            Interview.unscheduled.is_(False),
            is_no_candidate(person, Application.opening_id),
        )
        .order_by(Interview.starts_at, Interview.id)
        .options(
            contains_eager(Interview.stage),
            application.contains_eager(Application.candidate).load_only(Candidate.name),
            application.contains_eager(Application.opening),
        )
    )


def _led(person: Person) -> Select[int]:
    return access.visible_interviews(person).with_only_columns(Interview.id)


def _seats(held: Sequence[Interview]) -> dict[int, list[Slot]]:
    """Who holds them, in the order asked."""
    found: dict[int, list[Slot]] = {}
    seats = (
        select(Slot)
        .join(Slot.person)
        .where(Slot.interview_id.in_([one.id for one in held]), is_live(Slot))
        .order_by(Slot.id)
        .options(contains_eager(Slot.person).options(lazyload(Person.capabilities)))
    )
    for slot in db.session.scalars(seats):
        found.setdefault(slot.interview_id, []).append(slot)
    return found


def _entry(interview: Interview, seats: Sequence[Slot], reader: Person, *, leads: bool) -> Entry:
    """Whoever only holds a seat reads of their own: who else meets the candidate stands in the brief."""
    own = next((seat for seat in seats if seat.person_id == reader.id), None)
    brief = "" if own is None else url_for("loops.brief", slot=own.ref)
    return Entry(
        begins=clock_time(interview.starts_at),
        ends=clock_time(interview.ends_at),
        candidate=interview.application.candidate.name,
        stage=interview.stage.title,
        opening=interview.application.opening.known_as,
        with_whom=[seat.person.name for seat in seats if seat is not own] if leads else [],
        is_own=own is not None,
        place=interview.place,
        url=url_for("loops.show", interview=interview.ref) if leads else brief,
    )


def _monday(typed: str, today: date) -> date:
    """Of the week asked for, or of this one."""
    asked = WEEK.fullmatch(typed)
    this = today - timedelta(days=today.isoweekday() - 1)
    if asked is None:
        return this
    try:
        return date.fromisocalendar(int(asked[1]), int(asked[2]), 1)
    except ValueError:
        return this
