"""Edits of a running plan: what each gives, what is refused, and that nobody's way is ever lost by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.refusal import Kind, Refusal
from hiring.workflow import moves
from hiring.workflow.differences import differences
from hiring.workflow.gates import Facts
from hiring.workflow.moves import Mover, Outcome, Step, allowed_moves
from hiring.workflow.plan import Plan
from hiring.workflow.revising import Spot, Walks, add, change, name_stage, place, remove, strands
from tests.workflow.examples import ALL_ROLES, NOW, READY, SMALL, STAGE_IDS, stage

TALK = stage("dinner", title="Dinner", card="none")
PINNED = "Somebody was asked for a scorecard in “Coding”, so what they are asked stays as it is."
IN_ITS_ROUND = "Somebody was asked for a scorecard in “Coding”, so it stays in its round: who reads whose rests on it."


def order(plan: Plan) -> list[str]:
    return [one.id for one in plan.stages]


def rounds(plan: Plan) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.id, one.decides, one.stages) for one in plan.rounds]


def said(old: Plan, new: Plan) -> list[str]:
    return [str(one) for one in differences(old, new)]


def test_a_stage_is_added_behind_another() -> None:
    new = add(SMALL, TALK, Spot("loop", after="coding"))
    assert order(new) == ["call", "coding", "dinner", "design", "committee", "offer"]
    assert new.round_of("dinner").id == "loop"
    assert said(SMALL, new) == ["“Dinner” was added after “Coding”."]


def test_a_stage_is_added_at_the_beginning_and_in_a_round_of_its_own() -> None:
    first = add(SMALL, TALK, Spot("calls"))
    assert (order(first)[:2], said(SMALL, first)) == (["dinner", "call"], ["“Dinner” was added at the beginning."])
    own = add(SMALL, TALK, Spot("calls", decides="chair"))
    assert rounds(own)[1] == ("dinner", "chair", ("dinner",))


def test_a_round_goes_with_its_last_stage() -> None:
    new = remove(SMALL, "call")
    assert [one.id for one in new.rounds] == ["loop", "end"]
    assert said(SMALL, new) == ["“Call” was taken out."]


def test_the_last_stage_of_all_stays() -> None:
    alone = SMALL
    for name in STAGE_IDS[1:]:
        alone = remove(alone, name)
    with pytest.raises(Refusal, match="A plan needs a stage"):
        remove(alone, "call")


def test_a_stage_is_moved_inside_its_round_and_into_another() -> None:
    assert order(place(SMALL, "design", Spot("loop"))) == ["call", "design", "coding", "committee", "offer"]
    new = place(SMALL, "call", Spot("loop", after="coding"))
    assert (order(new), new.round_of("call").id) == (["coding", "call", "design", "committee", "offer"], "loop")
    assert said(SMALL, new) == ["“Call” was moved after “Coding”.", "“Call” now belongs to the round “Loop”."]


@pytest.mark.parametrize("spot", [Spot("dinner"), Spot("loop", after="call"), Spot("loop", after="design")])
def test_a_place_that_is_gone_is_refused(spot: Spot) -> None:
    with pytest.raises(Refusal, match="no such place"):
        place(SMALL, "design", spot)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"limit_days": 14}, "“Coding”: 14 days instead of 10."),
        ({"limit_days": 1}, "“Coding”: 1 day instead of 10."),
        ({"title": "Pairing"}, "“Coding” is now called “Pairing”."),
        ({"minutes": 90}, "“Coding”: 90 min instead of 0."),
        ({"purpose": "See them work."}, "“Coding”: another purpose."),
        ({"tells_candidate": "Bring a laptop."}, "“Coding”: other words for the candidate."),
        ({"who": ["peer", "adviser"]}, "“Coding”: other people meet the candidate."),
        ({"gates": ["interview_held"]}, "“Coding” no longer waits for: Every scorecard asked for is in."),
        ({"gates": ["cards_in", "interview_held"]}, "“Coding”: what it waits for stands in another order."),
        (
            {"gates": ["interview_held", "cards_in", "packet_built"]},
            "“Coding” waits for one thing more: The committee has its packet.",
        ),
        ({"series": True}, "“Coding”: several talks."),
        ({"card": "short"}, "“Coding”: another scorecard."),
    ],
)
def test_a_change_is_told_in_words(changed: dict[str, Any], sentence: str) -> None:
    assert said(SMALL, change(SMALL, "coding", changed)) == [sentence]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"limit_days": 0}, "Write 1 or more here."),
        ({"gates": ["full_moon"]}, "There is no gate “full_moon”."),
        ({"card": "none"}, "This stage has no scorecards to wait for."),
        ({"with": {"prompt": "Sing."}}, "A stage of the kind interview has no keys of its own here."),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_in_the_words_of_plan_files(
    changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence) as refused:
        change(SMALL, "coding", changed)
    assert refused.value.kind is Kind.INPUT


@pytest.mark.parametrize(
    ("new", "walks", "reason"),
    [
        (remove(SMALL, "coding"), Walks(), None),
        (remove(SMALL, "coding"), Walks(seated_in=frozenset({"coding"})), None),
        (
            remove(SMALL, "coding"),
            Walks(stands_in=frozenset({"coding"})),
            "Somebody stands in “Coding”. Move them first, then take it out.",
        ),
        (
            remove(SMALL, "coding"),
            Walks(planned_in=frozenset({"coding"})),
            "An interview is planned in “Coding”. Hold it or cancel it first, then take the stage out.",
        ),
        (place(SMALL, "coding", Spot("calls")), Walks(stands_in=frozenset({"coding"})), None),
        (place(SMALL, "coding", Spot("calls")), Walks(seated_in=frozenset({"coding"})), IN_ITS_ROUND),
        (place(SMALL, "coding", Spot("loop", after="design")), Walks(seated_in=frozenset({"coding"})), None),
        (change(SMALL, "coding", {"collective": True}), Walks(seated_in=frozenset({"coding"})), PINNED),
        (change(SMALL, "coding", {"collective": True}), Walks(), None),
        (change(SMALL, "coding", {"limit_days": 20}), Walks(seated_in=frozenset({"coding"})), None),
        (place(SMALL, "committee", Spot("loop", after="design")), Walks(), None),
        (
            place(SMALL, "committee", Spot("loop", after="design")),
            Walks(has_packets=True),
            "The committee has a packet already, so the same person goes on deciding on it.",
        ),
    ],
)
def test_what_would_strand_somebody_is_refused(new: Plan, walks: Walks, reason: str | None) -> None:
    answer = strands(SMALL, new, walks)
    assert (None if answer is None else str(answer)) == reason


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Talk with the CFO", [], "talk-with-the-cfo"),
        ("Coding", ["coding", "coding-2"], "coding-3"),
        ("面接", ["stage"], "stage-2"),
        ("x" * 90, [], "x" * 56),
    ],
)
def test_a_new_stage_gets_a_name_that_was_never_used(title: str, taken: list[str], name: str) -> None:
    assert name_stage(title, taken) == name


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> Plan:
    """The plan after one edit that makes sense, of any sort."""
    names = order(plan)
    spots = [Spot(one.id, after) for one in plan.rounds for after in (None, *one.stages)]
    spots += [Spot(one.id, decides="recruiter") for one in plan.rounds]
    sort = draw(st.sampled_from(["add", "remove", "place", "change"]))
    one = draw(st.sampled_from(names))
    if sort == "add":
        return add(plan, stage(name_stage("More", [*names, "more"])), draw(st.sampled_from(spots)))
    if sort == "remove":
        return remove(plan, one) if len(names) > 1 else plan
    if sort == "change":
        return change(plan, one, {"limit_days": draw(st.integers(1, 60)), "minutes": draw(st.integers(0, 90))})
    there = [spot for spot in spots if spot.after != one and plan.round_of(one).stages != (one,)]
    return place(plan, one, draw(st.sampled_from(there))) if there else plan


@given(st.data())
def test_an_edit_keeps_every_other_stage_as_it_was(data: st.DataObject) -> None:
    new = data.draw(edits(SMALL))
    others = {one.id: one for one in SMALL.stages}
    changed = [one.id for one in new.stages if one.id in others and one != others[one.id]]
    assert len(changed) + len(set(others) ^ set(order(new))) <= 1
    assert sorted(name for one in new.rounds for name in one.stages) == sorted(order(new))


@given(st.data())
def test_there_are_words_for_every_difference_and_only_for_one(data: st.DataObject) -> None:
    new = data.draw(edits(SMALL))
    same = (new.stages, rounds(new)) == (SMALL.stages, rounds(SMALL))
    assert (differences(SMALL, new) == ()) == same


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[Step], list[Plan]]:
    """One application's moves and the plans it walked by: allowed moves and edits that strand nobody, in any order."""
    plans, walked = [SMALL], [Step(to="call")]
    for sort in draw(st.lists(st.sampled_from(["move", "move", "undo", "edit"]), min_size=1, max_size=15)):
        plan, where = plans[-1], moves.state(walked)
        if sort == "edit":
            new = draw(edits(plan))
            stands = frozenset({where.at} if where.outcome is None and where.at else ())
            plans += [new] if strands(plan, new, Walks(stands_in=stands)) is None else []
        elif sort == "undo":
            taken_back = moves.undo(walked, plan)
            walked += [] if taken_back is None else [taken_back]
        else:
            facts = replace(READY, at=where.at, is_closed=where.outcome is not None)
            choice = draw(st.sampled_from(allowed_moves(plan, facts, Mover(ALL_ROLES), NOW)))
            walked.append(Step(choice.to, choice.outcome))
    return walked, plans


