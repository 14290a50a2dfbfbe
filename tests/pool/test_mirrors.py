"""Pictures of one's own habits: what they say, and that no two of them tell what somebody gave a single candidate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from sqlalchemy import select, update

from hiring import worker
from hiring.db import db
from hiring.models import Application, Move, Person, Slot, StoredReport
from hiring.pool.pictures import KIND
from tests.cast import NOW
from tests.committee.loops import some_people
from tests.committee.test_layers import changed
from tests.house import ON_SQLITE, House
from tests.pool.past import close, finished


def some(house: House, number: int) -> list[int]:
    with house.changing():
        return [person.id for person in some_people(number)]


def more(
    house: House, number: int, people: Sequence[int], *, apart: bool = True, seed: int = 1, lower: float = 0.9
) -> list[int]:
    """So many candidates, finished, whom the first of these met in a round of their own: they may not read the others'
    cards. The first rates low. Answers the applications.
    """
    with house.changing():
        met = [db.session.get_one(Person, person) for person in people]
        made = finished(house, number, met, lower={0: lower}, seed=seed)
        if apart:
            others = update(Slot).where(Slot.application_id.in_(made), Slot.person_id != people[0])
            db.session.execute(others.values(round="executive-call"))
        return made


def pictures(house: House, person: int) -> list[StoredReport]:
    """Of that person, after the worker has looked."""
    worker.recalibrate(house.app, NOW)
    with house.app.app_context():
        drawn = select(StoredReport).where(StoredReport.kind == KIND, StoredReport.subject.startswith(f"{person}/"))
        return list(db.session.scalars(drawn.order_by(StoredReport.number)))


def number(house: House, person: int) -> int:
    return len(pictures(house, person))


def test_it_says_how_somebody_rates_beside_others(house: House) -> None:
    people = some(house, 4)
    more(house, 9, people, lower=1.8)
    (drawn,) = pictures(house, people[0])
    figures = drawn.content["figures"]
    assert (figures["candidates"], figures["label"], figures["among"]) == (9, "severe", "everybody")
    assert figures["low"] < figures["severity"] < figures["high"] < 0
    assert figures["near"] < figures["near_usual"] < 1
    assert len(drawn.content["basis"]) == 9


@ON_SQLITE
def test_figures_are_no_finer_than_they_are_shown(house: House) -> None:
    people = some(house, 4)
    more(house, 9, people)
    figures = pictures(house, people[0])[0].content["figures"]
    for name in ("severity", "low", "high"):
        assert figures[name] == round(figures[name], 1)
    for name in ("near", "near_usual"):
        assert 20 * figures[name] == pytest.approx(round(20 * figures[name]))


@ON_SQLITE
@pytest.mark.parametrize(("candidates", "colleagues", "drawn"), [(7, 3, 0), (8, 2, 0), (8, 3, 1)])
def test_under_eight_candidates_and_three_colleagues_nothing_is_said(
    house: House, candidates: int, colleagues: int, drawn: int
) -> None:
    people = some(house, 1 + colleagues)
    more(house, candidates, people)
    assert number(house, people[0]) == drawn


@ON_SQLITE
def test_fewer_than_five_new_ones_change_nothing(house: House) -> None:
    """Four would say what others gave these four, and one what they gave the one."""
    people = some(house, 4)
    more(house, 9, people)
    (before,) = pictures(house, people[0])
    for seed in range(2, 6):
        more(house, 1, people, seed=seed)
        (still,) = pictures(house, people[0])
        assert (still.content, still.made_at) == (before.content, before.made_at)
    more(house, 1, people, seed=99)
    old, new = pictures(house, people[0])
    assert new.content["figures"]["candidates"] == 9 + 5
    assert set(old.content) == {"basis", "rest"}


@ON_SQLITE
def test_what_its_owner_may_read_anyway_may_show_at_once(house: House) -> None:
    """All met them in one round, and everybody's card is in: each may read the others'."""
    people = some(house, 4)
    more(house, 9, people, apart=False)
    assert number(house, people[0]) == 1
    more(house, 1, people, apart=False, seed=2)
    assert number(house, people[0]) == 2


@ON_SQLITE
def test_then_it_waits_while_others_are_new_whom_they_have_not_met(house: House) -> None:
    """What colleagues gave strangers moves the picture too."""
    people = some(house, 5)
    more(house, 9, people, apart=False)
    assert number(house, people[0]) == 1
    more(house, 1, people[1:], seed=2)
    more(house, 1, people, apart=False, seed=3)
    assert number(house, people[0]) == 1
    more(house, 4, people, apart=False, seed=4)
    assert number(house, people[0]) == 2


@ON_SQLITE
def test_a_colleague_who_changes_their_card_changes_nothing(house: House) -> None:
    people = some(house, 4)
    made = more(house, 9, people)
    (before,) = pictures(house, people[0])
    with house.changing():
        slot = db.session.scalars(select(Slot).filter_by(application_id=made[0], person_id=people[1])).one()
        changed(slot, {f"{slot.dimensions[0]}-level": "1", f"{slot.dimensions[1]}-level": "5"})
    (after,) = pictures(house, people[0])
    assert after.content == before.content


@ON_SQLITE
def test_no_two_pictures_ever_shown_differ_by_a_few(house: House) -> None:
    """Candidates come in by ones and twos, are taken up again, and are finished again."""
    people, chance = some(house, 4), Random(7)
    made = more(house, 9, people)
    for turn in range(12):
        if turn % 3 == 2:
            _take_up_again(house, chance.sample(made, 3))
        else:
            made += more(house, chance.randint(1, 4), people, seed=100 + turn)
        if turn % 4 == 3:
            _finish_again(house)
        worker.recalibrate(house.app, NOW)
    shown = [one.content["basis"] for one in pictures(house, people[0])]
    assert len(shown) > 2
    for one, other in combinations(shown, 2):
        differ = [each for each in one.keys() | other.keys() if one.get(each) != other.get(each)]
        assert len(differ) >= 5


def _take_up_again(house: House, applications: Sequence[int]) -> None:
    with house.changing():
        for application in db.session.scalars(select(Application).where(Application.id.in_(applications))):
            move = application.current_move
            assert move is not None
            if move.outcome is not None:
                number = len(application.moves) + 1
                stage = application.moves[-2].stage
                again = Move(number=number, kind="reopen", stage=stage, reason="She asked.", by=move.by, at=NOW)
                application.moves.append(again)
                db.session.flush()
                application.current_move = again


def _finish_again(house: House) -> None:
    with house.changing():
        for application in db.session.scalars(select(Application)):
            move = application.current_move
            if move is not None and move.kind == "reopen" and move.by is not None:
                close(application, by=move.by)
