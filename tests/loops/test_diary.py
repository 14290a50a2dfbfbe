"""Whoever looks after somebody's interviews sees when, where and with whom, and nothing about any card; what lies ahead
they decline or hand over.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.booking import book
from hiring.booking.meeting import Terms
from hiring.db import db
from hiring.models import Application, Conflict, Deputy, Event, Interview, Outgoing, Person, Slot
from hiring.people.deputies import name_deputy
from tests.answers.said import closed
from tests.cast import NOW
from tests.factories import an_interview
from tests.house import House

A_DAY = timedelta(days=1)


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


# --- Giving a seat up for somebody

GIVES_UP = {"reason": "He is at a funeral."}


def way_out(house: House, seat: str = "casey-ivan") -> str:
    return f"{url(house)}?seat={house.ref(seat)}"


def decline(house: House, who: str = "omar", to: str = "", seat: str = "casey-ivan") -> tuple[int, str]:
    fields = GIVES_UP | ({"colleague": house.ref(to)} if to else {})
    answer = house.visitor(who).post(f"/slots/{house.ref(seat)}/decline", fields)
    return answer.status_code, answer.headers.get("Location", answer.text)


def told(house: House) -> list[tuple[str, str | None, object]]:
    """The newest events about seats: by whom, and their facts."""
    with house.app.app_context():
        found = db.session.execute(
            select(Event.kind, Person.name, Event.facts)
            .outerjoin(Person, Person.id == Event.by_id)
            .where(Event.kind.in_(("slot.declined", "slot.handed_over", "slot.assigned")))
            .order_by(Event.seq)
        )
        return [(row.kind, row.name, row.facts) for row in found]


def ids(house: House, *names: str) -> list[int]:
    with house.app.app_context():
        return [house.one(Person, name).id for name in names]


def mails(house: House) -> dict[str, tuple[str, str]]:
    """By kind: to whom, and the body."""
    with house.app.app_context():
        return {one.kind: (one.address, one.body) for one in db.session.scalars(select(Outgoing))}


def test_the_assistant_declines_for_him_and_everybody_concerned_hears_who_did(house: House, scheduled_for: str) -> None:
    omar = house.visitor("omar")
    assert way_out(house) in omar.get(scheduled_for).text
    form = omar.get(way_out(house)).text
    assert ("Why can Ivan Petrov not hold it?" in form, f"/slots/{house.ref('casey-ivan')}/decline" in form) == (
        True,
        True,
    )
    assert decline(house) == (303, scheduled_for)
    (ivan,) = ids(house, "ivan")
    assert told(house) == [("slot.declined", "Omar Haddad", {"on_behalf_of": ivan})]
    sent = mails(house)
    assert {kind: to for kind, (to, _body) in sent.items()} == {
        "interview_declined": "rita@example.org",
        "interview_given_back": "ivan@example.org",
    }
    for _to, body in sent.values():
        assert ("Omar Haddad, who looks after" in body, "He is at a funeral." in body) == (True, True)
    assert "Casey" not in omar.get(scheduled_for).text
    assert (
        "Omar Haddad declined a seat for Ivan Petrov"
        in house.visitor("rita").get(f"/applications/{house.ref('casey')}/history").text
    )


def test_he_who_declines_himself_is_not_said_to_have_been_spoken_for(house: House, scheduled_for: str) -> None:
    assert decline(house, "ivan") == (303, "/interviews")
    assert told(house) == [("slot.declined", "Ivan Petrov", {})]
    assert not any("who looks after" in body for _to, body in mails(house).values())


def test_the_assistant_hands_over_to_a_colleague(house: House, scheduled_for: str) -> None:
    with house.changing():
        house.one(Slot, "casey-ines").declined_at = NOW  # the stage is a series of talks one to one
    assert decline(house, to="mona") == (303, scheduled_for)
    ivan, mona = ids(house, "ivan", "mona")
    assert told(house) == [
        ("slot.handed_over", "Omar Haddad", {"to": mona, "on_behalf_of": ivan}),
        ("slot.assigned", "Omar Haddad", {"person": mona}),
    ]
    assert {kind: to for kind, (to, _body) in mails(house).items()} == {
        "interview_handed_over": "rita@example.org",
        "interview_given_back": "ivan@example.org",
        "interview_assigned": "mona@example.org",
    }


def test_the_assistant_is_not_told_who_else_has_a_part_and_takes_no_seat(house: House, scheduled_for: str) -> None:
    """Ines sits in it already: who is left out of the list would tell, and so would other words."""
    form = house.visitor("omar").get(way_out(house)).text
    offered = {name: f'value="{house.ref(name)}"' in form for name in ("ines", "mona", "ivan", "omar")}
    assert offered == {"ines": True, "mona": True, "ivan": False, "omar": False}
    status, page = decline(house, to="ines")
    assert (status, "Ines Calder cannot take this seat. Choose somebody else." in page) == (422, True)
    assert decline(house, to="omar")[0] == 422


def test_of_a_confidential_opening_the_assistant_names_nobody(house: House, scheduled_for: str) -> None:
    with house.changing():
        opening = house.one(Interview, "casey-interview").application.opening
        opening.confidential, opening.codename = True, "Wren"
    form = house.visitor("omar").get(way_out(house)).text
    assert ([name for name in ("ines", "mona", "rita") if house.ref(name) in form], "Casey" in form) == ([], False)
    assert decline(house, to="mona")[0] == 422
    assert decline(house) == (303, scheduled_for)


def test_that_the_application_is_closed_is_not_for_the_assistant(house: House, scheduled_for: str) -> None:
    with house.changing():
        closed(house.one(Application, "casey"), "rejected", by=house.one(Person, "rita"), at=NOW)
    status, page = decline(house, to="mona")
    assert (status, "Mona Lindgren cannot take this seat." in page, "closed" in page) == (422, True, False)


def test_an_interview_that_has_begun_is_not_theirs_to_give_up(house: House, scheduled_for: str) -> None:
    """Its card may be in by then: the page is the same whether it is."""
    with house.changing():
        house.one(Interview, "casey-interview").starts_at = NOW - timedelta(hours=1)
    assert ("seat=" in house.visitor("omar").get(scheduled_for).text, decline(house)[0]) == (False, 404)


@pytest.mark.parametrize("is_in", [True, False])
def test_nor_one_that_was_moved_after_it_had_begun(house: House, scheduled_for: str, *, is_in: bool) -> None:
    with house.changing():
        interview, slot = house.one(Interview, "casey-interview"), house.one(Slot, "casey-ivan")
        interview.starts_at = NOW - timedelta(hours=1)
        slot.handed_in_at = NOW if is_in else None
        terms = Terms(NOW + A_DAY, interview.zone, 60, "Room 3")
        book.move(interview, terms, by=house.one(Person, "rita"), now=NOW, anyway=True)
    page = house.visitor("omar").get(scheduled_for).text
    assert ("Room 3" in page, "seat=" in page, decline(house)[0]) == (True, False, 404)


def test_one_moved_while_it_lay_ahead_is(house: House, scheduled_for: str) -> None:
    with house.changing():
        interview = house.one(Interview, "casey-interview")
        terms = Terms(NOW + 2 * A_DAY, interview.zone, 60, "Room 3")
        book.move(interview, terms, by=house.one(Person, "rita"), now=NOW, anyway=True)
    assert decline(house) == (303, scheduled_for)


def test_nobody_else_gives_it_up(house: House, scheduled_for: str) -> None:
    """Who types only, who no longer looks after them, and whoever has a conflict of interest."""
    with house.changing():
        name_deputy(house.one(Person, "ivan"), house.one(Person, "mona"), "types", now=NOW)
    assert [decline(house, who)[0] for who in ("mona", "max", "ines", "rita")] == [404] * 4
    assert way_out(house, "casey-ines") not in house.visitor("omar").get(way_out(house, "casey-ines")).text
    assert decline(house, seat="casey-ines")[0] == 404
    with house.changing():
        db.session.scalars(select(Deputy).where(Deputy.may == "schedules")).one().ended_at = NOW
    assert decline(house)[0] == 404
    assert told(house) == []


def test_the_page_asks_the_same_questions_for_one_interview_and_for_thirty(house: House, scheduled_for: str) -> None:
    omar, asked = house.visitor("omar"), way_out(house)
    omar.get(asked)
    with house.counting() as for_one:
        omar.get(asked)
    with house.changing():
        first = house.one(Interview, "casey-interview")
        for day in range(2, 31):
            an_interview(
                first.application,
                "deep-dives",
                [house.one(Person, "ivan")],
                starts_at=NOW + day * A_DAY,
                by=house.one(Person, "rita"),
            )
    with house.counting() as for_thirty:
        page = omar.get(asked).text
    assert (page.count("Cannot hold it</a>"), len(for_one), len(for_thirty)) == (30, 8, 8)
