"""A small plan that every test of the package can vary, and the facts of an application in it."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from hiring.workflow.gates import Facts
from hiring.workflow.plan import Plan

NOBODY: frozenset[str] = frozenset()
RECRUITER = frozenset({"recruiter"})
MANAGER = frozenset({"hiring_manager"})
CHAIR = frozenset({"chair"})
ALL_ROLES = RECRUITER | MANAGER | CHAIR

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAST, AHEAD = NOW - timedelta(hours=1), NOW + timedelta(hours=1)

READY = Facts(cards_expected=2, cards_in=2, interviews=(PAST,), packet_built=True, decision="go_ahead")


def stage(stage_id: str, **changed: Any) -> dict[str, Any]:
    """A stage of a plan file, with every key that must be there."""
    return {
        "id": stage_id,
        "kind": "interview",
        "title": stage_id.capitalize(),
        "purpose": "See whether the work suits.",
        "who": ["peer"],
        "card": "full",
        "limit_days": 10,
        **changed,
    }


def plan_data(**changed: Any) -> dict[str, Any]:
    """A plan file of five stages in three rounds, each round with a decider of its own."""
    data: dict[str, Any] = {
        "plan": "small",
        "version": 1,
        "title": "Small search",
        "rounds": [
            {"id": "calls", "decides": "recruiter", "stages": ["call"]},
            {"id": "loop", "decides": "hiring_manager", "stages": ["coding", "design"]},
            {"id": "end", "decides": "chair", "stages": ["committee", "offer"]},
        ],
        "stages": [
            stage("call", kind="recruiter_call", who=["recruiter"], gates=["cards_in"]),
            stage("coding", gates=["interview_held", "cards_in"]),
            stage("design", gates=["cards_in"]),
            stage(
                "committee",
                kind="committee",
                who=["committee"],
                card="none",
                gates=["packet_built", "decision_recorded"],
            ),
            stage("offer", kind="offer", who=["hiring_manager"], card="none"),
        ],
    }
    return deepcopy(data | changed)


SMALL = Plan.model_validate(plan_data())
STAGE_IDS = tuple(stage.id for stage in SMALL.stages)
