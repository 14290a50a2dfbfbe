"""The page of a plan as plain facts: its rounds and stages today, and every revision with what it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hiring.models import Opening, Person, PlanRevision
from hiring.openings.queries import board_query
from hiring.plans import queries
from hiring.plans.queries import Walkers
from hiring.policy import Permission, Standing, permits
from hiring.text import Text
from hiring.workflow import kinds
from hiring.workflow.differences import differences
from hiring.workflow.gates import gates_of
from hiring.workflow.plan import Plan, Stage
from hiring.workflow.words import DECIDED_BY, WHO, round_title


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage in a line: `here` counts those who stand there, among those the reader oversees."""

    id: str
    title: str
    kind: Text
    purpose: str
    who: Sequence[Text]
    minutes: int
    limit_days: int
    gates: Sequence[Text]
    here: int
    query: str


@dataclass(frozen=True, slots=True)
class RoundLines:
    title: str
    decided_by: Text
    stages: Sequence[StageLine]


@dataclass(frozen=True, slots=True)
class Revision:
    """One plan the opening ran on: what it changed of the one before, why, and who took steps by it."""

    number: int
    by: str
    at: datetime
    reason: str
    undoes: int | None
    changed: Sequence[Text]
    walkers: Walkers


@dataclass(frozen=True, slots=True)
class PlanPage:
    opening: Opening
    number: int
    rounds: Sequence[RoundLines]
    revisions: Sequence[Revision]
    may_change: bool
    can_undo: bool


def of(opening: Opening, *, reader: Person, standing: Standing) -> PlanPage:
    """Read and arrange it, in four queries."""
    revisions = queries.revisions(opening.id)
    plans = [queries.whole_plan(one) for one in revisions]
    may_change = permits(Permission.PLAN_CHANGE, standing) and opening.closed_at is None
    return PlanPage(
        opening=opening,
        number=revisions[0].number,
        rounds=_rounds(opening, plans[0], queries.standing_by_stage(opening, reader)),
        revisions=_history(revisions, plans, queries.walkers(opening, reader)),
        may_change=may_change,
        can_undo=may_change and len(revisions) > 1,
    )


def _rounds(opening: Opening, plan: Plan, here: Mapping[str, int]) -> list[RoundLines]:
    here_of = board_query(opening)
    return [
        RoundLines(
            round_title(one.id),
            DECIDED_BY[one.decides],
            [_line(plan.stage(stage_id), here.get(stage_id, 0), here_of) for stage_id in one.stages],
        )
        for one in plan.rounds
    ]


def _line(stage: Stage, here: int, opening_query: str) -> StageLine:
    known = gates_of(stage.kind)
    return StageLine(
        id=stage.id,
        title=stage.title,
        kind=kinds.known()[stage.kind].label,
        purpose=stage.purpose,
        who=[WHO[role] for role in stage.who],
        minutes=stage.minutes,
        limit_days=stage.limit_days,
        gates=[known[name].words for name in stage.gates],
        here=here,
        query=f"{opening_query} stage:{stage.id}",
    )


def _history(
    revisions: Sequence[PlanRevision], plans: Sequence[Plan], walkers: Mapping[int, Walkers]
) -> list[Revision]:
    by = queries.names(one.by_id for one in revisions)
    numbers = {one.id: one.number for one in revisions}
    changes = [differences(before, after) for after, before in pairwise(plans)]
    return [
        Revision(
            number=one.number,
            by=by[one.by_id],
            at=one.at,
            reason=one.reason,
            undoes=None if one.undoes_id is None else numbers[one.undoes_id],
            changed=changed,
            walkers=walkers.get(one.id, Walkers()),
        )
        for one, changed in zip(revisions, [*changes, ()], strict=True)
    ]
