"""What changes a running plan, what it leaves to those who walk it, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hiring.candidates.actions import make_move, undo_move
from hiring.db import db
from hiring.loops.actions import cancel
from hiring.models import Application, Event, Opening, Person, PlanRevision, Scorecard, Slot
from hiring.openings.queries import current_revision
from hiring.plans import actions, queries
from hiring.policy import Standing
from hiring.refusal import Kind, Refusal
from hiring.scorecards.actions import hand_in
from hiring.scorecards.queries import answers_of, sheet_of
from hiring.workflow.revising import Spot
from tests.cast import NOW
from tests.factories import a_scorecard, an_interview, at_stage
from tests.house import House
from tests.scorecards.cards import complete
from tests.soundness import unsound

EVERY_ROLE = Standing(roles=frozenset({"recruiter", "hiring_manager", "chair"}))
DINNER = {
    "kind": "interview",
    "title": "Dinner",
    "purpose": "Meet outside the office.",
    "who": ["executive"],
    "card": "none",
    "limit_days": 5,
}


def change(house: House, verb: Any, *what: Any, seen: int | None = None, by: str = "rita") -> PlanRevision:
    opening = house.one(Opening, "executive")
    seen = current_revision(opening.id).number if seen is None else seen
    revision: PlanRevision = verb(
        opening, *what, seen=seen, reason="This search is one of one.", by=house.one(Person, by), now=NOW
    )
    return revision


def plan(house: House) -> list[str]:
    return [stage.slug for stage in current_revision(house.one(Opening, "executive").id).stages]


def refused(house: House, verb: Any, *what: Any, **more: Any) -> tuple[Kind, str]:
    with pytest.raises(Refusal) as no, house.changing():
        change(house, verb, *what, **more)
    return no.value.kind, str(no.value.reason)


def test_a_change_is_a_new_revision_with_its_reason_and_its_event(house: House) -> None:
    with house.changing():
        before = plan(house)
        change(house, actions.add_stage, DINNER, Spot("loop", after="deep-dives"))
    with house.app.app_context():
        revision = current_revision(house.one(Opening, "executive").id)
        assert (revision.number, revision.reason, revision.undoes_id) == (2, "This search is one of one.", None)
        place = before.index("deep-dives") + 1
        assert plan(house) == [*before[:place], "dinner", *before[place:]]
        last = db.session.query(Event).order_by(Event.seq.desc()).first()
        assert last is not None
        assert (last.kind, last.subject, last.facts) == ("plan.revised", "opening", {"revision": 2})


def test_everything_that_a_plan_file_says_is_carried_along(house: House) -> None:
    with house.changing():
        before = queries.whole_plan(current_revision(house.one(Opening, "executive").id))
        change(house, actions.place_stage, "references", Spot("loop", after="panel-peers"))
    with house.app.app_context():
        after = queries.whole_plan(current_revision(house.one(Opening, "executive").id))
        assert {one.id: one for one in after.stages} == {one.id: one for one in before.stages}


def test_a_change_and_its_undoing_are_two_revisions_more(house: House) -> None:
    with house.changing():
        before = plan(house)
        change(house, actions.remove_stage, "references")
    with house.changing():
        revision = change(house, actions.undo_change)
        undone = db.session.get_one(PlanRevision, revision.undoes_id)
        assert (revision.number, undone.number, plan(house)) == (3, 2, before)
    with house.changing():
        again = change(house, actions.undo_change)
        assert (again.number, plan(house)) == (4, [one for one in before if one != "references"])


def test_what_pins_a_stage_does_not_tell_whose_card_is_in(house: House) -> None:
    """Whoever owes a card in the round may call its interviews off and change its plan."""
    pinned = []
    for is_in in (False, True):
        with house.app.app_context():
            casey, (rita, mona) = house.one(Application, "casey"), (house.one(Person, who) for who in ("rita", "mona"))
            interview = an_interview(casey, "presentation", [mona], starts_at=NOW + timedelta(days=1), by=rita)
            if is_in:
                a_scorecard(interview.slots[0], level=3, verdict="yes", words="x", at=NOW)
            cancel(interview, by=rita, now=NOW)
            pinned.append("presentation" in queries.walks(house.one(Opening, "executive"), now=NOW).seated_in)
    assert pinned == [True, True]


def test_the_first_plan_of_all_is_not_taken_back(house: House) -> None:
    sentence = "The plan is as the opening began. There is no change to take back."
    assert refused(house, actions.undo_change) == (Kind.CONFLICT, sentence)


def test_a_longer_limit_holds_for_whoever_stands_there_and_none_for_whoever_has_left(house: House) -> None:
    with house.changing():
        noel = house.one(Application, "noel")
        entered, version = noel.entered_at, noel.version
        others = {one.id: one.due_at for one in db.session.query(Application) if one.id != noel.id}
        change(house, actions.change_stage, "sourcing", {"limit_days": 40})
        assert noel.due_at == entered + timedelta(days=40)
        assert noel.version == version
        assert {one.id: one.due_at for one in db.session.query(Application) if one.id != noel.id} == others
        change(house, actions.undo_change)
        assert noel.due_at == entered + timedelta(days=21)


def test_whoever_walked_a_stage_keeps_it_with_its_cards_when_it_is_taken_out(house: House) -> None:
    with house.changing():
        rita, casey = house.one(Person, "rita"), house.one(Application, "casey")
        interview = an_interview(
            casey, "panel-peers", [house.one(Person, "mona")], starts_at=NOW - timedelta(days=2), by=rita
        )
        (slot,) = interview.slots
        hand_in(slot, answers_of(sheet_of(slot), complete(slot)), by=slot.person, now=NOW - timedelta(days=1))
        slot_id = slot.id
        change(house, actions.remove_stage, "panel-peers")
    with house.app.app_context():
        kept = db.session.get_one(Slot, slot_id)
        assert db.session.scalars(select(Scorecard.slot_id).filter_by(slot_id=slot_id)).all() == [slot_id]
        assert (kept.interview.stage.slug, kept.interview.stage.revision.number) == ("panel-peers", 1)
        assert "panel-peers" not in plan(house)
    assert unsound(house.app) == []


def test_nobody_is_left_standing_where_there_is_no_stage(house: House) -> None:
    sentence = "Somebody stands in “Sourcing”. Move them first, then take it out."
    assert refused(house, actions.remove_stage, "sourcing") == (Kind.CONFLICT, sentence)


def test_a_stage_with_an_interview_ahead_stays(house: House) -> None:
    with house.changing():
        casey, rita = house.one(Application, "casey"), house.one(Person, "rita")
        an_interview(casey, "presentation", [house.one(Person, "mona")], starts_at=NOW + timedelta(days=1), by=rita)
    sentence = "An interview is planned in “Presentation”. Hold it or cancel it first, then take the stage out."
    assert refused(house, actions.remove_stage, "presentation") == (Kind.CONFLICT, sentence)


@pytest.mark.parametrize("is_in", [True, False])
def test_a_stage_with_seats_stays_in_its_round_and_says_nothing_of_whether_a_card_is_in(
    house: House, *, is_in: bool
) -> None:
    """Whoever changes the plan may owe a card of that round: the answer must not tell whether another's is in."""
    with house.changing():
        rita, casey = house.one(Person, "rita"), house.one(Application, "casey")
        (slot,) = an_interview(
            casey, "panel-peers", [house.one(Person, "mona")], starts_at=NOW - timedelta(days=2), by=rita
        ).slots
        if is_in:
            hand_in(slot, answers_of(sheet_of(slot), complete(slot)), by=slot.person, now=NOW - timedelta(days=1))
    kind, sentence = refused(house, actions.place_stage, "panel-peers", Spot("committee"))
    assert (kind, sentence.partition(",")[0]) == (
        Kind.CONFLICT,
        "Somebody was asked for a scorecard in “Talks with peer executives”",
    )


