"""What rests on the database: reading a loop with its cards, changing it, and reading it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from hiring.coverage.actions import accept, share_out, take_up
from hiring.coverage.queries import loop_of
from hiring.db import db
from hiring.models import Application, Person
from hiring.workflow.coverage_fix import smallest_fix
from tests.cast import NOW
from tests.coverage.loops import LEADERS, a_loop, a_talk
from tests.factories import a_scorecard
from tests.house import House


def test_a_loop_is_read_with_its_cards_and_mended(house: House) -> None:
    a_loop(house)
    with house.changing():
        slot = a_talk(house, "max", [LEADERS], at=NOW - timedelta(days=1)).slots[0]
        a_scorecard(slot, level=4, verdict="yes", words="CANARY-max", at=NOW, leaves=[LEADERS])
    with house.changing():
        rita = house.one(Person, "rita")
        loop = loop_of(house.one(Application, "noel"), rita, now=NOW)
        assert loop.matrix.views(LEADERS) == 0
        after = smallest_fix(loop.matrix).after
        share_out(loop, after, by=rita, now=NOW)
    with house.app.app_context():
        loop = loop_of(house.one(Application, "noel"), house.one(Person, "rita"), now=NOW)
        assert list(map(loop.matrix.column, loop.slots)) == list(map(after.column, loop.slots))
        assert loop.matrix.views(LEADERS) == 1
        assert smallest_fix(loop.matrix).steps == ()


def test_a_finding_is_accepted_once_however_often_it_is_taken_up_again(house: House) -> None:
    a_loop(house)
    for _ in range(2):
        with house.changing():
            loop, rita = loop_of(house.one(Application, "noel"), None, now=NOW), house.one(Person, "rita")
            accept(loop, loop.found[0].key, reason="The founders do.", by=rita, now=NOW)
            # somebody else with the same page
            with pytest.raises(IntegrityError), db.session.begin_nested():
                accept(loop, loop.found[0].key, reason="The founders do.", by=rita, now=NOW)
        with house.changing():
            loop = loop_of(house.one(Application, "noel"), None, now=NOW)
            assert [one.key for one in loop.settled] == [loop.found[0].key]
            take_up(loop, loop.found[0].key, by=house.one(Person, "rita"), now=NOW)
