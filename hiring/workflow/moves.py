"""Where an application stands, where it may go next, who may take it there, and why not yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from hiring.refusal import Kind, Refusal
from hiring.text import Text, text
from hiring.workflow.gates import NOT_YET, Facts, decision_recorded, reason_to_wait
from hiring.workflow.plan import Decider, Plan, Round, Stage
from hiring.workflow.words import round_title

ChoiceKind = Literal["advance", "skip", "back", "close", "reopen"]


class Outcome(StrEnum):
    """How an application ends."""

    HIRED = "hired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MUTUAL_NO = "mutual_no"
    MUST_HAVE_MISSING = "must_have_missing"


CLOSE_AS = {
    Outcome.HIRED: text("Close: hired"),
    Outcome.REJECTED: text("Close: rejected by us"),
    Outcome.WITHDRAWN: text("Close: withdrawn by the candidate"),
    Outcome.MUTUAL_NO: text("Close: mutual no"),
    Outcome.MUST_HAVE_MISSING: text("Close: a must-have is missing, found late"),
}

MOVERS = frozenset({"recruiter", "hiring_manager"})
MOVERS_ONLY = text("Only the recruiter or the hiring manager can do this.")
DECIDER_ONLY: dict[Decider, Text] = {
    "recruiter": text("Only the recruiter takes a candidate out of the round “%(round)s”."),
    "hiring_manager": text("Only the hiring manager takes a candidate out of the round “%(round)s”."),
    "chair": text("Only the chair takes a candidate out of the round “%(round)s”."),
}
CARD_FIRST = text("Your scorecard in this round is still out. Until you hand it in, somebody else moves the candidate.")


@dataclass(frozen=True, slots=True)
class Choice:
    """One move that could be made now: `forbidden` speaks of who asks, `waits` of the application.

    `key` names the move together with its target, so that a page that has gone stale cannot move anybody twice.
    """

    key: str
    kind: ChoiceKind
    to: str | None
    outcome: Outcome | None
    label: Text
    waits: Text | None
    forbidden: Text | None
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Mover:
    """Who asks: their roles on the opening, and the rounds of this application in which they owe a scorecard."""

    roles: frozenset[str] = frozenset()
    owes: frozenset[str] = frozenset()


def allowed_moves(plan: Plan, facts: Facts, person: Mover, now: datetime) -> tuple[Choice, ...]:
    """Every move from where the facts say the application stands, each with the reasons against it or None.

    Whoever owes a scorecard in the present round is offered the same moves, all forbidden, and learns of a gate only
    whether it is met; whoever owes one in any round learns nothing of the decision or of records. A closed application
    whose stage the plan no longer has is reopened in the first. Raises LookupError when an open one stands in such a
    stage.
    """
    seen = replace(facts, owes_nothing=not person.owes)
    if facts.is_closed:
        places = {stage.id: stage for stage in plan.stages}
        back_to = places.get(facts.at or "", plan.stages[0]).id
        forbidden = _movers_only(person.roles)
        reopen = Choice("reopen", "reopen", back_to, None, text("Reopen"), None, forbidden, needs_reason=True)
        return (reopen,)
    offered = [*_moves(plan, seen, person.roles, now), *_closings(seen, person.roles)]
    owes_now = facts.at is not None and plan.round_of(facts.at).id in person.owes
    return tuple(_as_seen_by_whoever_owes(choice) for choice in offered) if owes_now else tuple(offered)


def check(plan: Plan, facts: Facts, person: Mover, now: datetime, *, key: str, reason: str) -> Choice:
    """The choice of that key, if it may be made now. Raises Refusal with the reason the choice itself shows."""
    for choice in allowed_moves(plan, facts, person, now):
        if choice.key == key:
            break
    else:
        raise Refusal(text("This move is not possible any more. See where the candidate is now, then choose again."))
    if choice.forbidden is not None:
        raise Refusal(choice.forbidden, Kind.FORBIDDEN)
    if choice.waits is not None:
        raise Refusal(choice.waits)
    if choice.needs_reason and not reason.strip():
        raise Refusal(text("Write a reason for this move."), Kind.INPUT)
    return choice


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded move: into the stage `to`, to the end with an `outcome`, or taking back the step at place `undoes`.

    Places count from 0. A step that takes another back also carries where that leads; the fold does not rely on it.
    """

    to: str | None = None
    outcome: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where the steps have led: the stage (None before the first) and, once closed, the outcome."""

    at: str | None = None
    outcome: str | None = None


def fold(moves: Sequence[Step]) -> str | None:
    """The present stage; a closed application keeps the one it was closed in."""
    return state(moves).at


def state(moves: Sequence[Step]) -> State:
    """The stage and the outcome. Raises ValueError when a step takes back another than the last one standing."""
    return _standing(moves)[-1][1]


def can_undo(moves: Sequence[Step], plan: Plan) -> int | None:
    """The place of the one step that may be taken back: the last one standing, unless it is the first of all, or the
    plan no longer has the stage that it would lead back to.

    A step that takes another back never stands itself, so it cannot be taken back.
    """
    standing = _standing(moves)
    if len(standing) <= 2:
        return None
    before = standing[-2][1]
    is_there = before.outcome is not None or any(stage.id == before.at for stage in plan.stages)
    return standing[-1][0] if is_there else None


def undo(moves: Sequence[Step], plan: Plan) -> Step | None:
    """The step to add so that the last one standing is taken back, if there is one that may be."""
    place = can_undo(moves, plan)
    if place is None:
        return None
    before = _standing(moves)[-2][1]
    return Step(before.at, before.outcome, undoes=place)


def _moves(plan: Plan, facts: Facts, roles: frozenset[str], now: datetime) -> Iterator[Choice]:
    here = -1 if facts.at is None else plan.position(facts.at)
    for place, stage in enumerate(plan.stages):
        forbidden = _forbidden(plan, here, place, roles)
        if place < here:
            yield _to(stage, "back", text("Back to %(stage)s", stage=stage.title), forbidden)
        elif place == here + 1:
            waits = None if here < 0 else _gates_wait(plan.stages[here], facts, now)
            advance = _to(stage, "advance", text("Move to %(stage)s", stage=stage.title), forbidden)
            yield replace(advance, waits=waits, needs_reason=False)
        elif place > here:
            yield _to(stage, "skip", text("Skip to %(stage)s", stage=stage.title), forbidden)


def _gates_wait(stage: Stage, facts: Facts, now: datetime) -> Text | None:
    return reason_to_wait(stage.kind, stage.gates, facts, now)


def _to(stage: Stage, kind: ChoiceKind, label: Text, forbidden: Text | None) -> Choice:
    return Choice(f"{kind}:{stage.id}", kind, stage.id, None, label, None, forbidden, needs_reason=True)


def _closings(facts: Facts, roles: frozenset[str]) -> Iterator[Choice]:
    for outcome, label in CLOSE_AS.items():
        waits = _hire_waits(facts) if outcome is Outcome.HIRED else None
        yield Choice(f"close:{outcome}", "close", None, outcome, label, waits, _movers_only(roles), needs_reason=True)


def _hire_waits(facts: Facts) -> Text | None:
    if facts.decision == "go_ahead_if" and facts.condition_met is None:
        said = text("The decision to go ahead has a condition. Say first whether it is met.")
        return said if facts.owes_nothing else NOT_YET
    return decision_recorded(facts)


def _forbidden(plan: Plan, here: int, target: int, roles: frozenset[str]) -> Text | None:
    left = _rounds_left(plan, here, target)
    if not left:
        return _movers_only(roles)
    return next((_decider_only(round_) for round_ in left if round_.decides not in roles), None)


def _rounds_left(plan: Plan, here: int, target: int) -> list[Round]:
    """The rounds whose decision the move stands for: the present one, and each one passed over on the way forward."""
    first = max(here, 0)
    behind = target if target > here else first + 1
    rounds = dict.fromkeys(plan.round_of(stage.id) for stage in plan.stages[first:behind])
    return [round_ for round_ in rounds if plan.stages[target].id not in round_.stages]


def _decider_only(round_: Round) -> Text:
    return replace(DECIDER_ONLY[round_.decides], params={"round": round_title(round_.id)})


def _movers_only(roles: frozenset[str]) -> Text | None:
    return None if roles & MOVERS else MOVERS_ONLY


def _as_seen_by_whoever_owes(choice: Choice) -> Choice:
    return replace(choice, forbidden=CARD_FIRST, waits=None if choice.waits is None else NOT_YET)


def _standing(moves: Sequence[Step]) -> list[tuple[int | None, State]]:
    """The steps that stand, each by its place and what it led to, from the state before any."""
    standing: list[tuple[int | None, State]] = [(None, State())]
    for place, step in enumerate(moves):
        if step.undoes is None:
            at = standing[-1][1].at if step.outcome is not None else step.to
            standing.append((place, State(at, step.outcome)))
        elif step.undoes == standing[-1][0]:
            standing.pop()
        else:
            raise ValueError(f"step {place} takes back step {step.undoes}, which is not the last one standing")
    return standing
