"""One's calendars: a secret address that opens exactly one's own interviews, for as long as one may see them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring.calendars.queries import digest
from hiring.db import db
from hiring.models import Application, BusyFeed, BusyTime, CalendarFeed, Event, Interview, Person, Slot
from hiring.people import actions as people
from tests.cast import DAY, NOW
from tests.factories import an_interview
from tests.house import House
from tests.icals.second_reader import read


@pytest.fixture
def world(request: pytest.FixtureRequest, sqlite_world: Any) -> Any:
    """Nothing here depends on the database; the statements are counted on both."""
    marked = request.node.get_closest_marker("postgres")
    return sqlite_world if marked is None else request.getfixturevalue("postgresql_world")


def address_of(house: House, name: str) -> str:
    page = house.visitor(name).post("/account/calendar").text
    found = re.search(r"<code>http://localhost(/calendar/[^<]+\.ics)</code>", page)
    assert found is not None
    return found[1]


def occasions(house: House, address: str) -> list[dict[str, Any]]:
    answer = house.visitor().get(address)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    (calendar,) = read([answer.text])
    assert calendar["method"] == "PUBLISH"
    return list(calendar["occasions"])


def events(house: House) -> list[str]:
    with house.app.app_context():
        return [
            one for one in db.session.scalars(select(Event.kind).order_by(Event.seq)) if one.startswith("calendar.")
        ]


def test_the_address_is_told_once_and_only_its_hash_is_kept(house: House) -> None:
    address = address_of(house, "ivan")
    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    page = house.visitor("ivan").get("/account/calendar").text
    assert (secret in page, "private address since" in page) == (False, True)
    with house.app.app_context():
        (feed,) = db.session.scalars(select(CalendarFeed))
        assert (feed.secret_sha256, feed.made_at.date()) == (digest(secret), NOW.date())
    assert events(house) == ["calendar.address_made"]


def test_it_opens_ones_own_interviews_without_a_session(house: House) -> None:
    found = occasions(house, address_of(house, "ivan"))
    titles = [(one["title"], one["words"].startswith("http://localhost/slots/")) for one in found]
    assert titles == [
        ("Interview: Chief technology officer", True),
        ("Interview: Chief technology officer", True),
    ]
    assert occasions(house, address_of(house, "omar")) == []


def test_it_names_nobody_and_of_confidential_openings_nothing(house: House) -> None:
    with house.changing():
        quinn, ivan = house.one(Application, "quinn"), house.one(Person, "ivan")
        an_interview(quinn, "deep-dives", [ivan], starts_at=NOW + DAY, by=house.one(Person, "remy"))
    text = house.visitor().get(address_of(house, "ivan")).text
    strangers = ("CANARY", "Heron", "Quinn", "Sato", "Casey", "Dana", "Deep-dives", "example.net")
    assert [word for word in strangers if word in text] == []
    (last,) = [one for one in read([text])[0]["occasions"] if one["title"] == "Interview"]
    assert last["starts"] == "2026-11-18T10:00:00.000Z"


def test_it_tells_no_place_and_no_way_into_a_call(house: House) -> None:
    with house.changing():
        interview = house.one(Interview, "casey-interview")
        interview.place, interview.video_url = "CANARY-room", "https://meet.example.org/CANARY-call"
    assert "CANARY" not in house.visitor().get(address_of(house, "ivan")).text


def test_rights_are_those_of_this_moment(house: House) -> None:
    address = address_of(house, "ivan")
    assert len(occasions(house, address)) == 2
    with house.changing():
        house.one(Slot, "casey-ivan").declined_at = NOW
    assert len(occasions(house, address)) == 1
    with house.changing():
        for interview in db.session.scalars(select(Interview)):
            interview.cancelled_at = NOW
    assert occasions(house, address) == []
    with house.changing():
        people.deactivate(house.one(Person, "ivan"), by=None, now=NOW)
    assert house.visitor().get(address).status_code == 404


def test_a_new_address_ends_the_old_one_and_ending_it_ends_both(house: House) -> None:
    old = address_of(house, "ivan")
    new = address_of(house, "ivan")
    assert [house.visitor().get(one).status_code for one in (old, new)] == [404, 200]
    assert house.visitor("ivan").post("/account/calendar/end").status_code == 303
    assert house.visitor().get(new).status_code == 404
    assert house.visitor("ivan").post("/account/calendar/end").status_code == 409
    assert events(house) == ["calendar.address_made", "calendar.address_made", "calendar.address_ended"]


def test_what_has_not_changed_is_not_sent_again_and_nothing_is_stored_on_the_way(house: House) -> None:
    address = address_of(house, "ivan")
    first = house.visitor().get(address)
    again = house.visitor().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "no-store, private"
    with house.changing():
        house.one(Interview, "casey-interview").starts_at += timedelta(hours=1)
    changed = house.visitor().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("dialect", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_one_interview_or_thirty_take_the_same_statements(house: House, dialect: str) -> None:
    with house.changing():
        casey, mona, rita = house.one(Application, "casey"), house.one(Person, "mona"), house.one(Person, "rita")
        an_interview(casey, "deep-dives", [mona], starts_at=NOW + DAY, by=rita)
    address, browser = address_of(house, "mona"), house.visitor()
    with house.counting() as few:
        browser.get(address)
    with house.changing():
        casey, mona, rita = house.one(Application, "casey"), house.one(Person, "mona"), house.one(Person, "rita")
        for hour in range(29):
            an_interview(casey, "deep-dives", [mona], starts_at=NOW + timedelta(days=2, hours=hour), by=rita)
    with house.counting() as many:
        assert len(browser.get(address).text.split("BEGIN:VEVENT")) == 31
    assert (len(few), len(many)) == (3, 3)


def test_a_calendar_elsewhere_is_named_and_forgotten(house: House) -> None:
    ivan = house.visitor("ivan")
    url = "https://calendar.example/private.ics?key=CANARY-key"
    assert ivan.post("/account/calendar/busy", {"url": url}).status_code == 303
    with house.changing():
        (feed,) = db.session.scalars(select(BusyFeed))
        assert (feed.url, feed.person.name, feed.read_at) == (url, "Ivan Petrov", None)
        db.session.add(BusyTime(person_id=feed.person_id, starts_at=NOW, ends_at=NOW + DAY))
        feed.read_at, feed.trouble = NOW, "inside"
    page = ivan.get("/account/calendar").text
    assert "CANARY" not in page
    assert "This address leads into a network that is not public." in page
    assert "1 time ahead at which you are taken." in page
    assert ivan.post("/account/calendar/busy/end").status_code == 303
    with house.app.app_context():
        assert (db.session.scalars(select(BusyFeed)).all(), db.session.scalars(select(BusyTime)).all()) == ([], [])
    assert events(house) == ["calendar.busy_named", "calendar.busy_forgotten"]


@pytest.mark.parametrize("url", ["", "http://calendar.example/a.ics", "file:///etc/passwd", "https://u:p@h/", "ical"])
def test_what_is_no_https_address_is_refused_with_what_was_typed(house: House, url: str) -> None:
    answer = house.visitor("ivan").post("/account/calendar/busy", {"url": url})
    assert answer.status_code == 422
    assert f'value="{url}"' in answer.text
