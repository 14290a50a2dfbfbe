"""The calendar of interviews: whose are on it, for whom, and what the filter box finds there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hiring.db import db
from hiring.models import Application, Conflict, Person
from tests.answers.said import closed
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import ON_SQLITE, House
from tests.openings.reading import plain

pytestmark = ON_SQLITE


def week(house: House, who: str, asked: str = "") -> str:
    answer = house.visitor(who).get(f"/interviews/calendar{asked}")
    assert answer.status_code == 200
    return plain(answer.text).replace("\n", " ")


def test_whoever_leads_reads_who_meets_whom(house: House) -> None:
    assert "Mon 16 Nov 1 interview Casey Morgan Chief technology officer 10:00–11:00" in week(house, "rita")
    assert "Ines Calder , Ivan Petrov" in week(house, "rita")


def test_whoever_holds_one_reads_of_their_own_alone(house: House) -> None:
    said = week(house, "ines")
    assert "Casey Morgan" in said
    assert "You" in said
    assert "Ivan" not in said
    assert f'href="/slots/{house.ref("casey-ines")}/brief"' in house.visitor("ines").get("/interviews/calendar").text


@pytest.mark.parametrize("who", ["omar", "adam", "priya"])
def test_nobody_else_reads_anything(house: House, who: str) -> None:
    assert "Casey" not in week(house, who)
    assert "Quinn" not in week(house, "rita")


def test_a_conflict_of_interest_takes_it_off(house: House) -> None:
    with house.changing():
        casey, cleo = house.one(Application, "casey"), house.one(Person, "cleo")
        closed = Conflict(person=cleo, application=casey, opening_id=casey.opening_id, kind="declared", at=NOW)
        db.session.add(closed)
    assert "Casey" not in week(house, "cleo")


@pytest.mark.parametrize(
    ("typed", "who", "found"),
    [
        ("casey", "rita", True),
        ("dana", "rita", False),
        ("stage:deep-dives", "rita", True),
        ("stage:panel-peers", "rita", False),
        ("opening:chief-technology-officer -is:late", "cleo", True),
        ("casey", "ines", True),
        ("-casey", "ines", False),
        ("stage:deep-dives", "ines", False),  # its course is not hers to ask for
    ],
)
def test_it_is_asked_as_the_board_is(house: House, typed: str, who: str, found: bool) -> None:
    assert ("Deep-dives with the founders" in week(house, who, f"?q={typed}")) is found


def test_whoever_leads_finds_by_name_whom_we_have_turned_down_since(house: House) -> None:
    with house.changing():
        closed(house.one(Application, "casey"), "rejected", by=house.one(Person, "rita"), at=NOW)
    assert "Deep-dives with the founders" in week(house, "rita", "?q=casey")


@pytest.mark.parametrize("typed", ["2026-W99", "0000-W00", "٢٠٢٦-W47", "x"])
def test_what_is_no_week_is_this_one(house: House, typed: str) -> None:
    assert week(house, "rita", f"?week={typed}") == week(house, "rita")
    assert "Casey" not in week(house, "rita", "?week=2026-W48")


def test_one_interview_and_thirty_cost_the_same_queries(house: House) -> None:
    rita, counts = house.visitor("rita"), []
    for _many in range(2):
        with house.counting() as counted:
            rita.get("/interviews/calendar")
            rita.get("/interviews/calendar?q=-is:late")
        counts.append(len(counted))
        with house.changing():
            noel, ines, by = house.one(Application, "noel"), house.one(Person, "ines"), house.one(Person, "rita")
            for place in range(29):
                begins = NOW + timedelta(minutes=30 * place)
                an_interview(noel, "recruiter-call", [ines], starts_at=begins, by=by)
    assert counts == [10, 10]
