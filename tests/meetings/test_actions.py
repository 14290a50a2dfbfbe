"""Meetings: called about those who wait for a decision, given another agenda, ended or called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hiring.conflicts.actions import declare
from hiring.db import db
from hiring.meetings.actions import call_meeting, change_agenda, end_meeting
from hiring.models import Application, Event, Meeting, Outgoing, Packet, Person
from hiring.refusal import Refusal
from tests.cast import NOW
from tests.factories import a_packet
from tests.house import House

SOON = NOW + timedelta(days=7)


def called(house: House) -> Meeting:
    """About Dana, then Noel."""
    rita, dana = house.one(Person, "rita"), house.one(Packet, "dana-packet")
    noel = a_packet(house.one(Application, "noel"), by=rita, at=NOW)
    return call_meeting(dana.application.opening, SOON, [dana, noel], place="Room 2", by=rita, now=NOW)


def names(meeting: Meeting) -> list[str]:
    ordered = sorted(meeting.agenda, key=lambda item: item.position)
    return [item.packet.application.candidate.name for item in ordered]


def kinds_since(seq: int) -> list[str]:
    return list(db.session.scalars(select(Event.kind).where(Event.seq > seq).order_by(Event.seq)))


def newest() -> int:
    return db.session.scalars(select(Event.seq).order_by(Event.seq.desc()).limit(1)).one()


def test_calling_tells_the_committee_when_and_where_and_names_nobody(house: House) -> None:
    with house.changing():
        meeting = called(house)
        assert names(meeting) == ["Dana Whitfield", "Noel Abara"]
        told = db.session.scalars(select(Outgoing).order_by(Outgoing.address)).all()
        assert [(one.address, one.kind) for one in told] == [
            ("max@example.org", "meeting_called"),
            ("mona@example.org", "meeting_called"),
        ]
        for one in told:
            assert ("Tue 24 Nov 2026, 10:00" in one.body, "Room 2" in one.body) == (True, True)
            assert ("Dana" in one.body, "Noel" in one.body, f"/meetings/{meeting.ref}" in one.body) == (
                False,
                False,
                True,
            )


def test_an_agenda_is_put_in_another_order_and_its_event_is_told(house: House) -> None:
    with house.changing():
        meeting, by = called(house), house.one(Person, "max")
        dana, noel = (item.packet for item in meeting.agenda)
        before = newest()
        change_agenda(meeting, dana, "down", by=by, now=NOW)
        assert names(meeting) == ["Noel Abara", "Dana Whitfield"]
        change_agenda(meeting, dana, "down", by=by, now=NOW)
        assert names(meeting) == ["Noel Abara", "Dana Whitfield"]
        change_agenda(meeting, noel, "off", by=by, now=NOW)
        assert names(meeting) == ["Dana Whitfield"]
        change_agenda(meeting, noel, "on", by=by, now=NOW)
        assert names(meeting) == ["Dana Whitfield", "Noel Abara"]
        assert kinds_since(before) == ["meeting.agenda_changed"] * 3


@pytest.mark.parametrize(
    ("step", "which", "words"),
    [
        ("on", 0, "This candidate is on the agenda already."),
        ("sideways", 0, "Choose whether it is taken up earlier, later or not at all."),
    ],
)
def test_refused_steps(house: House, step: str, which: int, words: str) -> None:
    with house.changing():
        meeting = called(house)
        with pytest.raises(Refusal) as said:
            change_agenda(meeting, meeting.agenda[which].packet, step, by=house.one(Person, "max"), now=NOW)
        assert str(said.value.reason) == words


def test_the_last_candidate_stays(house: House) -> None:
    with house.changing():
        meeting, by = called(house), house.one(Person, "max")
        dana, noel = (item.packet for item in meeting.agenda)
        change_agenda(meeting, noel, "off", by=by, now=NOW)
        with pytest.raises(Refusal) as said:
            change_agenda(meeting, dana, "off", by=by, now=NOW)
        assert str(said.value.reason) == "A meeting takes up at least one candidate. Call it off instead."


def test_what_is_closed_to_the_chair_stays_where_it_is(house: House) -> None:
    """Max steps back from Noel, who then stands between two others without moving."""
    with house.changing():
        meeting, chair, rita = called(house), house.one(Person, "max"), house.one(Person, "rita")
        casey = a_packet(house.one(Application, "casey"), by=rita, at=NOW)
        change_agenda(meeting, casey, "on", by=rita, now=NOW)
        declare(house.one(Application, "noel"), reason="", by=chair, now=NOW)
        change_agenda(meeting, casey, "up", by=chair, now=NOW)
        assert names(meeting) == ["Casey Morgan", "Noel Abara", "Dana Whitfield"]


def test_nor_does_the_last_one_that_the_chair_knows_of(house: House) -> None:
    """Whoever is closed to them must not tell by standing there too."""
    with house.changing():
        meeting, max_ = called(house), house.one(Person, "max")
        declare(house.one(Application, "noel"), reason="We worked together.", by=max_, now=NOW)
        with pytest.raises(Refusal, match="at least one candidate"):
            change_agenda(meeting, house.one(Packet, "dana-packet"), "off", by=max_, now=NOW)


@pytest.mark.parametrize(("after", "mails"), [(timedelta(0), 2), (timedelta(days=8), 0)])
def test_ending_before_it_began_is_calling_it_off(house: House, after: timedelta, mails: int) -> None:
    with house.changing():
        meeting, rita = called(house), house.one(Person, "rita")
        end_meeting(meeting, by=rita, now=NOW + after)
        assert meeting.ended_at == NOW + after
        told = db.session.scalars(select(Outgoing).filter_by(kind="meeting_called_off")).all()
        assert len(told) == mails
        with pytest.raises(Refusal) as said:
            end_meeting(meeting, by=rita, now=NOW + after)
        assert str(said.value.reason) == "This meeting is over."
        with pytest.raises(Refusal) as said:
            change_agenda(meeting, meeting.agenda[0].packet, "down", by=rita, now=NOW + after)
        assert str(said.value.reason) == "This meeting is over."


@pytest.mark.parametrize("days", [-1, 0, 800])
def test_a_meeting_lies_ahead_and_not_too_far(house: House, days: int) -> None:
    with house.changing():
        dana, rita = house.one(Packet, "dana-packet"), house.one(Person, "rita")
        with pytest.raises(Refusal) as said:
            call_meeting(dana.application.opening, NOW + timedelta(days=days), [dana], by=rita, now=NOW)
        assert str(said.value.reason) == "Choose a moment ahead, within the next two years."


def test_an_agenda_of_nobody_or_of_another_opening_is_refused(house: House) -> None:
    with house.changing():
        rita, dana = house.one(Person, "rita"), house.one(Packet, "dana-packet")
        quinn = a_packet(house.one(Application, "quinn"), by=house.one(Person, "remy"), at=NOW)
        for packets, words in (
            ([], "Choose at least one candidate for the agenda."),
            ([quinn], "Choose candidates of this opening."),
        ):
            with pytest.raises(Refusal) as said:
                call_meeting(dana.application.opening, SOON, packets, by=rita, now=NOW)
            assert str(said.value.reason) == words
