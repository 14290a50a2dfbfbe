"""Letters: mailed as written, kept in one thread, their places filled once and never from what was filled in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hiring import letters
from hiring.db import db
from hiring.letters import Words, fill, refuse_strangers
from hiring.models import Application, CandidateMail, Event, Outgoing, Person, Promise
from hiring.openings.actions import add_to_team
from hiring.refusal import Refusal
from tests.cast import DAY, NOW
from tests.house import ON_SQLITE, House

WORDS = Words("About {opening}", "Dear {name},\n\nwe thank you.\n\n{sender}")


def last_event(house: House) -> tuple[str, int | None, dict[str, object]]:
    event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
    return event.kind, event.by_id, event.facts


def a_promise(application: Application, *, due_on: date, by: Person) -> Promise:
    promise = Promise(application=application, what="", due_on=due_on, made_by_id=by.id, made_at=NOW - DAY)
    db.session.add(promise)
    return promise


def test_a_letter_is_mailed_as_written_and_kept_under_the_same_id(house: House) -> None:
    with house.changing():
        rita = house.one(Person, "rita")
        letters.send(house.one(Application, "noel"), WORDS, by=rita, now=NOW)
    with house.app.app_context():
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "letter")).one()
        letter = db.session.scalars(select(CandidateMail)).one()
        assert (mail.address, mail.subject) == ("noel@example.net", "About Chief technology officer")
        assert mail.body.split("\n\n")[:3] == ["Dear Noel Abara,", "we thank you.", "Rita Moreau"]
        assert letter.body == "Dear Noel Abara,\n\nwe thank you.\n\nRita Moreau"
        assert (letter.message_id, letter.outgoing_id, letter.way) == (mail.message_id, mail.id, "out")
        rita = house.one(Person, "rita")
        assert last_event(house) == ("letter.sent", rita.id, {"letter": letter.id, "tells_outcome": False})


def test_a_confidential_opening_goes_by_its_codename_and_keeps_the_subject(house: House) -> None:
    with house.changing():
        letters.send(house.one(Application, "quinn"), WORDS, by=house.one(Person, "remy"), now=NOW)
    with house.app.app_context():
        assert db.session.scalars(select(Outgoing.subject)).one() == "About Project Heron"


def test_nobody_without_an_address_is_mailed_but_they_can_be_told(house: House) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        noel.candidate.email = None
        with pytest.raises(Refusal) as refused:
            letters.send(noel, WORDS, by=rita, now=NOW)
        letters.note_told(noel, Words("By phone", "She knows.", tells_outcome=True), by=rita, now=NOW)
    assert str(refused.value.reason) == (
        "There is no e-mail address for Noel Abara. Tell them another way, then note it here."
    )
    with house.app.app_context():
        assert db.session.scalars(select(Outgoing)).all() == []
        letter = db.session.scalars(select(CandidateMail)).one()
        assert (letter.way, letter.tells_outcome, letter.outgoing_id) == ("out", True, None)


@ON_SQLITE
def test_what_they_write_is_taken_in_and_told_to_who_recruits(house: House) -> None:
    with house.changing():
        letters.receive(
            house.one(Application, "noel"), Words("Re: News", "When do I hear?"), message_id="<1@example.net>", now=NOW
        )
    with house.app.app_context():
        mails = db.session.execute(select(Outgoing.kind, Outgoing.address)).all()
        assert mails == [("candidate_wrote", "rita@example.org")]
        assert last_event(house)[:2] == ("letter.received", None)


@ON_SQLITE
def test_its_owner_hears_alone(house: House) -> None:
    with house.changing():
        noel, rita, ivan = house.one(Application, "noel"), house.one(Person, "rita"), house.one(Person, "ivan")
        add_to_team(noel.opening, ivan, "recruiter", by=rita, now=NOW)
        heard = []
        for owner in ("mona", "ivan"):
            noel.owner_id = house.one(Person, owner).id
            heard.append([one.email for one in letters.look_after(noel)])
    assert heard == [["rita@example.org", "ivan@example.org"], ["ivan@example.org"]]


@pytest.mark.parametrize(("days", "kept"), [(0, True), (-1, False)])
def test_a_letter_keeps_what_was_promised_unless_the_day_is_over(house: House, days: int, kept: bool) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        a_promise(noel, due_on=NOW.date() + timedelta(days=days), by=rita)
        letters.send(noel, WORDS, by=rita, now=NOW)
    with house.app.app_context():
        promise = db.session.scalars(select(Promise)).one()
        assert (promise.ended_at, promise.kept) == (NOW, kept)


@ON_SQLITE
def test_the_thread_reads_newest_first_and_says_where_a_letter_is(house: House) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        letters.send(noel, WORDS, by=rita, now=NOW)
        letters.receive(noel, Words("Re", "Thanks."), message_id="<1@example.net>", now=NOW + DAY)
        letters.note_told(noel, Words("By phone", "More."), by=rita, now=NOW + 2 * DAY)
        mail = db.session.scalars(select(Outgoing).where(Outgoing.kind == "letter")).one()
        said = [[(one.is_ours, str(one.who), str(one.state)) for one in letters.letters_of(noel)]]
        for moment in ("parked_at", "sent_at"):
            mail.parked_at = None
            setattr(mail, moment, NOW)
            db.session.flush()
            said.append([(one.is_ours, str(one.who), str(one.state)) for one in letters.letters_of(noel)][-1:])
    assert said == [
        [
            (True, "Rita Moreau", "told, not mailed"),
            (False, "The candidate", ""),
            (True, "Rita Moreau", "on its way"),
        ],
        [(True, "Rita Moreau", "could not be sent")],
        [(True, "Rita Moreau", "")],
    ]


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("{name}", "{sender}"),
        ("{name}{sender}", "{sender}Rita"),
        ("{sender.__class__} {name!r} {0} {} {{name}}", "{sender.__class__} {name!r} {0} {} {{sender}}"),
        ("{Name} {unknown}", "{Name} {unknown}"),
    ],
)
def test_places_are_filled_in_one_pass_from_a_list(words: str, filled: str) -> None:
    """mail_ics-004: what is filled in is never read again, and nothing is looked up in it."""
    assert fill(words, {"name": "{sender}", "sender": "Rita"}) == filled


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Dear {nmae}", "Nothing fills {nmae}. Take it out."),
        ("{b} {a}", "Nothing fills {a}, {b}. Take them out."),
        ("By {day}", "The letter says {day}. Choose the day by which they hear again, or take it out."),
    ],
)
def test_a_place_that_nothing_fills_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        refuse_strangers([words], ("name", "sender"))
    assert str(refused.value.reason) == sentence


def test_the_day_they_hear_again_is_written_out(house: House) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        letters.send(noel, Words("News", "By {day}."), by=rita, now=NOW, day=date(2026, 11, 24))
        assert db.session.scalars(select(CandidateMail.body)).one() == "By Tuesday 24 November."
