"""Finding times: across zones, for one talk and for a row, offered or booked, and taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring.booking import offers
from hiring.booking.diaries import length_of
from hiring.db import db
from hiring.models import Application, BusyTime, Interview, Outgoing, Person, TimeOffer
from hiring.people.actions import guest
from tests.cast import DAY, NOW
from tests.factories import an_interview, at_stage
from tests.house import ON_SQLITE, House

pytestmark = ON_SQLITE


def address(house: House, name: str = "casey") -> str:
    return f"/applications/{house.ref(name)}/times"


def asked(house: House, *names: str, **changes: Any) -> dict[str, Any]:
    people = {f"who{place}": house.ref(name) for place, name in enumerate(names, 1)}
    usual = {"stage": "panel-peers", "minutes": "45", "since": "2026-11-24", "span": "7", "zone": "Europe/London"}
    return {**usual, **people, **changes}


def offered(page: str) -> list[str]:
    return re.findall(r'name="time" value="([^"]+)"', page)


def test_a_few_times_of_each_day_are_found(house: House) -> None:
    page = house.visitor("rita").get(address(house), query_string=asked(house, "mona"))
    assert page.status_code == 200
    assert offered(page.text)[:5] == [
        "2026-11-24T09:00Z",
        "2026-11-24T10:00Z",
        "2026-11-24T11:00Z",
        "2026-11-24T12:00Z",
        "2026-11-25T09:00Z",
    ]
    assert len(offered(page.text)) == 12


@pytest.mark.parametrize(("stage", "minutes"), [("recruiter-call", "30"), ("deep-dives", "90")])
def test_the_stage_asked_for_brings_its_own_length(house: House, stage: str, minutes: str) -> None:
    page = house.visitor("rita").get(f"{address(house)}?stage={stage}").text
    assert re.findall(r'<option selected value="([a-z-]+)">', page)[0] == stage
    assert re.findall(r'name="minutes"[^>]* value="(\d+)"', page) == [minutes]


def test_everybodys_clock_hours_and_calendar_count(house: House) -> None:
    with house.changing():
        house.one(Application, "casey").candidate.zone = "America/Los_Angeles"
        mona, max_ = house.one(Person, "mona"), house.one(Person, "max")
        mona.works_until, max_.zone = 19 * 60, "Europe/Lisbon"
        at = datetime(2026, 11, 24, 16, tzinfo=UTC)  # eight in the morning in Los Angeles
        db.session.add(BusyTime(person_id=mona.id, starts_at=at, ends_at=at + timedelta(minutes=40)))
    page = house.visitor("rita").get(address(house), query_string=asked(house, "mona", "max", stage="presentation"))
    # together until Lisbon closes at half past five; the first half hour Mona is taken
    assert offered(page.text)[:2] == ["2026-11-25T16:00Z", "2026-11-26T16:00Z"]
    assert "for the candidate 08:00–08:45" in page.text


def test_talks_one_to_one_follow_one_another(house: House) -> None:
    page = house.visitor("rita").get(address(house), query_string=asked(house, "mona", "max"))
    assert "<bdi>Tue 24 Nov, 09:00–10:45</bdi>" in page.text
    assert "<bdi>09:00 Mona Lindgren, 10:00 Max Oyelaran</bdi>" in page.text


def test_the_pause_between_two_is_as_long_as_was_said(house: House) -> None:
    rita, url, kept = house.visitor("rita"), address(house), []
    for pause, span, second in (("0", "09:00–10:30", "09:45"), ("40", "09:00–11:10", "10:25")):
        fields = asked(house, "mona", "max", pause=pause)
        page = rita.get(url, query_string=fields).text
        assert (f"<bdi>Tue 24 Nov, {span}</bdi>" in page, f"{second} Max Oyelaran" in page) == (True, True)
        kept += re.findall(r'type="hidden" name="pause" value="(\d+)"', page)
    assert kept == ["0", "40"]
    fields = asked(house, "mona", "max", pause="0", time=["2026-11-24T09:00Z"])
    assert rita.post(url, {**fields, "then": "offer"}).status_code == 303
    with house.changing():
        offer = db.session.scalars(select(TimeOffer)).one()
        assert (offer.pause, length_of(offer)) == (0, timedelta(minutes=90))
        offers.pick(offer.times[0], now=NOW)
        booked = db.session.scalars(select(Interview).where(Interview.scheduled_at == NOW))
        assert sorted(f"{one.starts_at:%H:%M}" for one in booked) == ["09:00", "09:45"]
    answer = rita.post(url, {**fields, "time": ["2026-11-25T09:00Z"], "then": "book"})
    assert answer.status_code == 303
    with house.app.app_context():
        later = db.session.scalars(select(Interview).where(Interview.starts_at > NOW + 8 * DAY - timedelta(hours=4)))
        assert [f"{one.starts_at:%a %H:%M}" for one in later] == ["Wed 09:00", "Wed 09:45"]


def test_times_are_offered_once_and_taken_back(house: House) -> None:
    rita, url = house.visitor("rita"), address(house)
    fields = asked(house, "mona", "max", time=["2026-11-24T09:00Z", "2026-11-25T11:00Z"], then="offer", place="Room 2")
    answer = rita.post(url, fields)
    assert (answer.status_code, answer.location) == (303, f"{url}#out")
    with house.app.app_context():
        offer = db.session.scalars(select(TimeOffer)).one()
        assert [one.starts_at.hour for one in offer.times] == [9, 11]
        assert (offer.place, [seat["talk"] for seat in offer.seats]) == ("Room 2", [0, 1])
        ref = offer.ref
    page = rita.get(url, query_string=asked(house, "mona")).text
    assert "2 times · until Wed 25 Nov, 11:00" in page
    # held meanwhile
    assert offered(page)[0] == "2026-11-24T11:00Z"
    unknown = rita.post(f"{url}/withdraw", {"offer": "x" * 22})
    assert (unknown.status_code, "These times are not offered any more." in unknown.text) == (422, True)
    assert rita.post(f"{url}/withdraw", {"offer": ref}).status_code == 303
    assert "Take back" not in rita.get(url).text


def test_a_row_of_talks_is_booked_at_once(house: House) -> None:
    rita, url = house.visitor("rita"), address(house)
    two = rita.post(url, asked(house, "mona", "max", time=["2026-11-24T09:00Z", "2026-11-25T11:00Z"], then="book"))
    assert (two.status_code, two.text.count("Tick the one time to book.")) == (422, 2)
    assert re.findall(r'value="([^"]+)" checked', two.text) == ["2026-11-24T09:00Z", "2026-11-25T11:00Z"]
    answer = rita.post(url, asked(house, "mona", "max", time=["2026-11-24T09:00Z"], then="book"))
    assert answer.status_code == 303
    with house.app.app_context():
        booked = db.session.scalars(
            select(Interview).where(Interview.starts_at > NOW + DAY).order_by(Interview.starts_at)
        )
        found = [(one.starts_at.hour, one.slots[0].person.name) for one in booked]
        assert found == [(9, "Mona Lindgren"), (10, "Max Oyelaran")]
    taken = rita.post(url, asked(house, "mona", time=["2026-11-24T09:00Z"], then="book"))
    assert (taken.status_code, "Somebody cannot at that time any more." in taken.text) == (409, True)


GUEST = {"guest_name": "Gill Marsh", "guest_email": "gill@board.example"}


def seats_picked(house: House) -> list[tuple[str, str, bool]]:
    """The first of the offered times is picked: when, with whom, and whether that is a guest."""
    with house.changing():
        offer = db.session.scalars(select(TimeOffer)).one()
        offers.pick(offer.times[0], now=NOW)
        booked = db.session.scalars(select(Interview).where(Interview.scheduled_at == NOW))
        seats = [slot for one in booked for slot in one.slots]
        return sorted((f"{one.interview.starts_at:%H:%M}", one.person.name, one.person.is_guest) for one in seats)


def test_a_guest_is_offered_with_the_others_and_gets_a_link_once_the_time_stands(house: House) -> None:
    rita, url = house.visitor("rita"), address(house)
    fields = asked(house, "mona", who2="guest")
    page = rita.get(url, query_string=fields)
    assert "<bdi>09:00 Mona Lindgren, 10:00 a guest from outside</bdi>" in page.text
    assert page.text.count('name="guest_email"') == 1
    chosen = {**fields, "time": ["2026-11-24T09:00Z", "2026-11-25T11:00Z"], "then": "offer"}
    assert rita.post(url, {**chosen, **GUEST}).status_code == 303
    with house.app.app_context():
        assert [one.kind for one in db.session.scalars(select(Outgoing))] == ["times_offered"]
    assert seats_picked(house) == [("09:00", "Mona Lindgren", False), ("10:00", "Gill Marsh", True)]
    with house.app.app_context():
        sent = {one.kind: one.address for one in db.session.scalars(select(Outgoing))}
        assert (sent["guest_invitation"], sent["interview_assigned"]) == ("gill@board.example", "mona@example.org")


def test_a_guest_sits_with_the_others_where_all_talk_together(house: House) -> None:
    fields = asked(house, "mona", who2="guest", stage="presentation", time=["2026-11-24T09:00Z"], then="offer")
    assert house.visitor("rita").post(address(house), {**fields, **GUEST}).status_code == 303
    assert seats_picked(house) == [("09:00", "Gill Marsh", True), ("09:00", "Mona Lindgren", False)]


def test_a_guest_who_lives_elsewhere_is_not_held_to_hours_nobody_here_knows(house: House) -> None:
    with house.changing():
        guest("Gill Marsh", "gill@board.example", zone="Pacific/Auckland", now=NOW)
    fields = asked(house, who1="guest", time=["2026-11-24T09:00Z"], then="book")
    assert house.visitor("rita").post(address(house), {**fields, **GUEST}).status_code == 303


def test_a_guest_who_has_another_interview_then_is_not_booked_over_it(house: House) -> None:
    with house.changing():
        gill = guest("Gill Marsh", "gill@board.example", zone="Europe/London", now=NOW)
        at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
        an_interview(house.one(Application, "dana"), "deep-dives", [gill], starts_at=at, by=house.one(Person, "rita"))
    fields = asked(house, who1="guest", time=["2026-11-24T09:00Z"], then="book")
    answer = house.visitor("rita").post(address(house), {**fields, **GUEST})
    assert (answer.status_code, "Somebody cannot at that time any more." in answer.text) == (409, True)


NO_GUESTS = {
    "without a name": ({"guest_name": " "}, "Write the guest&#39;s name."),
    "without an address": ({"guest_email": ""}, "Write the guest&#39;s e-mail address."),
    "at no address": ({"guest_email": "gill"}, "e-mail address"),
    "who works here": ({"guest_email": "mona@example.org"}, "is the address of an account here."),
    "twice": ({"who1": "guest"}, "Choose everybody once."),
}


@pytest.mark.parametrize("case", NO_GUESTS)
@pytest.mark.parametrize("then", ["offer", "book"])
def test_whom_one_cannot_bring_as_a_guest(house: House, case: str, then: str) -> None:
    changes, sentence = NO_GUESTS[case]
    fields = {**asked(house, "max", who2="guest", time=["2026-11-24T09:00Z"], then=then), **GUEST, **changes}
    answer = house.visitor("rita").post(address(house), fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    with house.app.app_context():
        assert db.session.scalars(select(Person).where(Person.is_guest)).all() == []


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "nobody": ({"who1": ""}, "Choose at least one interviewer."),
    "a stranger": ({"who1": "x" * 22}, "Choose the interviewers from the list."),
    "no minutes": ({"minutes": "0"}, "Write how many minutes it takes, from 5 to 480."),
    "no pause": ({"pause": "61"}, "Write how many minutes lie between two talks, from 0 to 60."),
    "a pause that is none": ({"pause": "-5"}, "Write how many minutes lie between two talks, from 0 to 60."),
    "no day": ({"since": "2026-02-30"}, "There is no such day."),
    "no zone": ({"zone": "../../etc/passwd"}, "There is no time zone of that name."),
    "for ever": ({"span": "100000"}, "Choose how far to look."),
    "no stage": ({"stage": "palm-reading"}, "not part of the opening&#39;s plan any more"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_bad_input_is_refused_in_the_search_and_in_the_offer(house: House, case: str) -> None:
    changes, sentence = FAULTS[case]
    fields = asked(house, "mona", **changes)
    page = house.visitor("rita").get(address(house), query_string=fields)
    assert (page.status_code, sentence in page.text, offered(page.text)) == (200, True, [])
    answer = house.visitor("rita").post(address(house), {**fields, "time": ["2026-11-24T09:00Z"], "then": "offer"})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    with house.app.app_context():
        assert [*db.session.scalars(select(TimeOffer)), *db.session.scalars(select(Outgoing))] == []


NO_TIMES: tuple[list[str], ...] = (
    [],
    ["2026-11-24"],
    ["2026-11-24T09:00Z"] * 2,
    ["2025-01-01T09:00Z"],
    ["9999-12-31T23:59Z"],
)


@pytest.mark.parametrize("time", NO_TIMES)
def test_times_that_cannot_be_offered(house: House, time: list[str]) -> None:
    answer = house.visitor("rita").post(address(house), asked(house, "mona", time=time, then="offer"))
    assert answer.status_code == 422


def test_nobody_gets_a_first_call_unknowing(house: House) -> None:
    with house.changing():
        at_stage(house.one(Application, "dana"), "offer", by=house.one(Person, "cleo"), at=NOW)
    fields = asked(house, "mona", time=["2026-11-24T09:00Z"], then="offer")
    rita, url = house.visitor("rita"), address(house, "noel")
    refused = rita.post(url, fields)
    assert (refused.status_code, "Tell Noel Abara so before a first call" in refused.text) == (409, True)
    assert rita.post(url, {**fields, "knows": "y"}).status_code == 303


def test_who_finds_times(house: House) -> None:
    for name, status in (("rita", 200), ("cleo", 200), ("ines", 403), ("max", 404), ("omar", 404), ("remy", 404)):
        assert house.visitor(name).get(address(house)).status_code == status


def test_the_page_asks_as_often_however_much_there_is(house: House) -> None:
    rita = house.visitor("rita")
    query = asked(house, "mona", "max")

    def queries() -> int:
        with house.counting() as sent:
            assert rita.get(address(house), query_string=query).status_code == 200
        return len(sent)

    assert queries() == 14
    with house.changing():
        casey, cleo = house.one(Application, "casey"), house.one(Person, "cleo")
        people = [house.one(Person, name) for name in ("mona", "max")]
        for n in range(30):
            an_interview(casey, "deep-dives", people, starts_at=NOW + n * DAY, by=cleo)
            db.session.add(BusyTime(person_id=people[0].id, starts_at=NOW + n * DAY, ends_at=NOW + (n + 1) * DAY))
    assert queries() == 14
