"""A committee that votes, changes its mind, comes and goes in any order: after each step its ballots must hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from hiring import audit
from hiring.ballots.actions import cast, close_ballot, open_ballot
from hiring.conflicts.actions import declare, end_conflict
from hiring.db import db
from hiring.invariants import committee
from hiring.invariants.invariant import Invariant
from hiring.models import Conflict, Opening, Packet, Person
from hiring.models.scorecard import VERDICTS
from hiring.openings.actions import add_to_team, remove_from_team
from hiring.openings.queries import member
from hiring.people.actions import deactivate
from hiring.refusal import Refusal
from hiring.rolls import committee_of
from tests.ballots.committees import FIVE, five
from tests.cast import NOW
from tests.house import House

pytestmark = pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer

MUST_HOLD = [one for one in vars(committee).values() if isinstance(one, Invariant)]
somebody = st.sampled_from(FIVE)
Closed = dict[str, tuple[str | None, str, bool]]


class Committee(RuleBasedStateMachine):
    """The verbs as the pages call them. What it remembers is who belongs, and every ballot that is over."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.belongs: set[str] = set()
        self.roll: dict[str, str | None] = {}
        self.over: dict[int, Closed] = {}

    @initialize()
    def begin(self) -> None:
        self.house.world.reset()
        five(self.house)
        self.belongs, self.roll, self.over = set(FIVE), {}, {}

    @rule()
    def opens(self) -> None:
        opened = self._does(lambda packet: open_ballot(packet, by=self._person("max"), now=NOW))
        assert opened == (not self._is_open and self._may_open)
        if opened:
            self.roll = dict.fromkeys(self.belongs)
            self._is_open = True

    @rule(who=somebody, verdict=st.sampled_from(VERDICTS))
    def votes(self, who: str, verdict: str) -> None:
        taken = self._does(
            lambda packet: cast(packet, verdict, reason="So.", has_read=True, by=self._person(who), now=NOW)
        )
        assert taken == (self._is_open and who in self.roll)
        if taken:
            self.roll[who] = verdict
            self._end_if_all_are_in()

    @rule()
    def closes(self) -> None:
        done = self._does(lambda packet: close_ballot(packet, by=self._person("max"), now=NOW))
        votes_in = sum(verdict is not None for verdict in self.roll.values())
        assert done == (self._is_open and votes_in * 2 > len(self.roll))
        if done:
            self._is_open = False

    @rule(who=somebody)
    def steps_back(self, who: str) -> None:
        if self._does(lambda packet: declare(packet.application, reason="", by=self._person(who), now=NOW)):
            self._goes(who)

    @rule(who=somebody)
    def comes_back(self, who: str) -> None:
        def end(_packet: Packet) -> None:
            for one in db.session.scalars(select(Conflict).filter_by(person_id=self._person(who).id, ended_at=None)):
                end_conflict(one, by=self._person("rita"), now=NOW)

        self._does(end)
        if self._sits(who):
            self.belongs.add(who)

    @rule(who=st.sampled_from(("ann", "bo", "cy", "mona")))
    def leaves_the_committee(self, who: str) -> None:
        def leave(packet: Packet) -> None:
            part = member(packet.application.opening_id, self._person(who).ref, "committee")
            if part is not None:
                remove_from_team(packet.application.opening, part, by=self._person("rita"), now=NOW)

        if self._does(leave):
            self._goes(who)

    @rule(who=st.sampled_from(("ann", "bo", "cy", "mona")))
    def joins_again(self, who: str) -> None:
        opening = self.house.ref("executive")

        def join(_packet: Packet) -> None:
            found = db.session.scalars(select(Opening).filter_by(ref=opening)).one()
            add_to_team(found, self._person(who), "committee", by=self._person("rita"), now=NOW)

        self._does(join)
        if self._sits(who):
            self.belongs.add(who)

    @rule()
    def ann_leaves_the_house(self) -> None:
        if self._does(lambda _packet: deactivate(self._person("ann"), by=self._person("adam"), now=NOW)):
            self._goes("ann")

    @invariant()
    def what_is_over_stays_as_it_was(self) -> None:
        for number, votes in self._closed().items():
            assert self.over.setdefault(number, votes) == votes

    @invariant()
    def the_house_agrees(self) -> None:
        with self.house.app.app_context():
            ballot = self.house.one(Packet, "dana-packet").ballot
            assert (ballot is not None and ballot.is_open) == self._is_open
            if ballot is not None and ballot.is_open:
                assert {vote.person.ref: vote.verdict for vote in ballot.votes if vote.struck_at is None} == {
                    self.house.ref(who): verdict for who, verdict in self.roll.items()
                }
            assert [result for one in MUST_HOLD if (result := one.check(NOW)).count] == []

    def teardown(self) -> None:
        with self.house.app.app_context():
            assert audit.first_broken() is None

    _is_open = False

    @property
    def _may_open(self) -> bool:
        so_far = len(self.over)
        return so_far < 2 and len(self.belongs) >= (4 if so_far else 2)

    def _goes(self, who: str) -> None:
        self.belongs.discard(who)
        if self._is_open and who in self.roll:
            del self.roll[who]
            self._end_if_all_are_in()

    def _end_if_all_are_in(self) -> None:
        self._is_open = any(verdict is None for verdict in self.roll.values())

    def _sits(self, who: str) -> bool:
        with self.house.app.app_context():
            members = committee_of(self.house.one(Packet, "dana-packet").application)
            return self.house.ref(who) in {one.ref for one in members}

    def _person(self, who: str) -> Person:
        found: Person = self.house.one(Person, who)
        return found

    def _does(self, what: Callable[[Packet], object]) -> bool:
        try:
            with self.house.changing():
                what(self.house.one(Packet, "dana-packet"))
        except Refusal:
            return False
        return True

    def _closed(self) -> dict[int, Closed]:
        with self.house.app.app_context():
            return {
                ballot.number: {
                    vote.person.name: (vote.verdict, vote.reason, vote.struck_at is None) for vote in ballot.votes
                }
                for ballot in self.house.one(Packet, "dana-packet").ballots
                if not ballot.is_open
            }


@pytest.mark.slow
def test_ballots_hold_whatever_a_committee_does(house: House) -> None:
    if house.dialect == "postgresql":
        pytest.skip("SQLite is asked often enough.")
    Committee.house = house
    run_state_machine_as_test(
        Committee,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
