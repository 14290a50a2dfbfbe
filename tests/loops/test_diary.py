"""Whoever schedules for somebody sees when, where and with whom, and nothing about any card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hiring.db import db
from hiring.models import Conflict, Interview, Person
from hiring.people.deputies import name_deputy
from tests.cast import NOW
from tests.house import House


def url(house: House, who: str = "ivan") -> str:
    return f"/people/{house.ref(who)}/interviews"


@pytest.fixture
def scheduled_for(house: House) -> str:
    """Omar looks after Ivan's interviews; the one with Casey is tomorrow."""
    with house.changing():
        name_deputy(house.one(Person, "ivan"), house.one(Person, "omar"), "schedules", now=NOW)
        interview = house.one(Interview, "casey-interview")
        interview.starts_at, interview.place = NOW + timedelta(days=1), "Room 2"
    return url(house)


def test_the_assistant_sees_when_where_and_whom(house: House, scheduled_for: str) -> None:
    page = house.visitor("omar").get(scheduled_for).text
    for words in ("Casey Morgan", "Wed 18 Nov, 10:00", "Room 2", "60 minutes"):
        assert words in page
    assert "Dana" not in page
    for kept in ("CANARY", "corecard", "draft", "/slots/", "/applications/", "Ines"):
        assert kept not in page.split("<main")[1]
    assert f'href="{scheduled_for}"' in house.visitor("omar").get("/account").text


def test_a_confidential_opening_keeps_its_candidates_to_its_own(house: House, scheduled_for: str) -> None:
    """Whoever looks after the times has no part in it: its codename is enough to hold the hour free."""
    with house.changing():
        opening = house.one(Interview, "casey-interview").application.opening
        opening.confidential, opening.codename = True, "Wren"
    page = house.visitor("omar").get(scheduled_for).text
    assert ("Wed 18 Nov, 10:00" in page, "Wren" in page, "Casey" in page) == (True, True, False)


@pytest.mark.parametrize("who", ["ines", "rita", "adam"])
def test_nobody_else_does(house: House, scheduled_for: str, who: str) -> None:
    assert house.visitor(who).get(scheduled_for).status_code == 404


def test_typing_is_not_scheduling(house: House) -> None:
    with house.changing():
        name_deputy(house.one(Person, "ivan"), house.one(Person, "omar"), "types", now=NOW)
    assert house.visitor("omar").get(url(house)).status_code == 404


@pytest.mark.parametrize("who", ["ivan", "omar"])
def test_a_conflict_of_interest_of_either_closes_it(house: House, scheduled_for: str, who: str) -> None:
    with house.changing():
        application = house.one(Interview, "casey-interview").application
        about = {"opening_id": application.opening_id, "application_id": application.id}
        person_id = house.one(Person, who).id
        db.session.add(
            Conflict(person_id=person_id, kind="declared", reason="A friend.", by_id=person_id, at=NOW, **about)
        )
    assert "Casey" not in house.visitor("omar").get(scheduled_for).text