@settings(max_examples=60)
@given(searches())
def test_nobody_stands_outside_the_plan_however_it_was_revised(search: tuple[list[Step], list[Plan]]) -> None:
    walked, plans = search
    where = moves.state(walked)
    assert where.outcome is not None or where.at in order(plans[-1])
    # told again from the beginning, move by move, the same moves lead to the same place
    again = [moves.state(walked[:number]) for number in range(1, len(walked) + 1)]
    assert again[-1] == where
    assert len(again) == len(walked)


@settings(max_examples=40)
@given(searches())
def test_from_wherever_a_search_has_come_every_stage_and_every_end_can_be_reached(
    search: tuple[list[Step], list[Plan]],
) -> None:
    plan, reached = search[1][-1], set[moves.State]()
    ahead = [moves.state(search[0])]
    while ahead:
        here = ahead.pop()
        if here in reached:
            continue
        reached.add(here)
        facts = replace(READY, at=here.at, is_closed=here.outcome is not None)
        onward = [
            one for one in allowed_moves(plan, facts, Mover(ALL_ROLES), NOW) if one.waits is one.forbidden is None
        ]
        assert onward, "there is a way out of everywhere"
        ahead += [moves.state([Step(here.at), Step(one.to, one.outcome)]) for one in onward]
    assert {one.at for one in reached if one.outcome is None} >= set(order(plan))
    assert {one.outcome for one in reached} == {None, *Outcome}


def test_a_move_back_into_a_stage_that_was_taken_out_is_not_taken_back() -> None:
    walked = [Step("call"), Step("coding"), Step("design")]
    assert moves.can_undo(walked, SMALL) == 2
    assert moves.can_undo(walked, remove(SMALL, "coding")) is None
    closed = [*walked, Step(outcome="rejected"), Step("design")]
    assert moves.undo(closed, remove(SMALL, "design")) == Step("design", "rejected", undoes=4)


def test_facts_are_of_nobody_until_told() -> None:
    assert (Facts().at, Facts().record, Facts().interviews) == (None, {}, ())
