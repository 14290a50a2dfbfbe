"""Counting what candidates said of themselves: in full periods, once, and told for good."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select

from hiring.candidates.actions import make_move
from hiring.db import db
from hiring.models import Application, Event, GroupAnswer, Move, Opening, Person, StoredReport
from hiring.policy import Standing
from hiring.results.release import FIRST_PERIOD, KIND
from hiring.results.steps import STEPS, passed
from hiring.workflow.kinds import known
from tests.cast import NOW
from tests.house import House
from tests.results.crowd import count_them, ended, of

GENDERS = {"woman": (20, 10, 0, 0, 2), "man": (18, 20, 8, 2, 2), "": (10, 6, 0, 0, 2)}
"""A hundred people. At the first step 30 women are left of 32, and so on."""


def told(house: House, question: str = "gender") -> list[dict[str, Any]]:
    with house.app.app_context():
        stored = select(StoredReport).filter_by(kind=KIND, subject=question).order_by(StoredReport.number)
        return [report.content for report in db.session.scalars(stored)]


def numbers(content: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {row["group"]: (row["entered"], row["passed"]) for row in content["rows"]}


def test_a_period_waits_until_it_is_full(house: House) -> None:
    everybody = of("gender", GENDERS)
    assert len(everybody) == FIRST_PERIOD
    with house.changing():
        ended(house, everybody[1:])
    assert (count_them(house), told(house)) == (0, [])
    with house.changing():
        ended(house, everybody[:1])
    assert count_them(house) == 3
    assert [numbers(one) for one in told(house)] == [{"woman": (32, 12), "man": (50, 32)}]
    assert count_them(house) == 0


def test_it_says_so_in_the_trail_and_nothing_of_what_it_found(house: House) -> None:
    with house.changing():
        ended(house, of("gender", GENDERS))
    count_them(house)
    with house.app.app_context():
        last = db.session.scalars(select(Event).where(Event.kind == "report.made").order_by(Event.seq)).all()
        assert [event.facts for event in last] == 3 * [{"what": "groups", "number": 1}]


def test_a_question_hardly_anybody_answered_is_given_up_and_the_next_period_is_twice_as_long(house: House) -> None:
    with house.changing():
        ended(house, of("gender", GENDERS))
    count_them(house)
    assert [one["legs"] for one in told(house, "age")] == [[]]
    half = of("age", {"under_30": (30, 20), "30_39": (30, 20)})
    for made in (1, 2):
        with house.changing():
            ended(house, half)
        count_them(house)
        assert len(told(house, "age")) == made
    assert numbers(told(house, "age")[1]) == {"under_30": (100, 40), "30_39": (100, 40)}


def test_what_was_told_stays_whatever_is_answered_taken_back_or_reopened(house: House) -> None:
    with house.changing():
        everybody = ended(house, of("gender", GENDERS))
    count_them(house)
    before = told(house)
    with house.changing():
        db.session.execute(delete(GroupAnswer).where(GroupAnswer.application_id.in_(everybody[:40])))
        one, rita = db.session.get_one(Application, everybody[0]), house.one(Person, "rita")
        standing = Standing(roles=frozenset({"recruiter"}))
        make_move(one, "reopen", reason="A mistake.", standing=standing, by=rita, now=NOW)
        make_move(one, "close:rejected", reason="After all.", standing=standing, by=rita, now=NOW)
        ended(house, of("gender", GENDERS)[1:])
    assert (count_them(house), told(house)) == (0, before)


def test_confidential_openings_are_not_counted(house: House) -> None:
    with house.changing():
        assert house.one(Opening, "heron").confidential
        ended(house, of("gender", GENDERS), opening="heron")
    assert count_them(house) == 0


def test_a_move_that_was_taken_back_took_nobody_further(house: House) -> None:
    with house.changing():
        application = db.session.get_one(Application, ended(house, of("gender", GENDERS))[-1])
        rita, first = house.one(Person, "rita"), application.moves[0]
        for taken_back in application.moves[1:]:
            add_move(application, rita, kind="undo", undoes_id=taken_back.id, stage_id=first.stage_id)
        add_move(application, rita, kind="close", outcome="rejected", reason="So.")
        application.current_move = application.moves[-1]
        db.session.add(GroupAnswer(application_id=application.id, question="gender", answer="woman", at=NOW))
    count_them(house)
    assert numbers(told(house)[0]) == {"woman": (33, 12), "man": (50, 32)}


def add_move(application: Application, by: Person, **made: Any) -> None:
    application.moves.append(Move(number=len(application.moves) + 1, by=by, at=NOW, **made))
    db.session.flush()


def test_periods_are_also_told_together(house: House) -> None:
    for _ in range(2):
        with house.changing():
            ended(house, of("gender", GENDERS))
    assert count_them(house) == 4  # two of gender, and one of each question nobody answered, which then waits for 200
    both = told(house)[1]["together"]
    assert {row["group"]: (row["entered"], row["passed"]) for row in both} == {"woman": (64, 24), "man": (100, 64)}


def test_two_who_came_equally_far_could_have_answered_the_other_way_round(house: House) -> None:
    """Nothing stored tells them apart."""
    with house.changing():
        ids = ended(house, of("gender", GENDERS))
        for ref, gender in ((ids[0], "man"), (ids[32], "woman")):
            db.session.get_one(GroupAnswer, (ref, "gender")).answer = gender
    count_them(house)
    swapped = told(house)
    house.world.reset()
    with house.changing():
        ended(house, of("gender", GENDERS))
    count_them(house)
    assert told(house) == swapped


def test_every_kind_of_stage_belongs_to_one_step() -> None:
    assert sorted(kind for step in STEPS for kind in step.kinds) == sorted(known())


@pytest.mark.parametrize(
    ("kinds", "is_hired", "steps"),
    [(("recruiter_call",), True, 4), (("recruiter_call", "panel"), False, 1), ((), False, 0)],
)
def test_how_far_somebody_came(kinds: tuple[str, ...], is_hired: bool, steps: int) -> None:
    assert passed(kinds, is_hired=is_hired) == steps