def test_whoever_has_gone_stale_is_told_who_changed_what(house: House) -> None:
    with house.changing():
        change(house, actions.change_stage, "references", {"limit_days": 12}, by="cleo")
    kind, sentence = refused(house, actions.change_stage, "offer", {"limit_days": 20}, seen=1)
    assert kind is Kind.CONFLICT
    assert sentence == (
        "“References”: 12 days instead of 10. Cleo Adeyemi changed the plan after you opened this page. What you typed "
        "is still here: see if it still fits, then send it again."
    )


def test_a_change_of_nothing_is_none(house: House) -> None:
    sentence = "Nothing would change. Change something, or go back to the plan."
    assert refused(house, actions.change_stage, "references", {"limit_days": 10}) == (Kind.INPUT, sentence)


def test_the_name_of_a_stage_that_was_taken_out_is_not_given_again(house: House) -> None:
    with house.changing():
        change(house, actions.remove_stage, "references")
        change(house, actions.add_stage, DINNER | {"title": "References"}, Spot("loop", after="presentation"))
        assert "references-2" in plan(house)


def test_a_move_back_into_a_stage_that_is_gone_is_not_taken_back(house: House) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        at_stage(noel, "references", by=rita, at=NOW - timedelta(hours=2))
        at_stage(noel, "presentation", by=rita, at=NOW - timedelta(hours=1))
        change(house, actions.remove_stage, "references")
    with pytest.raises(Refusal, match="There is no move to take back"), house.changing():
        undo_move(house.one(Application, "noel"), by=house.one(Person, "rita"), now=NOW)


def test_a_candidate_who_was_closed_in_a_stage_that_is_gone_comes_back_in_the_first(house: House) -> None:
    with house.changing():
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        at_stage(noel, "references", by=rita, at=NOW - timedelta(hours=2))
        make_move(noel, "close:withdrawn", reason="Said so.", standing=EVERY_ROLE, by=rita, now=NOW)
        change(house, actions.remove_stage, "references")
        move = make_move(noel, "reopen", reason="Came back.", standing=EVERY_ROLE, by=rita, now=NOW)
        assert move.stage is not None
        assert (move.stage.slug, move.stage.revision.number) == ("sourcing", 2)
    assert unsound(house.app) == []


def test_a_move_after_a_change_goes_by_the_new_plan(house: House) -> None:
    with house.changing():
        change(house, actions.add_stage, DINNER, Spot("first-calls", after="sourcing"))
        noel, rita = house.one(Application, "noel"), house.one(Person, "rita")
        move = make_move(noel, "advance:dinner", reason="", standing=EVERY_ROLE, by=rita, now=NOW)
        assert move.stage is not None
        assert (move.stage.slug, move.stage.revision.number) == ("dinner", 2)
        assert noel.due_at == NOW + timedelta(days=5)
