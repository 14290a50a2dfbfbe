"""Conflicts of interest: what closes, what is no longer owed, what is told to whom, and how it is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring import access, rolls
from hiring.candidates.actions import NewCandidate, add_candidate
from hiring.conflicts import actions, queries
from hiring.db import db
from hiring.models import Application, Conflict, Draft, Opening, Outgoing, Person, Slot
from hiring.openings.actions import Charter, add_to_team
from hiring.people.actions import NewPerson, guest, invite
from hiring.refusal import Refusal
from hiring.worker import run_once
from tests import cast
from tests.candidates.trail import events
from tests.cast import DAY, NOW
from tests.conflicts.closing import named
from tests.factories import a_scorecard, an_interview
from tests.house import House


def closed_to(house: House) -> set[tuple[str, str, str]]:
    """Who, from what, and why, as far as it lasts; without Omar's of the cast."""
    with house.app.app_context():
        lasting = db.session.scalars(select(Conflict).where(Conflict.ended_at.is_(None)))
        found = {(one.person.name, one.application.candidate.name, one.kind) for one in lasting}
    return found - {("Omar Haddad", "Noel Abara", "relation")}


def sees(house: House, who: str, application: str) -> bool:
    with house.app.app_context():
        return access.application(house.ref(application), house.one(Person, who)) is not None


def test_declaring_closes_the_application_and_ends_the_seat(house: House) -> None:
    with events(house) as recorded, house.changing():
        actions.declare(house.one(Application, "casey"), reason=" Cousins. ", by=house.one(Person, "ivan"), now=NOW)
    assert recorded == [("conflict.declared", "application"), ("slot.cancelled", "slot")]
    assert (sees(house, "ivan", "casey"), sees(house, "ivan", "dana")) == (False, True)
    with house.app.app_context():
        conflict = db.session.scalars(select(Conflict).order_by(Conflict.id.desc())).first()
        assert conflict is not None
        assert (conflict.kind, conflict.reason, conflict.person.name) == ("declared", "Cousins.", "Ivan Petrov")
        slot = house.one(Slot, "casey-ivan")
        assert (slot.cancelled_at, slot.owes_card) == (NOW, False)
        assert db.session.get(Draft, slot.id) is not None, "What was drafted stays, and nobody reads it."


def test_a_card_that_is_in_stays_and_its_seat_ends_like_any_other(house: House) -> None:
    """Whoever still owes a card must not tell from the seats of the others which of their cards were in."""
    with house.changing():
        named(house, "ines", "casey")
        named(house, "ivan", "casey")
    with house.app.app_context():
        ended = {house.one(Slot, name).cancelled_at for name in ("casey-ines", "casey-ivan")}
        assert ended == {NOW}
        rita = house.one(Person, "rita")
        cards = [card.slot.ref for card in db.session.scalars(access.visible_scorecards(rita))]
        assert house.ref("casey-ines") in cards


def test_the_recruiters_are_told_that_somebody_else_is_needed(house: House) -> None:
    with house.changing():
        casey = house.one(Application, "casey")
        actions.declare(casey, reason="CANARY-why", by=house.one(Person, "ivan"), now=NOW)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "conflict_declared")).all()
        assert [(one.person.email, one.application_id) for one in mail if one.person] == [
            ("rita@example.org", house.one(Application, "casey").id)
        ]
        assert "CANARY" not in mail[0].body
        assert "Casey" not in mail[0].subject + mail[0].body


def test_a_recruiter_alone_leaves_it_to_the_hiring_manager(house: House) -> None:
    with house.changing():
        actions.declare(house.one(Application, "casey"), reason="", by=house.one(Person, "rita"), now=NOW)
    assert (sees(house, "rita", "casey"), sees(house, "cleo", "casey")) == (False, True)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "conflict_declared")).all()
        assert [one.address for one in mail] == ["cleo@example.org"]


def test_mail_that_waited_is_not_sent_any_more(house: House) -> None:
    with house.changing():
        named(house, "mona", "dana")
        dana, mona = house.one(Application, "dana"), house.one(Person, "mona")
        for about in (dana.id, None):
            db.session.add(
                Outgoing(
                    kind="packet_built",
                    person_id=mona.id,
                    opening_id=dana.opening_id,
                    application_id=about,
                    address=mona.email,
                    subject="A packet",
                    body="A packet",
                    message_id=f"<{about}@example.org>",
                    queued_at=NOW,
                    ready_at=NOW,
                )
            )
    run_once(house.app, NOW + timedelta(minutes=1), None)
    with house.app.app_context():
        waited = db.session.scalars(select(Outgoing).where(Outgoing.kind == "packet_built").order_by(Outgoing.id)).all()
        assert [one.sent_at is not None for one in waited] == [False, True]


