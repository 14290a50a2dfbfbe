"""The page of one opening: its plan by rounds, its team by parts, its rubric and, for who may know, its pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from hiring import policy
from hiring.break_glass.queries import lasting
from hiring.db import db
from hiring.models import BreakGlass, Opening, PlanRevision, StageRow, TeamMember
from hiring.newcomers import can_be_asked
from hiring.openings import queries
from hiring.openings.forms import ADJUSTED_TITLES, ASKS_CASE_TITLES, OVERRIDE_TITLES, ROLE_TITLES
from hiring.policy import Permission, Standing
from hiring.text import Text
from hiring.web.amounts import pay_range
from hiring.workflow import kinds
from hiring.workflow.words import DECIDED_BY, WHO, round_title


@dataclass(frozen=True, slots=True)
class RoundOnPage:
    title: str
    decided_by: Text
    stages: Sequence[StageOnPage]


@dataclass(frozen=True, slots=True)
class StageOnPage:
    title: str
    kind: Text
    purpose: str
    who: Sequence[Text]
    minutes: int
    limit_days: int
    collective: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One role and who has it today."""

    role: str
    title: Text
    members: Sequence[TeamMember]


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """Everything on the page; `pay` is None for whoever may not know it, and those who read it in an emergency now are
    for whoever leads it.
    """

    rounds: Sequence[RoundOnPage]
    revision: PlanRevision
    plan: str
    parts: Sequence[Part]
    pay: str | None
    emergencies: Sequence[BreakGlass]
    may_end_emergency: bool
    board_query: str
    adjusted: Text
    override: Text
    asks_case: Text
    has_case: bool
    may_choose_adjusted: bool
    may_change_team: bool
    may_add: bool
    may_compare: bool
    may_call_meeting: bool
    may_close: bool
    may_see_severity: bool
    may_read_plan: bool
    may_change_plan: bool


def of(opening: Opening, standing: Standing) -> OpeningPage:
    """Read and arrange it. Seven queries, three fewer for whoever does not lead it."""
    revision = queries.current_revision(opening.id)
    team = db.session.scalars(queries.live_team(opening.id)).all()
    may_know_pay = policy.permits(Permission.OPENING_PAY, standing)
    may_choose = policy.permits(Permission.OPENING_ADJUSTED, standing)
    band = queries.pay_band(opening.id) if may_know_pay else None
    return OpeningPage(
        rounds=_rounds(revision),
        revision=revision,
        plan=round_title(revision.plan_slug),
        parts=[Part(role, title, [one for one in team if one.role == role]) for role, title in ROLE_TITLES.items()],
        pay=None if band is None else pay_range(band.low, band.high),
        emergencies=lasting(opening) if may_know_pay else (),
        may_end_emergency=policy.permits(Permission.BREAK_GLASS_END, standing),
        board_query=queries.board_query(opening),
        adjusted=ADJUSTED_TITLES[opening.adjusted],
        override=OVERRIDE_TITLES["two" if opening.override_by_two else "one"],
        asks_case=ASKS_CASE_TITLES[opening.asks_case],
        has_case=may_choose and can_be_asked(opening.rubric_version),
        may_choose_adjusted=may_choose,
        may_change_team=policy.permits(Permission.OPENING_TEAM, standing),
        may_add=policy.permits(Permission.CANDIDATE_ADD, standing),
        may_compare=policy.permits(Permission.OPENING_COMPARE, standing),
        may_call_meeting=policy.permits(Permission.MEETING_CALL, standing),
        may_close=policy.permits(Permission.OPENING_CLOSE, standing),
        may_see_severity=policy.permits(Permission.SEVERITY_LIST, standing),
        may_read_plan=policy.permits(Permission.PLAN_READ, standing),
        may_change_plan=policy.permits(Permission.PLAN_CHANGE, standing),
    )


def _rounds(revision: PlanRevision) -> list[RoundOnPage]:
    return [
        RoundOnPage(round_title(round_.slug), DECIDED_BY[round_.decides], [_stage(row) for row in rows])
        for round_, rows in groupby(revision.stages, key=lambda row: row.round)
    ]


def _stage(row: StageRow) -> StageOnPage:
    return StageOnPage(
        title=row.title,
        kind=kinds.known()[row.kind].label,
        purpose=row.purpose,
        who=[WHO[role] for role in row.who],
        minutes=row.minutes,
        limit_days=row.limit_days,
        collective=row.collective,
    )
