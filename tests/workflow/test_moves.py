"""What is offered, to whom, why not yet, and where recorded moves have led."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.refusal import Kind, Refusal
from hiring.workflow.gates import NOT_YET, Facts
from hiring.workflow.moves import (
    CARD_FIRST,
    Choice,
    Mover,
    Outcome,
    Step,
    allowed_moves,
    can_undo,
    check,
    fold,
    state,
    undo,
)
from hiring.workflow.plan import Plan
from tests.workflow.examples import (
    AHEAD,
    ALL_ROLES,
    CHAIR,
    MANAGER,
    NOBODY,
    NOW,
    READY,
    RECRUITER,
    SMALL,
    STAGE_IDS,
    plan_data,
)
from tests.workflow.test_gates import FACTS

CLOSINGS = ["close:hired", "close:rejected", "close:withdrawn", "close:mutual_no", "close:must_have_missing"]
NO_MORE = "This move is not possible any more. See where the candidate is now, then choose again."
OWN_CARD = "Your scorecard in this round is still out. Until you hand it in, somebody else moves the candidate."
TWO_OUT = "2 scorecards are still out."
MOVERS_ONLY = "Only the recruiter or the hiring manager can do this."
RECRUITER_ONLY = "Only the recruiter takes a candidate out of the round “Calls”."
MANAGER_ONLY = "Only the hiring manager takes a candidate out of the round “Loop”."
CHAIR_ONLY = "Only the chair takes a candidate out of the round “End”."

PLACES = st.sampled_from([None, *STAGE_IDS])
ROLES = st.frozensets(st.sampled_from(["recruiter", "hiring_manager", "chair", "interviewer"]))
EVERY_KEY = sorted(
    {"reopen", *CLOSINGS} | {f"{kind}:{stage}" for kind in ("advance", "skip", "back") for stage in STAGE_IDS}
)


def mover(roles: frozenset[str], *, owes_card: bool = False) -> Mover:
    return Mover(roles, frozenset(one.id for one in SMALL.rounds) if owes_card else NOBODY)


def choices(at: str | None, facts: Facts, roles: frozenset[str], *, owes_card: bool = False) -> tuple[Choice, ...]:
    return allowed_moves(SMALL, replace(facts, at=at), mover(roles, owes_card=owes_card), NOW)


def choose(key: str, at: str | None, facts: Facts = READY, roles: frozenset[str] = ALL_ROLES) -> Choice:
    return next(choice for choice in choices(at, facts, roles) if choice.key == key)


def refusal(
    key: str, at: str | None, facts: Facts, roles: frozenset[str], *, owes_card: bool, reason: str
) -> tuple[Kind, str] | None:
    try:
        check(SMALL, replace(facts, at=at), mover(roles, owes_card=owes_card), NOW, key=key, reason=reason)
    except Refusal as refused:
        return refused.kind, str(refused.reason)
    return None


@pytest.mark.parametrize(
    ("at", "keys"),
    [
        (None, ["advance:call", "skip:coding", "skip:design", "skip:committee", "skip:offer"]),
        ("call", ["advance:coding", "skip:design", "skip:committee", "skip:offer"]),
        ("design", ["back:call", "back:coding", "advance:committee", "skip:offer"]),
        ("offer", ["back:call", "back:coding", "back:design", "back:committee"]),
    ],
)
def test_what_is_offered_at_a_stage(at: str | None, keys: list[str]) -> None:
    offered = choices(at, READY, ALL_ROLES)
    assert [choice.key for choice in offered] == [*keys, *CLOSINGS]


@pytest.mark.parametrize(
    ("key", "at", "label", "to", "outcome", "needs_reason"),
    [
        ("advance:coding", "call", "Move to Coding", "coding", None, False),
        ("skip:offer", "call", "Skip to Offer", "offer", None, True),
        ("back:call", "offer", "Back to Call", "call", None, True),
        ("close:hired", "offer", "Close: hired", None, Outcome.HIRED, True),
        (
            "close:must_have_missing",
            "call",
            "Close: a must-have is missing, found late",
            None,
            "must_have_missing",
            True,
        ),
    ],
)
def test_a_choice_says_where_it_leads(
    key: str, at: str, label: str, to: str | None, outcome: str | None, *, needs_reason: bool
) -> None:
    choice = choose(key, at)
    assert (str(choice.label), choice.to, choice.outcome, choice.needs_reason) == (label, to, outcome, needs_reason)


@pytest.mark.parametrize(("at", "to"), [("design", "design"), (None, "call"), ("a stage that is gone", "call")])
def test_a_closed_application_can_only_be_reopened_where_it_was(at: str | None, to: str) -> None:
    (reopen,) = choices(at, replace(READY, is_closed=True), RECRUITER)
    assert (reopen.key, reopen.kind, reopen.to, reopen.forbidden, reopen.needs_reason) == (
        "reopen",
        "reopen",
        to,
        None,
        True,
    )


@pytest.mark.parametrize(
    ("key", "at", "roles", "forbidden"),
    [
        ("advance:call", None, RECRUITER, None),
        ("advance:call", None, CHAIR, MOVERS_ONLY),
        ("skip:coding", None, RECRUITER, None),
        ("skip:coding", None, MANAGER, RECRUITER_ONLY),
        ("advance:coding", "call", RECRUITER, None),
        ("advance:coding", "call", MANAGER | CHAIR, RECRUITER_ONLY),
        ("advance:design", "coding", RECRUITER, None),
        ("advance:design", "coding", MANAGER, None),
        ("advance:design", "coding", CHAIR, MOVERS_ONLY),
        ("advance:committee", "design", MANAGER, None),
        ("advance:committee", "design", RECRUITER | CHAIR, MANAGER_ONLY),
        ("advance:offer", "committee", RECRUITER, None),
        ("skip:design", "call", RECRUITER, None),
        # a round that is passed over is decided too
        ("skip:committee", "call", RECRUITER, MANAGER_ONLY),
        ("skip:committee", "call", MANAGER, RECRUITER_ONLY),
        ("skip:committee", "call", RECRUITER | MANAGER, None),
        ("back:coding", "design", RECRUITER, None),
        ("back:call", "design", RECRUITER, MANAGER_ONLY),
        ("back:call", "design", MANAGER, None),
        ("back:call", "offer", RECRUITER | MANAGER, CHAIR_ONLY),
        ("back:call", "offer", CHAIR, None),
        ("close:rejected", "design", RECRUITER, None),
        ("close:rejected", "design", MANAGER, None),
        ("close:rejected", "design", CHAIR, MOVERS_ONLY),
        ("close:rejected", "design", NOBODY, MOVERS_ONLY),
    ],
)
def test_who_may_make_a_move(key: str, at: str | None, roles: frozenset[str], forbidden: str | None) -> None:
    choice = choose(key, at, roles=roles)
    assert (None if choice.forbidden is None else str(choice.forbidden)) == forbidden


@pytest.mark.parametrize(
    ("key", "at", "facts", "waits"),
    [
        ("advance:call", None, Facts(), None),
        ("advance:coding", "call", Facts(), "Nobody has been asked for a scorecard yet."),
        ("advance:coding", "call", READY, None),
        ("advance:design", "coding", replace(READY, interviews=(AHEAD,)), "1 interview is still to come."),
        ("advance:offer", "committee", replace(READY, decision=None), "No decision has been recorded yet."),
        ("advance:offer", "committee", replace(READY, decision="go_ahead_if"), None),
        ("skip:design", "call", Facts(), None),
        ("back:call", "coding", Facts(), None),
        ("close:rejected", "call", Facts(), None),
        ("close:hired", "offer", READY, None),
        ("close:hired", "offer", replace(READY, decision=None), "No decision has been recorded yet."),
        ("close:hired", "offer", replace(READY, decision="stop"), "The decision is to stop here."),
        (
            "close:hired",
            "offer",
            replace(READY, decision="go_ahead_if"),
            "The decision to go ahead has a condition. Say first whether it is met.",
        ),
        ("close:hired", "offer", replace(READY, decision="go_ahead_if", condition_met=True), None),
        (
            "close:hired",
            "offer",
            replace(READY, decision="go_ahead_if", condition_met=False),
            "The condition of the decision was not met.",
        ),
    ],
)
def test_what_a_move_waits_for(key: str, at: str | None, facts: Facts, waits: str | None) -> None:
    choice = choose(key, at, facts)
    assert (None if choice.waits is None else str(choice.waits)) == waits


def test_a_stage_outside_the_plan_is_an_error() -> None:
    with pytest.raises(LookupError, match="small@1 has no stage dinner"):
        choices("dinner", READY, ALL_ROLES)


@given(st.sampled_from(STAGE_IDS), FACTS, ROLES)
def test_whoever_owes_a_card_may_do_nothing_and_learns_only_whether(
    at: str, facts: Facts, roles: frozenset[str]
) -> None:
    free = choices(at, replace(facts, is_closed=False), roles)
    owing = choices(at, replace(facts, is_closed=False), roles, owes_card=True)
    assert owing == tuple(
        replace(choice, forbidden=CARD_FIRST, waits=None if choice.waits is None else NOT_YET) for choice in free
    )


@pytest.mark.parametrize(
    ("owes", "waits"),
    [(NOBODY, "A minimum requirement is missing: Right to work."), (frozenset({"loop"}), str(NOT_YET))],
)
def test_whoever_owes_a_card_in_another_round_hears_nothing_of_the_record(owes: frozenset[str], waits: str) -> None:
    data = plan_data()
    data["stages"][0]["gates"] = ["basics_checked"]
    small = Plan.model_validate(data)
    record = {"knock_outs": {"right": {"words": "Right to work", "is": "missing", "why": "No permit."}}}
    facts = replace(READY, at="call", record=record)
    (onward,) = (one for one in allowed_moves(small, facts, Mover(RECRUITER, owes), NOW) if one.kind == "advance")
    assert (onward.forbidden, str(onward.waits)) == (None, waits)


@given(
    at=PLACES,
    facts=FACTS,
    roles=ROLES,
    owes_card=st.booleans(),
    key=st.sampled_from(EVERY_KEY),
    reason=st.sampled_from(["", "  \n", "She asked."]),
)
def test_the_button_and_the_refusal_always_agree(
    *,
    at: str | None,
    facts: Facts,
    roles: frozenset[str],
    owes_card: bool,
    key: str,
    reason: str,
) -> None:
    offered = {choice.key: choice for choice in choices(at, facts, roles, owes_card=owes_card)}
    refused = refusal(key, at, facts, roles, owes_card=owes_card, reason=reason)
    choice = offered.get(key)
    if choice is None:
        assert refused == (Kind.CONFLICT, NO_MORE)
    elif choice.forbidden is not None:
        assert refused == (Kind.FORBIDDEN, str(choice.forbidden))
    elif choice.waits is not None:
        assert refused == (Kind.CONFLICT, str(choice.waits))
    elif choice.needs_reason and not reason.strip():
        assert refused == (Kind.INPUT, "Write a reason for this move.")
    else:
        assert refused is None


@pytest.mark.parametrize(
    ("key", "facts", "roles", "owes_card", "reason", "refused"),
    [
        ("advance:coding", READY, MANAGER, False, "", (Kind.FORBIDDEN, RECRUITER_ONLY)),
        ("advance:coding", Facts(), MANAGER, False, "", (Kind.FORBIDDEN, RECRUITER_ONLY)),
        ("advance:coding", replace(READY, cards_in=0), RECRUITER, False, "", (Kind.CONFLICT, TWO_OUT)),
        ("advance:coding", replace(READY, cards_in=0), RECRUITER, True, "", (Kind.FORBIDDEN, OWN_CARD)),
        ("skip:design", READY, RECRUITER, False, " \n", (Kind.INPUT, "Write a reason for this move.")),
        ("skip:design", READY, RECRUITER, False, "She led a team.", None),
        ("close:rejected", READY, RECRUITER, False, "", (Kind.INPUT, "Write a reason for this move.")),
        (
            "close:hired",
            replace(READY, decision="stop"),
            RECRUITER,
            False,
            "",
            (Kind.CONFLICT, "The decision is to stop here."),
        ),
        ("back:call", READY, RECRUITER, False, "Once more.", (Kind.CONFLICT, NO_MORE)),
        ("Hired by interviewer", READY, RECRUITER, False, "Once more.", (Kind.CONFLICT, NO_MORE)),
    ],
)
def test_why_a_move_is_refused(
    *,
    key: str,
    facts: Facts,
    roles: frozenset[str],
    owes_card: bool,
    reason: str,
    refused: tuple[Kind, str] | None,
) -> None:
    assert refusal(key, "call", facts, roles, owes_card=owes_card, reason=reason) == refused


def test_a_move_that_may_be_made_is_given_back() -> None:
    made = check(SMALL, replace(READY, at="call"), mover(RECRUITER), NOW, key="advance:coding", reason="")
    assert made == choose("advance:coding", "call", roles=RECRUITER)


@given(PLACES, FACTS, ROLES, st.booleans())
def test_no_two_choices_share_a_key(at: str | None, facts: Facts, roles: frozenset[str], owes_card: bool) -> None:
    keys = [choice.key for choice in choices(at, facts, roles, owes_card=owes_card)]
    assert len(keys) == len(set(keys))


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Moves as they can come about: into stages and to outcomes, now and then the last one taken back."""
    moves: list[Step] = []
    for wanted in draw(st.lists(st.sampled_from([*STAGE_IDS, *Outcome, "undo"]), max_size=12)):
        if wanted == "undo":
            taken_back = undo(moves, SMALL)
            moves += [taken_back] if taken_back is not None else []
        else:
            is_outcome = wanted in set(Outcome)
            moves.append(Step(outcome=wanted) if is_outcome else Step(to=wanted))
    return moves