def test_of_an_opening_a_candidate_gets_no_mail_at_all(house: House) -> None:
    with house.changing():
        named(house, "mona", "noel", kind="candidate")
        mona, opening = house.one(Person, "mona"), house.one(Opening, "executive")
        waits = Outgoing(
            kind="notice",
            person=mona,
            opening_id=opening.id,
            address=mona.email,
            subject="",
            body="",
            message_id="<1@example.org>",
            queued_at=NOW,
            ready_at=NOW,
        )
        db.session.add(waits)
        db.session.flush()
        assert not access.may_still_receive(waits)


def test_ending_it_gives_the_seats_back(house: House) -> None:
    with house.changing():
        conflict = named(house, "ivan", "casey")
        with_events = conflict.ref
    with events(house) as recorded, house.changing():
        conflict = db.session.scalars(select(Conflict).filter_by(ref=with_events)).one()
        actions.end_conflict(conflict, by=house.one(Person, "rita"), now=NOW)
    assert recorded == [("conflict.ended", "application"), ("slot.given_back", "slot")]
    assert sees(house, "ivan", "casey")
    with house.app.app_context():
        assert house.one(Slot, "casey-ivan").owes_card
        ended = db.session.scalars(select(Conflict).filter_by(ref=with_events)).one()
        assert (ended.ended_at, ended.ended_by_id) == (NOW, house.one(Person, "rita").id)
        with pytest.raises(Refusal, match=r"^This was ended already\.$"):
            actions.end_conflict(ended, by=house.one(Person, "rita"), now=NOW)


def test_a_seat_given_back_says_so_where_something_else_was_booked_meanwhile(house: House) -> None:
    with house.changing():
        conflict, rita = named(house, "ivan", "casey"), house.one(Person, "rita")
        seat, noel = house.one(Slot, "casey-ivan"), house.one(Application, "noel")
        an_interview(noel, "deep-dives", [seat.person], starts_at=seat.interview.starts_at, by=rita)
        actions.end_conflict(conflict, by=rita, now=NOW)
        assert (seat.cancelled_at, seat.anyway) == (None, True)


def test_one_of_two_ended_gives_nothing_back(house: House) -> None:
    with house.changing():
        first = named(house, "ivan", "casey")
        named(house, "ivan", "casey", kind="referrer")
        actions.end_conflict(first, by=house.one(Person, "rita"), now=NOW)
    assert not sees(house, "ivan", "casey")
    with house.app.app_context():
        assert not house.one(Slot, "casey-ivan").owes_card


def test_the_same_is_not_named_twice(house: House) -> None:
    with house.changing():
        named(house, "ivan", "casey")
        with pytest.raises(Refusal, match=r"^Ivan Petrov has a conflict of interest with this candidate\.$"):
            named(house, "ivan", "casey")


def test_to_a_candidate_of_the_house_the_whole_opening_closes(house: House) -> None:
    with house.changing():
        named(house, "ines", "noel", kind="candidate")
    assert [sees(house, "ines", name) for name in ("noel", "casey", "dana")] == [False] * 3
    with house.app.app_context():
        ines = house.one(Person, "ines")
        assert db.session.scalars(access.visible_slots(ines)).all() == []
        assert db.session.scalars(access.visible_scorecards(ines)).all() == []
        assert [house.one(Slot, name).cancelled_at for name in ("casey-ines", "dana-ines")] == [NOW, NOW]
        opening, rita = house.one(Opening, "executive"), house.one(Person, "rita")
        with pytest.raises(Refusal, match=r"^Ines Calder has a conflict of interest in this opening\.$"):
            add_to_team(opening, ines, "committee", by=rita, now=NOW)


