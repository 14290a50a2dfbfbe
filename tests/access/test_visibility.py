"""What each of the cast may see, said by name; and seeing held together with doing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring import access
from hiring.db import db
from hiring.models import Application, Person, Scorecard, Slot
from hiring.policy import Permission, permits
from tests.cast import DAY, NOW
from tests.factories import a_scorecard, an_interview, at_stage
from tests.house import House

SEES_CARDS_OF = {
    # Casey's loop: Ines has handed in, Ivan owes. Dana's: Ines, Ivan and Cleo have handed in, and there is a packet.
    "rita": {
        ("Casey Morgan", "ines"),
        ("Dana Whitfield", "ines"),
        ("Dana Whitfield", "ivan"),
        ("Dana Whitfield", "cleo"),
    },
    "cleo": {
        ("Casey Morgan", "ines"),
        ("Dana Whitfield", "ines"),
        ("Dana Whitfield", "ivan"),
        ("Dana Whitfield", "cleo"),
    },
    "max": {("Dana Whitfield", "ines"), ("Dana Whitfield", "ivan"), ("Dana Whitfield", "cleo")},
    "mona": {("Dana Whitfield", "ines"), ("Dana Whitfield", "ivan"), ("Dana Whitfield", "cleo")},
    "ines": {
        ("Casey Morgan", "ines"),
        ("Dana Whitfield", "ines"),
        ("Dana Whitfield", "ivan"),
        ("Dana Whitfield", "cleo"),
    },
    "ivan": {("Dana Whitfield", "ines"), ("Dana Whitfield", "ivan"), ("Dana Whitfield", "cleo")},
    "priya": set(),
    "adam": set(),
    "omar": set(),
    "remy": set(),
}

SEES_APPLICATIONS = {
    "rita": {"Casey Morgan", "Dana Whitfield", "Noel Abara"},
    "cleo": {"Casey Morgan", "Dana Whitfield", "Noel Abara"},
    "max": {"Dana Whitfield"},
    "mona": {"Dana Whitfield"},
    "ines": {"Casey Morgan", "Dana Whitfield"},
    "ivan": {"Casey Morgan", "Dana Whitfield"},
    "priya": set(),
    "adam": set(),
    "omar": set(),
    "remy": {"Quinn Sato"},
}


def cards_seen(person: Person) -> set[tuple[str, str]]:
    return {
        (card.slot.interview.application.candidate.name, card.slot.person.email.split("@")[0])
        for card in db.session.scalars(access.visible_scorecards(person))
    }


@pytest.mark.parametrize("who", SEES_CARDS_OF)
def test_whose_cards_each_of_the_cast_sees(house: House, who: str) -> None:
    with house.app.app_context():
        assert cards_seen(house.one(Person, who)) == SEES_CARDS_OF[who]


@pytest.mark.parametrize("who", SEES_APPLICATIONS)
def test_which_applications_each_of_the_cast_sees(house: House, who: str) -> None:
    with house.app.app_context():
        seen = db.session.scalars(access.visible_applications(house.one(Person, who)))
        assert {application.candidate.name for application in seen} == SEES_APPLICATIONS[who]


@pytest.mark.parametrize("who", SEES_APPLICATIONS)
def test_seeing_and_reading_are_the_same_people(house: House, who: str) -> None:
    """SQL decides who is answered 404, the policy who is answered 403: for reading they agree about everybody."""
    with house.app.app_context():
        person = house.one(Person, who)
        for application in db.session.scalars(select(Application)):
            is_seen = access.application(application.ref, person) is not None
            standing = access.applications.standing(person, application)
            assert permits(Permission.APPLICATION_READ, standing) == is_seen, application.candidate.name


def test_the_chief_executive_owes_like_everybody(house: House) -> None:
    """Give Cleo a seat in Casey's loop: the cards of that round close to her, and so does their state."""
    with house.changing():
        application, cleo = house.one(Application, "casey"), house.one(Person, "cleo")
        an_interview(application, "deep-dives", [cleo], starts_at=NOW, by=cleo)
    with house.app.app_context():
        cleo = house.one(Person, "cleo")
        assert ("Casey Morgan", "ines") not in cards_seen(cleo)
        owed_for = {slot.application_id for slot in db.session.scalars(access.owed_slots(cleo))}
        assert house.one(Application, "casey").id not in owed_for


def test_an_earlier_round_stays_closed_to_who_will_still_score(house: House) -> None:
    """Noel has a card from the first calls. Rita decides that round, so she may read it; Mona may not."""
    with house.changing():
        application, rita = house.one(Application, "noel"), house.one(Person, "rita")
        cleo, ines = house.one(Person, "cleo"), house.one(Person, "ines")
        call = an_interview(application, "recruiter-call", [ines], starts_at=NOW - 3 * DAY, by=rita)
        a_scorecard(call.slots[0], level=4, verdict="yes", words="CANARY", at=NOW - 2 * DAY)
        at_stage(application, "deep-dives", by=rita, at=NOW - DAY)
        an_interview(application, "deep-dives", [cleo, rita], starts_at=NOW, by=rita)
    with house.app.app_context():
        assert ("Noel Abara", "ines") in cards_seen(house.one(Person, "rita"))
        assert ("Noel Abara", "ines") not in cards_seen(house.one(Person, "cleo"))


@pytest.mark.parametrize(("people", "is_shown"), [(3, False), (4, True)])
def test_future_reports_are_shown_only_as_a_group_of_four(house: House, people: int, is_shown: bool) -> None:
    names = ("ines", "ivan", "mona", "max")[:people]
    with house.changing():
        application, rita = house.one(Application, "noel"), house.one(Person, "rita")
        panel = an_interview(
            application, "panel-reports", [house.one(Person, name) for name in names], starts_at=NOW - 3 * DAY, by=rita
        )
        assert all(slot.collective for slot in panel.slots)
        for slot in panel.slots:
            a_scorecard(slot, level=2, verdict="no", words="CANARY-report", at=NOW - DAY)
    with house.app.app_context():
        rita = house.one(Person, "rita")
        assert "Noel Abara" not in {name for name, _who in cards_seen(rita)}
        group = db.session.scalars(access.group_scorecards(rita)).all()
        assert len(group) == (people if is_shown else 0)


def test_a_group_that_is_not_closed_is_not_shown(house: House) -> None:
    with house.changing():
        application, rita = house.one(Application, "noel"), house.one(Person, "rita")
        people = [house.one(Person, name) for name in ("ines", "ivan", "mona", "max", "cleo")]
        panel = an_interview(application, "panel-reports", people, starts_at=NOW - 3 * DAY, by=rita)
        for slot in panel.slots[:4]:
            a_scorecard(slot, level=2, verdict="no", words="CANARY-report", at=NOW - DAY)
    with house.app.app_context():
        assert db.session.scalars(access.group_scorecards(house.one(Person, "rita"))).all() == []


def test_the_cached_hand_in_of_a_slot_retells_its_card(house: House) -> None:
    with house.app.app_context():
        pairs = db.session.execute(
            select(Slot.handed_in_at, Scorecard.handed_in_at).outerjoin(Scorecard, Scorecard.slot_id == Slot.id)
        ).all()
        assert pairs
        assert all(cached == told for cached, told in pairs)
