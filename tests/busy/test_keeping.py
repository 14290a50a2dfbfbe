"""Calendars elsewhere, read by the worker: one at a time, once an hour, and only the times are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from hiring.busy.fetching import Unfetched
from hiring.db import db
from hiring.models import BusyFeed, BusyTime, Person
from hiring.worker_errands import read_a_calendar
from tests.cast import NOW
from tests.house import House

HOUR = timedelta(hours=1)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    b"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:CANARY dentist\r\nDTSTART:20261118T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:ref@localhost\r\nDTSTART:20261119T090000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def named(house: House, *names: str) -> None:
    with house.changing():
        for name in names:
            url = f"https://calendar.example/{name}.ics"
            db.session.add(BusyFeed(person_id=house.one(Person, name).id, url=url, added_at=NOW))


def state(house: House) -> list[tuple[str, datetime | None, str]]:
    with house.app.app_context():
        found = db.session.scalars(select(BusyFeed).order_by(BusyFeed.person_id))
        return [(one.person.name, one.read_at, one.trouble) for one in found]


def taken(house: House) -> list[tuple[datetime, datetime]]:
    with house.app.app_context():
        return [(one.starts_at, one.ends_at) for one in db.session.scalars(select(BusyTime).order_by(BusyTime.id))]


def test_times_are_kept_and_nothing_of_what_for(house: House) -> None:
    named(house, "ivan")
    with house.changing():
        house.one(Person, "ivan").zone = "America/New_York"
    assert read_a_calendar(house.app, NOW, fetch=lambda _url: CALENDAR)
    at = NOW.replace(day=18, hour=14)
    assert (taken(house), state(house)) == ([(at, at + HOUR)], [("Ivan Petrov", NOW, "")])
    # read again, they take the place of what was there
    assert not read_a_calendar(house.app, NOW + HOUR / 2, fetch=lambda _url: CALENDAR)
    assert read_a_calendar(house.app, NOW + HOUR, fetch=lambda _url: CALENDAR)
    assert taken(house) == [(at, at + HOUR)]


def test_whoever_waited_longest_is_read_first_and_leavers_never(house: House) -> None:
    named(house, "ines", "ivan", "omar")
    with house.changing():
        house.one(Person, "omar").deactivated_at = NOW
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return CALENDAR

    assert [read_a_calendar(house.app, NOW + HOUR / 9 * step, fetch=fetch) for step in range(3)] == [True, True, False]
    assert read_a_calendar(house.app, NOW + 2 * HOUR, fetch=fetch)
    assert asked == [f"https://calendar.example/{name}.ics" for name in ("ines", "ivan", "ines")]


def test_trouble_is_remembered_and_what_was_known_stays(house: House) -> None:
    named(house, "ivan")
    read_a_calendar(house.app, NOW, fetch=lambda _url: CALENDAR)
    known = taken(house)

    def nowhere(_url: str) -> bytes:
        raise Unfetched("unreachable")

    for later, fetch, trouble in (
        (1, nowhere, "unreachable"),
        (2, lambda _url: b"<html>", "unreadable"),
        (3, lambda _url: CALENDAR.replace(b"VERSION:2.0\r\n", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5001), "large"),
    ):
        assert read_a_calendar(house.app, NOW + later * HOUR, fetch=fetch)
        assert (state(house)[0][2], taken(house)) == (trouble, known)


def test_an_address_that_changed_meanwhile_keeps_nothing_of_the_old_one(house: House) -> None:
    named(house, "ivan")

    def fetch(_url: str) -> bytes:
        with house.changing():
            db.session.scalars(select(BusyFeed)).one().url = "https://calendar.example/other.ics"
        return CALENDAR

    assert read_a_calendar(house.app, NOW, fetch=fetch)
    assert (taken(house), state(house)) == ([], [("Ivan Petrov", None, "")])