@given(histories(), st.sampled_from([Step(to="design"), Step(outcome="rejected")]))
def test_taking_the_last_move_back_leads_to_where_it_was(moves: list[Step], last: Step) -> None:
    after = [*moves, last]
    taken_back = undo(after, SMALL)
    if taken_back is None:
        assert [step for step in moves if step.undoes is None] == []
    else:
        assert taken_back.undoes == len(moves)
        assert state([*after, taken_back]) == state(moves)
        assert fold([*after, taken_back]) == fold(moves)
        assert can_undo([*after, taken_back], SMALL) == can_undo(moves, SMALL)


@given(histories())
def test_an_undo_is_never_taken_back_itself_and_says_where_it_leads(moves: list[Step]) -> None:
    place = can_undo(moves, SMALL)
    taken_back = undo(moves, SMALL)
    assert (place is None) == (taken_back is None)
    if place is not None and taken_back is not None:
        assert moves[place].undoes is None
        after = state([*moves, taken_back])
        assert taken_back == Step(after.at, after.outcome, undoes=place)


@pytest.mark.parametrize(
    ("moves", "at", "outcome", "undoable"),
    [
        ([], None, None, None),
        ([Step("call")], "call", None, None),
        ([Step("call"), Step("coding")], "coding", None, 1),
        ([Step("call"), Step("coding"), Step("call", undoes=1)], "call", None, None),
        ([Step("call"), Step("coding"), Step(outcome="rejected")], "coding", "rejected", 2),
        ([Step("call"), Step(outcome="rejected"), Step("call")], "call", None, 2),
        ([Step("call"), Step(outcome="rejected"), Step("call", undoes=1), Step("coding")], "coding", None, 3),
        ([Step("call"), Step("coding"), Step("design"), Step("coding", undoes=2)], "coding", None, 1),
    ],
)
def test_where_moves_lead(moves: list[Step], at: str | None, outcome: str | None, undoable: int | None) -> None:
    led_to = state(moves)
    assert (fold(moves), led_to.at, led_to.outcome, can_undo(moves, SMALL)) == (at, at, outcome, undoable)


@pytest.mark.parametrize("undoes", [0, 2, 7])
def test_taking_back_any_other_move_than_the_last_is_an_error(undoes: int) -> None:
    with pytest.raises(ValueError, match=f"step 2 takes back step {undoes}, which is not the last one standing"):
        fold([Step("call"), Step("coding"), Step("call", undoes=undoes)])
