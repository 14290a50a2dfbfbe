"""Two people at the same moment: one advances a candidate, the other does too, or takes the stage away meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from hiring import audit
from hiring.candidates.actions import NewCandidate, add_candidates
from hiring.db import db
from hiring.models import Application, Move, Opening, Person
from hiring.openings.queries import current_revision
from hiring.plans.actions import add_stage
from hiring.workflow.revising import Spot
from tests.cast import NOW
from tests.house import House, Visitor
from tests.plans.test_actions import DINNER
from tests.soundness import unsound

pytestmark = pytest.mark.no_cover  # threads, and lines that other tests walk one by one

ROUNDS, PARTS = 50, 4
"""Two hundred rounds, in parts that a busy machine gets through in time."""
CHANGES = 12
FASTER = "Somebody changed this after you opened it."


@pytest.fixture
def pair(house: House) -> Iterator[tuple[Visitor, Visitor, ThreadPoolExecutor]]:
    with ThreadPoolExecutor(2) as threads:
        yield house.visitor("rita"), house.visitor("cleo"), threads


def some_candidates(house: House, many: int) -> list[str]:
    """References of that many who stand in the first stage."""
    with house.changing():
        new = [NewCandidate(f"Person {number}", "", None, None) for number in range(many)]
        rita = house.one(Person, "rita")
        return [one.ref for one in add_candidates(house.one(Opening, "executive"), new, by=rita, now=NOW)]


def together(threads: ThreadPoolExecutor, *sendings: tuple[Visitor, str, dict[str, Any]]) -> list[TestResponse]:
    ready = Barrier(len(sendings))

    def send(sending: tuple[Visitor, str, dict[str, Any]]) -> TestResponse:
        visitor, url, fields = sending
        token = visitor.token()
        ready.wait()
        return visitor.client.post(url, data={"csrf_token": token, **fields})

    return list(threads.map(send, sendings))


def advance(visitor: Visitor, ref: str, stage: str) -> tuple[Visitor, str, dict[str, Any]]:
    return visitor, f"/applications/{ref}/moves", {"choice": f"advance:{stage}", "reason": "", "version": "1"}


@pytest.mark.parametrize("part", range(PARTS))
def test_of_two_who_advance_a_candidate_at_once_one_does_and_the_other_is_told(
    house: House, pair: tuple[Visitor, Visitor, ThreadPoolExecutor], part: int
) -> None:
    rita, cleo, threads = pair
    everybody = some_candidates(house, ROUNDS)
    for ref in everybody:
        first, second = (rita, cleo) if part % 2 else (cleo, rita)
        sent = together(threads, advance(first, ref, "recruiter-call"), advance(second, ref, "recruiter-call"))
        assert sorted(one.status_code for one in sent) == [303, 409]
        (late,) = [one for one in sent if one.status_code == 409]
        assert (FASTER in late.text, "moved the application to Call with the recruiter." in late.text) == (True, True)
    with house.app.app_context():
        moved = select(Application.ref, func.count()).join(Move, Move.application_id == Application.id)
        made = Counter(dict(db.session.execute(moved.where(Move.kind == "advance").group_by(Application.ref)).all()))
        assert [made[ref] for ref in everybody] == [1] * ROUNDS
        assert audit.first_broken() is None


def test_of_a_move_into_a_stage_and_its_taking_out_at_once_one_happens(
    house: House, pair: tuple[Visitor, Visitor, ThreadPoolExecutor]
) -> None:
    rita, cleo, threads = pair
    opening = house.ref("executive")
    for ref in some_candidates(house, CHANGES):
        with house.changing():
            seat, by = house.one(Opening, "executive"), house.one(Person, "rita")
            seen = current_revision(seat.id).number
            added = add_stage(
                seat, DINNER, Spot("first-calls", after="sourcing"), seen=seen, reason="Eat.", by=by, now=NOW
            )
            number, dinner = added.number, next(one.slug for one in added.stages if one.position == 1)
        out = f"/openings/{opening}/plan/stages/{dinner}/removal", {"reason": "Not hungry.", "version": str(number)}
        moved, removed = together(threads, advance(cleo, ref, dinner), (rita, *out))
        assert sorted([moved.status_code, removed.status_code]) == [303, 409]
        if removed.status_code == 409:
            assert "Somebody stands in “Dinner”" in removed.text
        else:
            assert "This move is not possible any more." in moved.text
    assert unsound(house.app) == []


def test_of_two_who_change_the_plan_at_once_one_does_and_the_other_is_told_what(
    house: House, pair: tuple[Visitor, Visitor, ThreadPoolExecutor]
) -> None:
    rita, cleo, threads = pair
    url = f"/openings/{house.ref('executive')}/plan/stages/references/place"
    spots = ("loop:deep-dives", "loop:panel-peers")
    for number in range(1, CHANGES + 1):
        fields = {"spot": spots[number % 2], "version": str(number)}
        sent = together(
            threads,
            (rita, url, fields | {"reason": "Rita's."}),
            (cleo, url, fields | {"reason": "Cleo's."}),
        )
        assert sorted(one.status_code for one in sent) == [303, 409]
        (late,) = [one for one in sent if one.status_code == 409]
        assert "was moved after" in late.text
        assert "changed the plan after you opened this page." in late.text
    assert unsound(house.app) == []
