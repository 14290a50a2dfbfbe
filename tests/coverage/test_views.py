"""Pages of coverage: the matrix, one place changed, a fix applied, briefs, and who is shown none of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hiring.db import db
from hiring.models import Outgoing, Slot
from tests.cast import DAY, NOW
from tests.coverage.loops import BUILDING, DELIVERY, LEADERS, MONDAY, STRATEGY, a_loop, a_talk
from tests.factories import a_scorecard
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here rests on the database; a sample on the other one is in test_both.py."""
    return sqlite_world


def url(house: House, more: str = "", name: str = "noel") -> str:
    return f"/applications/{house.ref(name)}/coverage{more}"


def seen(house: House) -> str:
    found = re.search(r'name="seen" value="(\w+)"', house.visitor("rita").get(url(house)).text)
    assert found is not None
    return found[1]


def dimensions(house: House, seat: str) -> list[str]:
    with house.app.app_context():
        return list(db.session.scalars(select(Slot.dimensions).filter_by(ref=seat)).one())


def test_the_matrix_names_every_place_in_full(house: House) -> None:
    a_loop(house)
    page = house.visitor("rita").get(url(house)).text
    for label in (
        "Assign Delivery and execution to Ines Calder",
        "Strategy and focus with Ines Calder: leads",
        "Strategy and focus with Ivan Petrov: second view",
    ):
        assert f'aria-label="{label}"' in page
    assert "Nobody covers Hiring and developing leaders" in page


def test_as_many_queries_for_one_talk_as_for_thirty(house: House) -> None:
    a_loop(house)
    rita = house.visitor("rita")
    rita.get(url(house))
    with house.counting() as few:
        rita.get(url(house))
    with house.changing():
        for number in range(27):
            a_talk(house, "mona", [DELIVERY], at=MONDAY + timedelta(hours=6 + number))
    with house.counting() as many:
        rita.get(url(house))
    assert (len(few), len(many)) == (10, 10)


def test_one_click_gives_an_area_to_somebody(house: House) -> None:
    seats = a_loop(house)
    answer = house.visitor("rita").post(
        url(house, "/cells"), {"cell": f"{LEADERS}.{seats['ivan']}", "seen": seen(house)}
    )
    assert (answer.status_code, answer.location) == (303, f"{url(house)}#{LEADERS}")
    assert dimensions(house, seats["ivan"]) == [STRATEGY, LEADERS]


def test_a_place_is_changed_by_hand(house: House) -> None:
    seats = a_loop(house)
    cell = f"{STRATEGY}.{seats['ivan']}"
    page = house.visitor("rita").get(url(house, f"?cell={cell}")).text
    assert "Strategy and focus: Ivan Petrov" in page
    fields = {"cell": cell, "part": "leads", "asks": "what-you-stopped", "seen": seen(house)}
    assert house.visitor("rita").post(url(house, "/cells"), fields).status_code == 303
    with house.app.app_context():
        slot = db.session.scalars(select(Slot).filter_by(ref=seats["ivan"])).one()
        assert (slot.seconds, slot.questions) == ([], ["what-you-stopped"])


@pytest.mark.parametrize("part", ["first", "LEADS", "\0"])
def test_a_part_that_there_is_not_is_refused(house: House, part: str) -> None:
    seats = a_loop(house)
    fields = {"cell": f"{STRATEGY}.{seats['ivan']}", "part": part, "seen": seen(house)}
    assert house.visitor("rita").post(url(house, "/cells"), fields).status_code == 422


@pytest.mark.parametrize("cell", ["", ".", "x.y", f"{STRATEGY}.", "a" * 300])
def test_a_place_that_there_is_not_changes_nothing(house: House, cell: str) -> None:
    a_loop(house)
    answer = house.visitor("rita").post(url(house, "/cells"), {"cell": cell, "seen": seen(house)})
    assert answer.status_code in {409, 422}
    assert house.visitor("rita").get(url(house, f"?cell={cell}")).status_code == 200


def test_a_page_that_is_out_of_date_changes_nothing(house: House) -> None:
    seats = a_loop(house)
    fields = {"cell": f"{LEADERS}.{seats['ivan']}", "seen": seen(house)}
    assert house.visitor("cleo").post(url(house, "/cells"), fields).status_code == 303
    answer = house.visitor("rita").post(url(house, "/fix"), {"finding": "all", "seen": fields["seen"]})
    assert answer.status_code == 409
    assert "Somebody has changed who covers what" in answer.text


def test_one_finding_or_all_of_them_are_mended(house: House) -> None:
    seats = a_loop(house)
    rita = house.visitor("rita")
    fields = {"finding": f"repeated-{STRATEGY}", "seen": seen(house)}
    assert rita.post(url(house, "/fix"), fields).status_code == 303
    page = rita.get(url(house)).text
    assert "asked more than once" not in page
    assert dimensions(house, seats["ines"]) == [STRATEGY, BUILDING]
    assert rita.post(url(house, "/fix"), {"finding": "all", "seen": seen(house)}).status_code == 303
    assert "The smallest fix" not in rita.get(url(house)).text
    assert rita.post(url(house, "/fix"), {"finding": "all", "seen": seen(house)}).status_code == 409


def test_briefs_are_looked_at_and_sent(house: House) -> None:
    a_loop(house)
    rita = house.visitor("rita")
    assert rita.get(url(house, "/briefs")).status_code == 200
    refused = rita.post(url(house, "/briefs"))
    assert refused.status_code == 422
    assert "Send them all the same" in refused.text
    sent = rita.post(url(house, "/briefs"), {"reason": "The founders ask about it."})
    assert sent.status_code == 303
    assert "The briefs are on their way." in rita.get(sent.location).text
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).where(Outgoing.kind == "brief_ready")) == 3


def test_a_loop_without_talks_says_what_to_do(house: House) -> None:
    page = house.visitor("rita").get(url(house)).text
    assert "No interview about this rubric yet" in page
    assert house.visitor("rita").post(url(house, "/briefs")).status_code == 409


@pytest.mark.parametrize("name", ["omar", "ines", "max", "priya", "adam"])
def test_nobody_else_finds_a_thing(house: House, name: str) -> None:
    a_loop(house)
    status = 403 if name == "ines" else 404
    for more in ("", "/briefs"):
        assert house.visitor(name).get(url(house, more)).status_code == status


def test_whoever_owes_a_card_is_shown_the_plan_and_not_what_came_of_it(house: House) -> None:
    a_loop(house)
    with house.changing():
        a_talk(house, "rita", [STRATEGY], at=MONDAY + timedelta(hours=8))
        slot = a_talk(house, "max", [LEADERS], at=NOW - DAY).slots[0].ref
    rita, cleo = house.visitor("rita"), house.visitor("cleo")
    before = rita.get(url(house)).text
    assert "this shows what was planned, not what came of it" in before
    assert "Nobody covers Hiring" not in cleo.get(url(house)).text
    with house.changing():
        found = db.session.scalars(select(Slot).filter_by(ref=slot)).one()
        a_scorecard(found, level=4, verdict="yes", words="CANARY-max", at=NOW, leaves=[LEADERS])
    assert without_keys(rita.get(url(house)).text) == without_keys(before)
    read = cleo.get(url(house)).text
    assert "Nobody covers Hiring and developing leaders" in read
    assert "Not assessed</b>" in read
    assert "CANARY" not in read


def without_keys(page: str) -> str:
    return re.sub(r'name="(csrf_token|key)"[^>]*', "", page)
