"""Interviewers: what they are trained for, when they work, how many interviews they hold, and who stands in."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring.coverage.interviewer_actions import train
from hiring.coverage.interviewer_queries import interviewers, roles
from hiring.db import db
from hiring.loops.successors import successors
from hiring.models import Event, Person, Slot, Substitute, Training
from hiring.refusal import Refusal
from tests.cast import NOW
from tests.coverage.loops import LEADERS, MONDAY, STRATEGY, a_loop
from tests.house import House, World


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Nothing here rests on the database; the matrix walks these pages on both."""
    return sqlite_world


def url(house: House, more: str = "", name: str = "ivan") -> str:
    return f"/interviewers/{house.ref(name)}{more}"


def states(house: House) -> dict[str, str]:
    with house.app.app_context():
        found = db.session.scalars(select(Training).filter_by(person_id=house.one(Person, "ivan").id))
        return {one.dimension: one.state for one in found}


def test_training_goes_step_by_step_and_back(house: House) -> None:
    rita, fields = house.visitor("rita"), {"rubric": "engineering-executive"}
    for step in ("shadows", "is_shadowed", "trained"):
        fields = {"rubric": "engineering-executive", f"of-{STRATEGY}": step, f"of-{LEADERS}": "shadows"}
        answer = rita.post(url(house, "/training"), fields)
        assert (answer.status_code, states(house)) == (303, {STRATEGY: step, LEADERS: "shadows"})
    again = rita.post(url(house, "/training"), fields)
    assert (again.status_code, "It stands like that already." in again.text) == (409, True)
    fields = {"rubric": "engineering-executive", f"of-{STRATEGY}": "", f"of-{LEADERS}": "shadows"}
    assert rita.post(url(house, "/training"), fields).status_code == 303
    assert states(house) == {LEADERS: "shadows"}
    with house.app.app_context():
        told = db.session.scalars(select(Event.facts).where(Event.kind == "person.trained").order_by(Event.seq)).all()
    assert [one["changed"] for one in told] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    "fields",
    [{"rubric": "no-such-role"}, {"rubric": "recruiter-call"}, {f"of-{STRATEGY}": "master"}, {"of-no-such": ""}],
)
def test_what_there_is_not_is_refused(house: House, fields: dict[str, str]) -> None:
    asked = {"rubric": "engineering-executive", **fields}
    assert house.visitor("rita").post(url(house, "/training"), asked).status_code == 422


def test_the_verb_refuses_the_same(house: House) -> None:
    with house.app.app_context():
        ivan, rita, rubric = house.one(Person, "ivan"), house.one(Person, "rita"), roles()["engineering-executive"]
        for wrong in ({"no-such": "trained"}, {STRATEGY: "master"}):
            with pytest.raises(Refusal):
                train(ivan, rubric, wrong, by=rita, now=NOW)


def test_hours_and_the_weekly_limit_are_set_by_whoever_looks_after_interviewers(house: House) -> None:
    fields = {"works_from": "08:00", "works_until": "00:00", "weekly_cap": "3"}
    assert house.visitor("rita").post(url(house, "/limits"), fields).status_code == 303
    with house.app.app_context():
        ivan = house.one(Person, "ivan")
        assert (ivan.works_from, ivan.works_until, ivan.weekly_cap) == (480, 1440, 3)
    assert house.visitor("rita").post(url(house, "/limits"), fields | {"weekly_cap": ""}).status_code == 303
    with house.app.app_context():
        assert house.one(Person, "ivan").weekly_cap is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"works_from": "18:00"},
        {"works_from": "25:00"},
        {"works_until": "noon"},
        {"works_from": ""},
        {"weekly_cap": "-1"},
        {"weekly_cap": "100"},
        {"weekly_cap": "½"},
        {"weekly_cap": "1e2"},
    ],
)
def test_hours_that_cannot_be_are_refused(house: House, wrong: dict[str, str]) -> None:
    fields = {"works_from": "08:00", "works_until": "16:00", "weekly_cap": "3"} | wrong
    assert house.visitor("rita").post(url(house, "/limits"), fields).status_code == 422


def test_ones_own_hours_are_on_ones_own_page(house: House) -> None:
    ivan = house.visitor("ivan")
    assert 'value="09:00"' in ivan.get("/account").text
    assert ivan.post("/account/hours", {"works_from": "7:30", "works_until": "15:00"}).status_code == 303
    assert 'value="07:30"' in ivan.get("/account").text
    wrong = ivan.post("/account/hours", {"works_from": "16:00", "works_until": "15:00"})
    assert (wrong.status_code, "The day ends before it begins." in wrong.text) == (422, True)


def test_whoever_stands_in_is_offered_first(house: House) -> None:
    rita = house.visitor("rita")
    fields = {"substitute": house.ref("remy")}
    assert rita.post(url(house, "/substitutes"), fields).status_code == 303
    assert rita.post(url(house, "/substitutes"), fields).status_code == 409
    assert "Remy Laurent" in rita.get(url(house)).text
    with house.app.app_context():
        assert successors(house.one(Slot, "casey-ivan"))[0].name == "Remy Laurent"
    assert rita.post(url(house, "/substitutes/end"), {"ended": house.ref("remy")}).status_code == 303
    assert rita.post(url(house, "/substitutes/end"), {"ended": house.ref("remy")}).status_code == 409
    with house.app.app_context():
        assert db.session.scalars(select(Substitute)).all() == []
        assert successors(house.one(Slot, "casey-ivan"))[0].name == "Adam Lindqvist"


@pytest.mark.parametrize("name", ["ivan", "", "nobody"])
def test_nobody_stands_in_for_themselves_or_from_nowhere(house: House, name: str) -> None:
    chosen = house.ref(name) if name == "ivan" else name
    assert house.visitor("rita").post(url(house, "/substitutes"), {"substitute": chosen}).status_code == 422


def test_the_list_says_how_full_a_week_is(house: House) -> None:
    a_loop(house)
    with house.changing():
        house.one(Person, "ines").weekly_cap = 1
    with house.app.app_context():
        rows = interviewers(house.one(Person, "rita"), "ines", page=1, now=MONDAY).rows
    assert [(row.name, row.week, row.cap, row.is_full) for row in rows] == [("Ines Calder", 1, 1, True)]
    page = house.visitor("rita").get("/interviewers?q=calder").text
    assert ("Ines Calder" in page, "Ivan Petrov" in page) == (True, False)
    assert "Nobody of that name" in house.visitor("rita").get("/interviewers?q=%00zz").text


def test_as_many_queries_for_a_few_as_for_sixty(house: House) -> None:
    rita = house.visitor("rita")
    rita.get("/interviewers")
    with house.counting() as few:
        rita.get("/interviewers")
    with house.changing():
        for number in range(60):
            db.session.add(Person(name=f"Zoe {number}", email=f"zoe{number}@example.org", created_at=NOW))
    with house.counting() as many:
        page = rita.get("/interviewers").text
    assert (len(few), len(many)) == (4, 4)
    assert "Next" in page


@pytest.mark.parametrize("name", ["ines", "cleo", "adam", "priya", "max"])
def test_others_do_not_look_after_interviewers(house: House, name: str) -> None:
    assert house.visitor(name).get("/interviewers").status_code == 403
    assert house.visitor(name).get(url(house)).status_code == 404
