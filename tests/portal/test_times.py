"""Picking a time on the candidate's page: by their own clock, once, and never anybody else's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from hiring.booking import offers
from hiring.booking.meeting import Terms
from hiring.db import db
from hiring.loops.actions import Seat, asked_for
from hiring.models import Application, BusyTime, Interview, Outgoing, Person, TimeOffer
from tests.cast import DAY, NOW
from tests.factories import stage_of
from tests.house import ON_SQLITE, House
from tests.portal.test_views import entered

AT = datetime(2026, 11, 24, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
PAGE = "/portal/times"


def an_offer(house: House, name: str = "casey", *, starts: tuple[datetime, ...] = ()) -> str:
    with house.changing():
        application = house.one(Application, name)
        stage = stage_of(application, "panel-peers")
        talks = [[asked_for(application, stage, Seat(house.one(Person, "mona")))]]
        times = starts or (AT, AT + HOUR)
        terms = Terms(times[0], "Europe/London", 45, "Room 4")
        rita = house.one(Person, "rita")
        return offers.offer_times(application, stage, terms, talks, times, by=rita, now=NOW).ref


def refs(page: str) -> list[str]:
    return re.findall(r'type="radio" name="time" value="([^"]+)"', page)


def test_a_candidate_picks_a_time(house: House) -> None:
    offer, casey = an_offer(house), entered(house)
    page = casey.get(PAGE)
    assert (page.status_code, len(page.data) < 8192) == (200, True)
    assert re.findall(r"<bdi>(\w+ \d+ \w+, [^<]+)</bdi>", page.text) == [
        "Tue 24 Nov, 14:00–14:45",
        "Tue 24 Nov, 15:00–15:45",
    ]
    assert "Mona Lindgren" in page.text
    second = refs(page.text)[1]
    empty = casey.post(PAGE, {"offer": offer, "then": "pick"})
    assert (empty.status_code, "Choose one of the times." in empty.text) == (422, True)
    answer = casey.post(PAGE, {"offer": offer, "time": second, "then": "pick"})
    assert (answer.status_code, answer.location) == (303, "/portal/")
    again = casey.post(PAGE, {"offer": offer, "time": second, "then": "pick"})
    assert (again.status_code, again.location) == (303, "/portal/")
    other = casey.post(PAGE, {"offer": offer, "time": refs(page.text)[0], "then": "pick"})
    assert (other.status_code, "You have picked a time already." in other.text) == (409, True)
    with house.app.app_context():
        interview = db.session.scalars(select(Interview).where(Interview.starts_at == AT + HOUR)).one()
        assert [slot.person.name for slot in interview.slots] == ["Mona Lindgren"]
    assert "No times to choose from." in casey.get(PAGE).text


@ON_SQLITE
def test_times_are_by_the_candidates_clock(house: House) -> None:
    with house.changing():
        house.one(Application, "casey").candidate.zone = "Asia/Tokyo"
        house.one(Person, "mona").zone = "Asia/Tokyo"
    an_offer(house, starts=(datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 5, tzinfo=UTC)))
    page = entered(house).get(PAGE).text
    assert "<bdi>Tue 24 Nov, 10:00–10:45</bdi>" in page
    assert "by the clock of Asia/Tokyo" in page


@ON_SQLITE
def test_a_candidate_may_pick_what_is_night_by_their_clock(house: House) -> None:
    """How they read the times takes none of them away."""
    offer, casey = an_offer(house, starts=(AT, AT + 3 * DAY)), entered(house)
    casey.post("/portal/clock", {"zone": "Australia/Sydney"})
    page = casey.get(PAGE).text
    assert re.findall(r"<bdi>(\w+ \d+ \w+, [^<]+)</bdi>", page) == [
        "Wed 25 Nov, 01:00–01:45",
        "Sat 28 Nov, 01:00–01:45",
    ]
    assert "taken meanwhile" not in page
    assert casey.post(PAGE, {"offer": offer, "time": refs(page)[1], "then": "pick"}).status_code == 303


@ON_SQLITE
def test_a_time_that_the_clock_shows_twice_says_which(house: House) -> None:
    twice = (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    an_offer(house, starts=twice)
    page = entered(house).get(PAGE).text
    assert re.findall(r"<bdi>Sun 31 Oct, ([^<]+)</bdi>", page) == ["01:30–01:15 (UTC+0100)", "01:30–02:15 (UTC+0000)"]


def test_a_time_taken_meanwhile_says_so_and_keeps_the_others(house: House) -> None:
    offer, casey = an_offer(house), entered(house)
    first, second = refs(casey.get(PAGE).text)
    with house.changing():
        mona = house.one(Person, "mona")
        db.session.add(BusyTime(person_id=mona.id, starts_at=AT, ends_at=AT + HOUR / 2))
    taken = casey.post(PAGE, {"offer": offer, "time": first, "then": "pick"})
    assert (taken.status_code, "This time was taken meanwhile." in taken.text) == (409, True)
    assert taken.text.count("disabled") == 1
    assert casey.post(PAGE, {"offer": offer, "time": second, "then": "pick"}).status_code == 303


def test_none_of_them_suits(house: House) -> None:
    offer, casey = an_offer(house), entered(house)
    answer = casey.post(PAGE, {"offer": offer, "then": "none", "when": "From Thursday on."})
    assert (answer.status_code, answer.location) == (303, PAGE)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).filter_by(kind="times_turned_down")).one()
        assert (mail.address, mail.body.count("From Thursday on.")) == ("rita@example.org", 1)
        assert db.session.scalars(select(TimeOffer)).one().withdrawn_at is not None


@ON_SQLITE
def test_nobody_picks_for_somebody_else(house: House) -> None:
    offer = an_offer(house, "dana")
    with house.app.app_context():
        time = db.session.scalars(select(TimeOffer)).one().times[0].ref
    casey = entered(house)
    assert "No times to choose from." in casey.get(PAGE).text
    answers = [casey.post(PAGE, {"offer": given, "time": time, "then": "pick"}) for given in (offer, "x" * 22, "")]
    assert {(answer.status_code, "not offered any more" in answer.text) for answer in answers} == {(409, True)}
    assert house.visitor().get(PAGE).status_code == 410
    with house.app.app_context():
        assert db.session.scalars(select(TimeOffer)).one().picked_at is None


@ON_SQLITE
def test_the_page_asks_as_often_for_twelve_times_as_for_one(house: House) -> None:
    def queries(starts: tuple[datetime, ...]) -> int:
        ref, casey = an_offer(house, starts=starts), entered(house)
        with house.counting() as sent:
            assert len(refs(casey.get(PAGE).text)) == len(starts)
        with house.changing():
            offer = db.session.scalars(select(TimeOffer).filter_by(ref=ref)).one()
            offers.withdraw(offer, by=house.one(Person, "rita"), now=NOW)
        return len(sent)

    assert queries((AT,)) == queries(tuple(AT + n * HOUR for n in range(12))) == 13
