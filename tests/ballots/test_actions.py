"""Ballots: who has a place, when they open and close, and what a vote must say."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hiring.ballots import actions
from hiring.conflicts.actions import declare
from hiring.db import db
from hiring.models import Ballot, Event, Outgoing, Packet, Person
from hiring.refusal import Refusal
from tests.cast import NOW
from tests.house import House


def test_opening_gives_each_member_a_place_and_tells_them(house: House) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        ballot = actions.open_ballot(packet, by=chair, now=NOW)
        assert [(vote.person.name, vote.verdict) for vote in ballot.votes] == [
            ("Max Oyelaran", None),
            ("Mona Lindgren", None),
        ]
        told = db.session.scalars(select(Outgoing)).all()
        assert [(one.address, one.kind) for one in told] == [("mona@example.org", "ballot_opened")]
        assert f"/packets/{packet.ref}/vote" in told[0].body


def test_the_last_vote_closes_the_ballot(house: House) -> None:
    with house.changing():
        packet, chair, mona = (
            house.one(Packet, "dana-packet"),
            house.one(Person, "max"),
            house.one(Person, "mona"),
        )
        actions.open_ballot(packet, by=chair, now=NOW)
        actions.cast(packet, "yes", has_read=True, by=mona, now=NOW)
        assert packet.ballots[0].is_open
        actions.cast(packet, "no", has_read=True, by=chair, now=NOW)
        assert (packet.ballots[0].closed_at, packet.ballots[0].closed_by_id) == (NOW, None)
        kinds = db.session.scalars(select(Event.kind).order_by(Event.seq.desc()).limit(4)).all()
        assert kinds == ["ballot.closed", "vote.cast", "vote.cast", "ballot.opened"]


@pytest.mark.parametrize("again", [actions.open_ballot, actions.close_ballot])
def test_not_twice(house: House, again: object) -> None:
    with house.changing():
        packet, chair = house.one(Packet, "dana-packet"), house.one(Person, "max")
        actions.open_ballot(packet, by=chair, now=NOW)
        with pytest.raises(Refusal) as said:
            again(packet, by=chair, now=NOW)  # type: ignore[operator]
        print(said.value.reason)
        assert len(db.session.scalars(select(Ballot)).all()) == 1


def test_stepping_back_strikes_the_place_at_once_and_closes_what_waited_for_nobody_else(house: House) -> None:
    with house.changing():
        packet, chair, mona = (
            house.one(Packet, "dana-packet"),
            house.one(Person, "max"),
            house.one(Person, "mona"),
        )
        actions.open_ballot(packet, by=chair, now=NOW)
        actions.cast(packet, "yes", has_read=True, by=chair, now=NOW)
        declare(packet.application, reason="A cousin.", by=mona, now=NOW)
        (ballot,) = packet.ballots
        assert [(vote.person.name, vote.struck_at) for vote in ballot.votes] == [
            ("Max Oyelaran", None),
            ("Mona Lindgren", NOW),
        ]
        assert ballot.closed_at == NOW
