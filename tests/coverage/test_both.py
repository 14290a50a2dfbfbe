"""What rests on the database: reading a loop with its cards, changing it, and reading it again."""

from __future__ import annotations

from datetime import timedelta

from hiring.coverage.actions import share_out
from hiring.coverage.queries import loop_of
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
