"""Reading openings and the plans they run on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hiring.db import db
from hiring.models import PlanRevision, StageRow
from hiring.workflow.plan import Plan


def current_revision(opening_id: int) -> PlanRevision:
    """The plan an opening runs on now, with its stages and their rounds. One query."""
    found = db.session.scalars(
        select(PlanRevision)
        .where(PlanRevision.opening_id == opening_id)
        .order_by(PlanRevision.number.desc())
        .limit(1)
        .options(joinedload(PlanRevision.stages).joinedload(StageRow.round))
    )
    return found.unique().one()


def plan_of(revision: PlanRevision) -> Plan:
    """The revision as the engine reads it. Every round has a stage, so the stages name them all in their order."""
    rounds = dict.fromkeys(stage.round for stage in revision.stages)
    return Plan.model_validate(
        {
            "plan": revision.plan_slug,
            "version": revision.plan_version,
            "title": revision.plan_slug,
            "rounds": [
                {
                    "id": one.slug,
                    "decides": one.decides,
                    "stages": [stage.slug for stage in revision.stages if stage.round_id == one.id],
                }
                for one in rounds
            ],
            "stages": [_stage(row) for row in revision.stages],
        }
    )


def _stage(row: StageRow) -> dict[str, object]:
    return {
        "id": row.slug,
        "kind": row.kind,
        "title": row.title,
        "purpose": row.purpose,
        "who": row.who,
        "perspective": row.perspective,
        "shows": row.shows,
        "exercises": row.exercises,
        "card": row.card,
        "series": row.series,
        "with": row.with_,
        "minutes": row.minutes,
        "limit_days": row.limit_days,
        "gates": row.gates,
        "tells_candidate": row.tells_candidate or None,
        "collective": row.collective,
    }
