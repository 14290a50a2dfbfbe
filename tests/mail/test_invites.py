"""Invitations: who hears of an interview, what stands in their calendar, and what a second library reads there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring import worker
from hiring.db import db
from hiring.loops import actions
from hiring.loops.actions import Meeting, Seat
from hiring.mail import invites
from hiring.mail.wire import Letter
from hiring.models import Application, Interview, Move, Outgoing, Person
from tests.cast import DAY, NOW
from tests.factories import stage_of
from tests.house import House
from tests.icals.second_reader import read

AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)  # a Friday


@pytest.fixture
def world(sqlite_world: Any) -> Any:
    """Nothing here depends on the database."""
    return sqlite_world


def scheduled(house: House, *names: str, about: str = "casey", by: str = "rita", **changes: Any) -> Interview:
    application = house.one(Application, about)
    asked = {"starts_at": AT, "zone": "America/New_York", "minutes": 45, "place": "Room 4; left", **changes}
    plan = Meeting(stage=stage_of(application, "presentation"), **asked)
    seats = [Seat(house.one(Person, name)) for name in names]
    return actions.schedule(application, plan, seats, by=house.one(Person, by), now=NOW)


def sent(since: int = 0) -> list[Outgoing]:
    return list(db.session.scalars(select(Outgoing).order_by(Outgoing.id).offset(since)))


def in_calendars(mails: list[Outgoing]) -> list[tuple[str, str, int, str]]:
    """To whom, what is asked, which invitation it is, and when, as another library reads it."""
    found = []
    for mail, calendar in zip(mails, read([str(mail.calendar) for mail in mails]), strict=True):
        (occasion,) = calendar["occasions"]
        (attendee,) = occasion["attendees"]
        assert attendee["address"] == f"mailto:{mail.address}"
        assert occasion["organizer"]["address"] == "mailto:hiring@localhost"
        found.append((mail.address, calendar["method"], occasion["sequence"], occasion["starts"]))
    return found


def test_interviewers_and_candidate_are_invited(house: House) -> None:
    with house.changing():
        interview = scheduled(house, "mona", "max")
        mails = sent()
        at = "2026-11-20T14:00:00.000Z"
        assert in_calendars(mails) == [
            ("mona@example.org", "REQUEST", 0, at),
            ("max@example.org", "REQUEST", 0, at),
            ("casey@example.net", "REQUEST", 0, at),
        ]
        (mona,) = read([str(mails[0].calendar)])[0]["occasions"]
        assert (mona["uid"], mona["title"]) == (
            f"{interview.ref}@localhost",
            "Interview: Chief technology officer",
        )
        assert (mona["clock"], mona["zone"], mona["place"]) == (
            "2026-11-20T09:00:00",
            "America/New_York",
            "Room 4; left",
        )
        assert mona["words"] == f"http://localhost/slots/{interview.slots[0].ref}/brief"


def test_a_candidate_reads_their_own_clock_and_no_page_of_the_house(house: House) -> None:
    with house.changing():
        application = house.one(Application, "casey")
        application.candidate.zone = "Asia/Tokyo"
        scheduled(house, "mona")
        mail = sent()[-1]
        assert mail.subject == "Your interview on Fri 20 Nov 2026, 23:00"
        assert "When: Fri 20 Nov 2026, 23:00 (Asia/Tokyo), 45 minutes" in mail.body.splitlines()
        assert "http" not in f"{mail.body}{mail.html}{mail.calendar}"


def test_a_confidential_opening_is_named_nowhere(house: House) -> None:
    """mail_ics-011: neither its title, nor the codename to the candidate, nor the candidate to others."""
    with house.changing():
        scheduled(house, "mona", about="quinn", by="remy")
        interviewer, candidate = sent()
        titles = [one["occasions"][0]["title"] for one in read([str(interviewer.calendar), str(candidate.calendar)])]
        assert titles == ["Interview", "Interview"]
        assert candidate.subject == "Your interview on Fri 20 Nov 2026, 09:00"
        for mail, secrets in ((interviewer, ("CANARY", "Sato", "Quinn")), (candidate, ("CANARY", "Heron"))):
            said = f"{mail.subject}{mail.body}{mail.html}{mail.calendar}"
            assert [one for one in secrets if one in said] == []
        assert "Heron" not in str(interviewer.calendar)


def test_what_moves_moves_in_every_calendar(house: House) -> None:
    with house.changing():
        interview = scheduled(house, "mona", "max")
        actions.decline(interview.slots[1], reason="Away.", by=interview.slots[1].person, now=NOW)
        interview.slots[0].reply = interview.reply = "accepted"
        before, was = len(sent()), interview.starts_at
        interview.starts_at = AT + DAY
        invites.tell_moved(interview, was=was, now=NOW)
        db.session.flush()
        at = "2026-11-21T14:00:00.000Z"
        assert in_calendars(sent(before)) == [
            ("mona@example.org", "REQUEST", 2, at),
            ("casey@example.net", "REQUEST", 2, at),
        ]
        assert (interview.slots[0].reply, interview.reply) == ("needs_action", "needs_action")
        mona, casey = sent(before)
        assert mona.subject == "Moved: interview on Sat 21 Nov 2026, 14:00, Chief technology officer"
        assert "Your interview that was to be on Fri 20 Nov 2026, 09:00 has changed." in casey.body


def test_what_is_called_off_leaves_every_calendar(house: House) -> None:
    with house.changing():
        interview = scheduled(house, "mona")
        before = len(sent())
        actions.cancel(interview, by=house.one(Person, "rita"), now=NOW)
        db.session.flush()
        at = "2026-11-20T14:00:00.000Z"
        assert in_calendars(sent(before)) == [
            ("mona@example.org", "CANCEL", 1, at),
            ("casey@example.net", "CANCEL", 1, at),
        ]


def test_a_seat_given_back_and_taken_again_leaves_the_calendar_and_returns(house: House) -> None:
    with house.changing():
        interview, rita = scheduled(house, "mona"), house.one(Person, "rita")
        before = len(sent())
        actions.decline(interview.slots[0], reason="Away.", by=interview.slots[0].person, now=NOW)
        actions.add_seat(interview, Seat(house.one(Person, "mona")), by=rita, now=NOW)
        db.session.flush()
        at = "2026-11-20T14:00:00.000Z"
        with_calendar = [mail for mail in sent(before) if mail.calendar is not None]
        assert in_calendars(with_calendar) == [
            ("mona@example.org", "CANCEL", 1, at),
            ("mona@example.org", "REQUEST", 2, at),
        ]


def test_what_is_over_comes_into_no_calendar(house: House) -> None:
    with house.changing():
        scheduled(house, "mona", starts_at=NOW - timedelta(hours=2))
        assert [(mail.kind, mail.calendar) for mail in sent()] == [("interview_assigned", None)]


@pytest.mark.parametrize("email", [None, "", "not an address", "a@b.c, evil@x"])
def test_a_candidate_without_an_address_is_not_written_to(house: House, email: str | None) -> None:
    with house.changing():
        house.one(Application, "casey").candidate.email = email
        scheduled(house, "mona")
        assert [mail.kind for mail in sent()] == ["interview_assigned"]


def delivered(house: House) -> list[str]:
    letters: list[Letter] = []
    worker.run_once(house.app, NOW, letters.append)
    return [letter.recipient for letter in letters]


BOTH = ["mona@example.org", "casey@example.net"]


def test_an_invitation_goes_to_those_who_are_still_asked(house: House) -> None:
    with house.changing():
        scheduled(house, "mona")
    assert delivered(house) == BOTH


def test_an_invitation_that_waited_is_not_sent_to_who_gave_the_seat_back(house: House) -> None:
    """mail_ics-014."""
    with house.changing():
        interview = scheduled(house, "mona", "max")
        mona = interview.slots[0]
        actions.decline(mona, reason="Away.", by=mona.person, now=NOW)
        db.session.flush()
        of_mona = [mail.kind for mail in sent() if mail.address == "mona@example.org"]
    assert of_mona == ["interview_assigned", "interview_given_back"]
    got = delivered(house)
    assert sorted(got) == sorted(["max@example.org", "casey@example.net", "rita@example.org", "mona@example.org"])
    with house.app.app_context():
        unsent = [mail.kind for mail in sent() if mail.sent_at is None]
    assert unsent == ["interview_assigned"]


def test_an_invitation_that_waited_is_not_sent_once_all_is_called_off(house: House) -> None:
    with house.changing():
        interview = scheduled(house, "mona")
        actions.cancel(interview, by=house.one(Person, "rita"), now=NOW)
    assert delivered(house) == BOTH  # each hears once, that it is called off
    with house.app.app_context():
        assert [mail.kind for mail in sent() if mail.sent_at is None] == ["interview_assigned", "candidate_interview"]


def test_an_invitation_to_the_old_time_is_not_sent_after_the_new_one(house: House) -> None:
    with house.changing():
        interview = scheduled(house, "mona")
        was, interview.starts_at = interview.starts_at, AT + DAY
        invites.tell_moved(interview, was=was, now=NOW)
    assert delivered(house) == BOTH
    with house.app.app_context():
        assert [mail.kind for mail in sent() if mail.sent_at is None] == ["interview_assigned", "candidate_interview"]


def test_a_candidate_whose_application_has_ended_is_not_invited(house: House) -> None:
    with house.changing():
        application, rita = house.one(Application, "casey"), house.one(Person, "rita")
        scheduled(house, "mona")
        closed = Move(number=9, kind="close", outcome="withdrawn", reason="Left.", by=rita, at=NOW)
        application.moves.append(closed)
        db.session.flush()
        application.current_move = closed
    assert delivered(house) == ["mona@example.org"]
