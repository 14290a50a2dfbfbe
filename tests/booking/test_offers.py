"""Times a candidate may choose from: held, picked once, taken meanwhile, taken back, and none of them right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hiring.booking import offers
from hiring.booking.diaries import diaries
from hiring.booking.meeting import Asked, Terms
from hiring.db import db
from hiring.loops import actions as loops
from hiring.models import Application, BusyTime, Event, Interview, Move, Outgoing, Person, PortalPass, TimeOffer
from hiring.refusal import Refusal
from hiring.workflow.slots import Stretch
from tests.cast import DAY, NOW
from tests.factories import stage_of
from tests.house import House

AT = datetime(2026, 11, 24, 14, tzinfo=UTC)  # a Tuesday
HOUR = timedelta(hours=1)
TIMES = (AT, AT + 2 * HOUR, AT + DAY)
NONE_LEFT = r"^These times are not offered any more\. We write to you about others\.$"


def asked(house: House, *names: str, stage: str = "panel-peers") -> list[Asked]:
    casey = house.one(Application, "casey")
    seats = [loops.Seat(house.one(Person, name), perspective="peer") for name in names]
    return [loops.asked_for(casey, stage_of(casey, stage), seat) for seat in seats]


def offered(house: House, *names: str, starts: tuple[datetime, ...] = TIMES, minutes: int = 45) -> TimeOffer:
    """Of a talk one to one with each of them, in a row."""
    casey = house.one(Application, "casey")
    terms = Terms(starts[0], "Europe/Berlin", minutes, "Room 4", "https://calls.example/1")
    talks = [asked(house, name) for name in names]
    stage = stage_of(casey, "panel-peers")
    return offers.offer_times(casey, stage, terms, talks, starts, by=house.one(Person, "rita"), now=NOW)


def events(since: int) -> list[tuple[str, bool]]:
    found = db.session.scalars(select(Event).where(Event.seq > since).order_by(Event.seq))
    return [(one.kind, one.by_id is None) for one in found]


def last_event() -> int:
    return db.session.scalar(select(Event.seq).order_by(Event.seq.desc()).limit(1)) or 0


def mails() -> list[tuple[str, str]]:
    return [(one.kind, one.address) for one in db.session.scalars(select(Outgoing).order_by(Outgoing.id))]


def test_times_are_offered_by_mail_with_a_way_in(house: House) -> None:
    with house.changing():
        before = last_event()
        offer = offered(house, "mona")
        assert [one.starts_at for one in offer.times] == list(TIMES)
        assert offer.closes_at == AT + DAY
        assert events(before) == [("time_offer.made", False)]
        assert mails() == [("times_offered", "casey@example.net")]
        assert db.session.scalars(select(PortalPass)).one().application_id == offer.application_id
        assert offers.open_offers(offer.application, now=NOW) == [offer]


def test_the_first_pick_books_the_interview_and_frees_the_others(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona")
        before, sent = last_event(), len(mails())
        interview = offers.pick(offer.times[1], now=NOW)
        assert (interview.starts_at, interview.zone, interview.minutes) == (TIMES[1], "Europe/Berlin", 45)
        assert (interview.place, interview.video_url) == ("Room 4", "https://calls.example/1")
        assert [slot.person.name for slot in interview.slots] == ["Mona Lindgren"]
        assert (offer.picked_at, offer.interview_id) == (NOW, interview.id)
        assert events(before) == [
            ("interview.scheduled", True),
            ("slot.assigned", False),
            ("time_offer.picked", True),
        ]
        assert mails()[sent:] == [
            ("interview_assigned", "mona@example.org"),
            ("candidate_interview", "casey@example.net"),
            ("times_picked", "rita@example.org"),
        ]
        assert offers.open_offers(offer.application, now=NOW) == []
        with pytest.raises(Refusal, match=r"^A time was picked already\.$"):
            offers.pick(offer.times[0], now=NOW)


def test_a_row_of_talks_is_picked_as_one(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona", "max")
        mona = house.one(Person, "mona")
        # she comes an hour late: the others go first
        db.session.add(BusyTime(person_id=mona.id, starts_at=AT, ends_at=AT + HOUR))
        offers.pick(offer.times[0], now=NOW)
        booked = db.session.scalars(
            select(Interview).where(Interview.scheduled_at == NOW).order_by(Interview.starts_at)
        )
        assert [(one.starts_at, one.slots[0].person.name) for one in booked] == [
            (AT, "Max Oyelaran"),
            (AT + HOUR, "Mona Lindgren"),
        ]


def test_a_time_taken_meanwhile_says_so_and_keeps_the_others(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona")
        dana, rita = house.one(Application, "dana"), house.one(Person, "rita")
        plan = loops.Meeting(stage_of(dana, "presentation"), AT, "Europe/London", 60)
        loops.schedule(dana, plan, [loops.Seat(house.one(Person, "mona"))], by=rita, now=NOW)
        with pytest.raises(Refusal, match=r"^This time was taken meanwhile\."):
            offers.pick(offer.times[0], now=NOW)
        found = offers.rows_at(offer, list(TIMES), now=NOW)
        assert [found[one] is None for one in TIMES] == [True, False, False]
        assert offers.pick(offer.times[1], now=NOW).starts_at == TIMES[1]


def test_offered_times_are_held_until_they_are_taken_back(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona")
        mona = house.one(Person, "mona")
        span = {"since": AT - DAY, "until": AT + 2 * DAY, "now": NOW}
        held = [Stretch(one, one + timedelta(minutes=45)) for one in TIMES]
        assert diaries([mona], **span, and_held=True)[mona.id].taken == held  # type: ignore[arg-type]
        assert diaries([mona], **span, and_held=False)[mona.id].taken == []  # type: ignore[arg-type]
        offers.withdraw(offer, by=house.one(Person, "rita"), now=NOW)
        db.session.flush()
        assert diaries([mona], **span, and_held=True)[mona.id].taken == []  # type: ignore[arg-type]


def test_what_was_taken_back_is_not_picked(house: House) -> None:
    with house.changing():
        offer, rita, before = offered(house, "mona"), house.one(Person, "rita"), last_event()
        offers.withdraw(offer, by=rita, now=NOW)
        assert events(before) == [("time_offer.withdrawn", False)]
        with pytest.raises(Refusal, match=NONE_LEFT):
            offers.pick(offer.times[0], now=NOW)
        with pytest.raises(Refusal, match=NONE_LEFT):
            offers.withdraw(offer, by=rita, now=NOW)


def test_none_of_them_suits(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona")
        before, sent = last_event(), len(mails())
        offers.turn_down(offer, words="I travel that week.", now=NOW)
        assert events(before) == [("time_offer.turned_down", True)]
        assert mails()[sent:] == [("times_turned_down", "rita@example.org")]
        assert (
            "I travel that week." in db.session.scalars(select(Outgoing).filter_by(kind="times_turned_down")).one().body
        )
        with pytest.raises(Refusal, match=NONE_LEFT):
            offers.pick(offer.times[0], now=NOW)


def test_an_offer_ends_with_its_last_time_and_with_the_application(house: House) -> None:
    with house.changing():
        offer = offered(house, "mona")
        with pytest.raises(Refusal, match=r"^This time was taken meanwhile\."):
            offers.pick(offer.times[0], now=AT)
        with pytest.raises(Refusal, match=NONE_LEFT):
            offers.pick(offer.times[2], now=AT + DAY)
        casey = offer.application
        end = Move(number=len(casey.moves) + 1, kind="close", outcome="withdrawn", reason="Elsewhere.", by=None, at=NOW)
        casey.moves.append(end)
        db.session.flush()
        casey.current_move = end
        with pytest.raises(Refusal, match=NONE_LEFT):
            offers.pick(offer.times[1], now=NOW)
        assert offers.open_offers(casey, now=NOW) == []


REFUSED = {
    "no time": ((), "Offer from one to 12 times, each once."),
    "twice": ((AT, AT), "Offer from one to 12 times, each once."),
    "thirteen": (tuple(AT + n * HOUR for n in range(13)), "Offer from one to 12 times, each once."),
    "past": ((NOW, AT), "Offer times that lie ahead."),
    "far ahead": ((AT + 800 * DAY,), "Choose a day within the last year or the next two."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_offered(house: House, case: str) -> None:
    starts, sentence = REFUSED[case]
    with house.app.app_context():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        terms, talks = Terms(AT, "Europe/London", 45), [asked(house, "mona")]
        with pytest.raises(Refusal) as refused:
            offers.offer_times(casey, stage_of(casey, "panel-peers"), terms, talks, starts, by=rita, now=NOW)
        assert str(refused.value) == sentence


@pytest.mark.parametrize("minutes", [-1, 61])
def test_no_pause_is_that_long(house: House, minutes: int) -> None:
    with house.app.app_context():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        terms, talks, pause = Terms(AT, "Europe/London", 45), [asked(house, "mona")], timedelta(minutes=minutes)
        with pytest.raises(Refusal, match=r"^Between two talks there are at most 60 minutes\.$"):
            offers.offer_times(casey, stage_of(casey, "panel-peers"), terms, talks, [AT], pause=pause, by=rita, now=NOW)


def test_whom_one_cannot_offer(house: House) -> None:
    with house.app.app_context():
        for names, sentence in (
            ((), "Choose at least one interviewer."),
            (("mona", "mona"), "Mona Lindgren has a seat in this interview already."),
            (("mona", "max", "ines", "ivan", "rita", "priya"), "5 talks in a row are the most."),
        ):
            with pytest.raises(Refusal) as refused:
                offered(house, *names)
            assert str(refused.value) == sentence
        house.one(Application, "casey").candidate.email = None
        with pytest.raises(Refusal, match="There is no address to write to"):
            offered(house, "mona")
