"""Emergencies: who may ask and approve, what is told to whom, and that they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hiring import access
from hiring.break_glass import actions, queries
from hiring.db import db
from hiring.models import Application, BreakGlass, Capability, Event, Opening, Outgoing, Person
from hiring.refusal import Refusal
from tests.break_glass.opened import open_it
from tests.candidates.trail import events
from tests.cast import DAY, NOW
from tests.conflicts.closing import named
from tests.factories import an_interview
from tests.house import House

HOUR = timedelta(hours=1)
REASON = "A complaint has to be answered today."


def reads(house: House) -> bool:
    with house.app.app_context():
        return access.application(house.ref("casey"), house.one(Person, "priya")) is not None


def test_asking_opens_nothing(house: House) -> None:
    with events(house) as recorded, house.changing():
        priya = house.one(Person, "priya")
        actions.ask(house.one(Opening, "heron"), reason=f" {REASON} ", hours=24, by=priya, now=NOW)
    assert recorded == [("break_glass.asked", "opening")]
    with house.app.app_context():
        assert db.session.scalars(access.visible_openings(house.one(Person, "priya"))).all() == []
        glass = db.session.scalars(select(BreakGlass).order_by(BreakGlass.id.desc())).first()
        assert glass is not None
        assert (glass.reason, glass.hours, glass.approved_at) == (REASON, 24, None)


def test_a_second_person_opens_it_and_its_leaders_are_told(house: House) -> None:
    assert not reads(house)
    with events(house) as recorded, house.changing():
        open_it(house)
    assert recorded == [("break_glass.approved", "opening")]
    assert reads(house)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "break_glass").order_by(Outgoing.id)).all()
        assert [one.address for one in mail] == ["rita@example.org", "cleo@example.org"]
        assert mail[0].subject == "Notice: Chief technology officer is read in an emergency"
        assert REASON not in mail[0].body, "The reason stands on the page, and in no mail."


def test_a_confidential_opening_keeps_its_title_out_of_the_notice(house: House) -> None:
    with house.changing():
        heron, priya = house.one(Opening, "heron"), house.one(Person, "priya")
        glass = actions.ask(heron, reason=REASON, hours=1, by=priya, now=NOW)
        actions.approve(glass, by=house.one(Person, "adam"), now=NOW)
    with house.app.app_context():
        (mail,) = db.session.scalars(select(Outgoing).where(Outgoing.kind == "break_glass"))
        assert mail.subject == "Something in Hiring Loop waits for you"
        assert "Project Heron" in mail.body
        assert "financial" not in mail.body


def test_the_trail_holds_ids_alone(house: House) -> None:
    with house.changing():
        glass = open_it(house)
        actions.end(glass, by=house.one(Person, "rita"), now=NOW)
    with house.app.app_context():
        said = db.session.scalars(select(Event).where(Event.kind.startswith("break_glass.")).order_by(Event.seq)).all()
        glass = house.one(BreakGlass, "glass")
        assert [one.facts for one in said] == [{"break_glass": glass.id}] * 3


def test_it_ends_by_itself(house: House) -> None:
    with house.changing():
        open_it(house)
    with time_machine.travel(NOW + 4 * HOUR - timedelta(seconds=1), tick=False):
        assert reads(house)
    with time_machine.travel(NOW + 4 * HOUR, tick=False):
        assert not reads(house)


@pytest.mark.parametrize("who", ["priya", "adam", "rita"])
def test_it_ends_by_hand(house: House, who: str) -> None:
    with house.changing():
        open_it(house)
    with events(house) as recorded, house.changing():
        actions.end(house.one(BreakGlass, "glass"), by=house.one(Person, who), now=NOW + HOUR)
    assert recorded == [("break_glass.ended", "opening")]
    assert not reads(house)
    with house.app.app_context(), pytest.raises(Refusal, match=r"^This is over already\.$"):
        actions.end(house.one(BreakGlass, "glass"), by=house.one(Person, who), now=NOW + HOUR)


def test_it_ends_with_the_right_to_ask(house: House) -> None:
    with house.changing():
        open_it(house)
        priya = house.one(Person, "priya")
        db.session.delete(db.session.get_one(Capability, (priya.id, "privacy_officer")))
    assert not reads(house)


def test_nobody_approves_what_they_asked_for(house: House) -> None:
    with house.app.app_context(), pytest.raises(Refusal, match=r"^Somebody else has to approve what you ask for\.$"):
        actions.approve(house.one(BreakGlass, "glass"), by=house.one(Person, "priya"), now=NOW)
    assert not reads(house)


def test_what_was_answered_is_not_answered_again(house: House) -> None:
    with house.changing():
        open_it(house)
        with pytest.raises(Refusal, match=r"^This was answered already\.$"):
            open_it(house)


def test_what_nobody_answered_in_a_day_is_over(house: House) -> None:
    with house.app.app_context(), pytest.raises(Refusal, match=r"^This was asked too long ago\."):
        open_it(house, now=NOW + DAY)


@pytest.mark.parametrize("whose", ["priya", "adam"])
def test_whoever_owes_a_card_there_keeps_it_closed(house: House, whose: str) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        an_interview(noel, "panel-peers", [house.one(Person, whose)], starts_at=NOW, by=rita)
        words = {
            "adam": r"^You owe a scorecard in this opening, so it stays closed until that is in\.$",
            "priya": r"^It cannot be opened to Priya Nair now\.$",
        }[whose]
        with pytest.raises(Refusal, match=words):
            open_it(house)
    with house.app.app_context():
        glass, by = house.one(BreakGlass, "glass"), house.one(Person, whose)
        glass.ended_at = NOW
        with pytest.raises(Refusal, match=r"^You owe a scorecard in this opening"):
            actions.ask(glass.opening, reason=REASON, hours=1, by=by, now=NOW)


@pytest.mark.parametrize("kind", ["relation", "candidate"])
@pytest.mark.parametrize("whose", ["priya", "adam"])
def test_whoever_has_a_conflict_there_keeps_it_closed_and_learns_nothing(house: House, whose: str, kind: str) -> None:
    with house.changing():
        named(house, whose, "noel", kind=kind)
        with pytest.raises(Refusal):
            open_it(house)
    with house.app.app_context():
        person, opening = house.one(Person, whose), house.one(Opening, "executive")
        assert [one.label for one in queries.openings_for(person)] == ["Project Heron"]
        assert queries.requests_for(person) == []
        with pytest.raises(Refusal, match=r"^This opening cannot be opened by you\.$"):
            actions.ask(opening, reason=REASON, hours=1, by=person, now=NOW)


def test_a_conflict_found_meanwhile_closes_its_application_at_once(house: House) -> None:
    with house.changing():
        open_it(house)
        named(house, "priya", "casey")
    assert not reads(house)
    with house.app.app_context():
        assert access.application(house.ref("noel"), house.one(Person, "priya")) is not None


@pytest.mark.parametrize(
    ("reason", "hours", "sentence"),
    [
        (" ", 4, r"^Write why it has to be read\.$"),
        (REASON, 0, r"^Choose 1 to 24 hours\.$"),
        (REASON, 25, r"^Choose 1 to 24 hours\.$"),
        (REASON, 4, r"^You have asked for this opening already\.$"),
    ],
)
def test_what_cannot_be_asked(house: House, reason: str, hours: int, sentence: str) -> None:
    with house.app.app_context():
        opening, priya = house.one(Opening, "executive"), house.one(Person, "priya")
        with pytest.raises(Refusal, match=sentence):
            actions.ask(opening, reason=reason, hours=hours, by=priya, now=NOW)
