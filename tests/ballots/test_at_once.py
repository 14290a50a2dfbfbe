"""Two chairs, five voters, a vote while the ballot closes: one effect each, and nobody is shown an accident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from hiring import audit
from hiring.db import db
from hiring.models import Ballot, Decision, Event, Packet, Person, Vote
from hiring.openings.actions import add_to_team
from tests.ballots.committees import FIVE, five, opened
from tests.cast import NOW
from tests.house import House
from tests.unsafe_routes import body

YES = {"verdict": "yes", "reason": "", "has_read": "y"}
CONFLICT, TAKEN = 409, 303
Asked = tuple[str, str, dict[str, Any]]


def at_once(house: House, asked: Sequence[Asked]) -> list[int]:
    """The status each gets: who, where, what. All start together."""
    ready = Barrier(len(asked))
    visitors = [house.visitor(who) for who, _part, _fields in asked]
    tokens = [visitor.token() for visitor in visitors]

    def send(place: int) -> int:
        _who, part, fields = asked[place]
        url = f"/packets/{house.ref('dana-packet')}{part}"
        ready.wait()
        return visitors[place].client.post(url, data={"csrf_token": tokens[place], **fields}).status_code

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(send, range(len(asked))))


def count(house: House, *which: Any) -> int:
    with house.app.app_context():
        assert audit.first_broken() is None
        return db.session.scalars(select(func.count()).select_from(which[0]).where(*which[1:])).one()


def ballot_of(house: House) -> tuple[bool, int]:
    """Whether it is over, and how many votes are in."""
    with house.app.app_context():
        ballot = house.one(Packet, "dana-packet").ballot
        return not ballot.is_open, sum(vote.verdict is not None for vote in ballot.votes)


@pytest.fixture
def committee(house: House) -> House:
    """Of five, two of whom chair it."""
    five(house)
    with house.changing():
        opening = house.one(Packet, "dana-packet").application.opening
        add_to_team(opening, house.one(Person, "ann"), "chair", by=house.one(Person, "rita"), now=NOW)
    return house


CHAIRS = ("max", "ann", "max", "ann")


def test_two_chairs_open_one_ballot(committee: House) -> None:
    statuses = at_once(committee, [(who, "/ballots", {}) for who in CHAIRS])
    assert Counter(statuses) == Counter({TAKEN: 1, CONFLICT: 3})
    assert (count(committee, Ballot), count(committee, Vote)) == (1, 5)


def test_two_chairs_close_it_once(committee: House) -> None:
    opened(committee, ("bo", "yes"), ("cy", "no"), ("mona", "yes"))
    statuses = at_once(committee, [(who, "/ballots/close", {}) for who in CHAIRS])
    assert Counter(statuses) == Counter({TAKEN: 1, CONFLICT: 3})
    assert count(committee, Event, Event.kind == "ballot.closed") == 1


def test_all_vote_at_once_and_the_last_one_closes_the_ballot(committee: House) -> None:
    opened(committee)
    assert at_once(committee, [(who, "/vote", YES) for who in FIVE]) == [TAKEN] * 5
    assert ballot_of(committee) == (True, 5)
    assert count(committee, Event, Event.kind == "ballot.closed") == 1


def test_one_person_votes_twice_at_once_and_has_one_vote(committee: House) -> None:
    opened(committee)
    assert at_once(committee, [("bo", "/vote", YES), ("bo", "/vote", YES | {"verdict": "no"})]) == [TAKEN] * 2
    assert ballot_of(committee) == (False, 1)


def test_a_vote_while_the_chair_closes_is_counted_or_refused(committee: House) -> None:
    opened(committee, ("bo", "yes"), ("cy", "no"), ("mona", "yes"))
    closing, *voting = at_once(committee, [("max", "/ballots/close", {}), ("max", "/vote", YES), ("ann", "/vote", YES)])
    taken = voting.count(TAKEN)
    assert {closing, *voting} <= {TAKEN, CONFLICT}
    assert ballot_of(committee) == (True, 3 + taken)
    assert (closing == CONFLICT) == (taken == 2), "Only a ballot that everybody voted in was over already."
    assert count(committee, Event, Event.kind == "ballot.closed") == 1


def test_a_ballot_and_a_decision_never_both(committee: House) -> None:
    decision = body(committee, "committee.decide")
    statuses = at_once(committee, [("max", "/ballots", {}), ("max", "/decision", decision)])
    assert Counter(statuses) == Counter({TAKEN: 1, CONFLICT: 1})
    assert count(committee, Ballot) + count(committee, Decision) == 1


def test_whoever_steps_back_while_the_last_one_votes_closes_it_once(committee: House) -> None:
    opened(committee, ("bo", "yes"), ("cy", "no"), ("mona", "yes"))
    ready = Barrier(2)
    max_, ann = committee.visitor("max"), committee.visitor("ann")
    token, other = max_.token(), ann.token()

    def votes() -> int:
        ready.wait()
        url = f"/packets/{committee.ref('dana-packet')}/vote"
        return max_.client.post(url, data={"csrf_token": token, **YES}).status_code

    def steps_back() -> int:
        ready.wait()
        url = f"/applications/{committee.ref('dana')}/conflicts"
        return ann.client.post(url, data={"csrf_token": other, "reason": "A cousin."}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = [pool.submit(votes), pool.submit(steps_back)]
        assert [one.result() for one in statuses] == [TAKEN, TAKEN]
    assert ballot_of(committee) == (True, 4)
    assert count(committee, Event, Event.kind == "ballot.closed") == 1