def test_a_colleague_who_applies_is_found_by_the_address(house: House) -> None:
    with events(house) as recorded, house.changing():
        new = NewCandidate(name="M. Lindgren", email="mona@example.org")
        add_candidate(house.one(Opening, "executive"), new, by=house.one(Person, "rita"), now=NOW)
    assert recorded == [("application.added", "application"), ("conflict.found", "application")]
    assert closed_to(house) == {("Mona Lindgren", "M. Lindgren", "candidate")}
    assert not sees(house, "mona", "dana")


@pytest.mark.parametrize("as_guest", [False, True])
def test_a_candidate_who_joins_is_found_by_the_address(house: House, as_guest: bool) -> None:
    with house.changing():
        if as_guest:
            guest("Noel Abara", "noel@example.net", zone="Europe/London", now=NOW)
        invite(NewPerson("Noel Abara", "noel@example.net"), by=house.one(Person, "adam"), now=NOW)
    assert closed_to(house) == {("Noel Abara", "Noel Abara", "candidate")}


def test_under_a_private_address_they_are_known_in_every_opening(house: House) -> None:
    """Once a recruiter has said who it is, what the same candidate applies for later is closed too."""
    with house.changing():
        named(house, "mona", "noel", kind="candidate")
        rita = house.one(Person, "rita")
        people = {"rita": rita}
        other = cast.an_opening(people, "rita", Charter("Head of data"))
        add_candidate(other, NewCandidate(name="Noel Abara", email="noel@example.net"), by=rita, now=NOW)
    with house.app.app_context():
        where = db.session.scalars(
            select(Opening.title)
            .join(Conflict, Conflict.opening_id == Opening.id)
            .where(Conflict.kind == "candidate", Conflict.ended_at.is_(None))
            .order_by(Opening.id)
        ).all()
    assert where == ["Chief technology officer", "Head of data"]


@pytest.mark.parametrize("words", ["Ivan Petrov", "ivan petrov", "ivan@example.org", "IVAN@example.org"])
def test_whoever_introduced_a_candidate_is_found_by_name_or_address(house: House, words: str) -> None:
    with house.changing():
        new = NewCandidate(name="Sam Okoro", introduced_by=words)
        add_candidate(house.one(Opening, "executive"), new, by=house.one(Person, "rita"), now=NOW)
    assert closed_to(house) == {("Ivan Petrov", "Sam Okoro", "referrer")}


@pytest.mark.parametrize("words", ["", "Ivan", "A friend of Ivan Petrov", "Jo Miles"])
def test_other_words_name_nobody(house: House, words: str) -> None:
    with house.changing():
        cast.a_person("jo", "Jo Miles", ())
        cast.a_person("jo2", "Jo Miles", ())
        new = NewCandidate(name="Sam Okoro", introduced_by=words)
        add_candidate(house.one(Opening, "executive"), new, by=house.one(Person, "rita"), now=NOW)
    assert closed_to(house) == set()


def test_two_of_one_name_are_told_apart_by_address(house: House) -> None:
    with house.changing():
        cast.a_person("jo", "Jo Miles", ())
        cast.a_person("jo2", "Jo Miles", ())
        db.session.flush()
        ways = queries.ways_to_name()
    assert [way for way in ways if way.startswith(("Jo", "jo", "Ivan"))] == [
        "Ivan Petrov",
        "jo@example.org",
        "jo2@example.org",
    ]


def test_with_a_conflict_nobody_counts_as_committee(house: House) -> None:
    """Or the packet would wait for somebody to read it who never can."""
    with house.changing():
        named(house, "mona", "dana")
        dana = house.one(Application, "dana")
        assert [one.name for one in rolls.committee_of(dana)] == ["Max Oyelaran"]
    assert "1 of 1 have opened it" in house.visitor("max").get(f"/packets/{house.ref('dana-packet')}").text


def test_losing_one_seat_to_a_conflict_counts_no_card_twice(house: House) -> None:
    """A seat given back holds the same card as before."""
    with house.changing():
        casey, rita, mona = house.one(Application, "casey"), house.one(Person, "rita"), house.one(Person, "mona")
        seat = an_interview(casey, "panel-peers", [mona], starts_at=NOW - DAY, by=rita).slots[0]
        a_scorecard(seat, level=3, verdict="yes", words="CANARY-mona", at=NOW)
        conflict = named(house, "mona", "casey")
        actions.end_conflict(conflict, by=rita, now=NOW)
        assert (seat.cancelled_at, seat.handed_in_at) == (None, NOW)
