"""The stages of plans in SQL: of the revisions that listed applications walk, and of those their openings run on."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Executable, Integer, Select, bindparam, func, or_, select

from hiring.models import PlanRevision, RoundRow, StageRow
from hiring.openings.finding import OPENINGS

_REVISIONS = bindparam("revisions", expanding=True, type_=Integer)
_STAGE = (
    StageRow.id,
    StageRow.revision_id,
    StageRow.slug,
    StageRow.kind,
    StageRow.title,
    StageRow.limit_days,
    RoundRow.slug.label("round"),
)


@cache
def stages() -> Executable:
    return _stages().where(StageRow.revision_id.in_(_REVISIONS))


@cache
def plans() -> Executable:
    newest = (
        select(func.max(PlanRevision.id)).where(PlanRevision.opening_id.in_(OPENINGS)).group_by(PlanRevision.opening_id)
    )
    wanted = or_(StageRow.revision_id.in_(newest), StageRow.revision_id.in_(_REVISIONS))
    with_opening = _stages().join(PlanRevision, PlanRevision.id == StageRow.revision_id).where(wanted)
    return with_opening.with_only_columns(PlanRevision.opening_id, *_STAGE)


def _stages() -> Select[*tuple[Any, ...]]:
    found = select(*_STAGE).join(RoundRow, RoundRow.id == StageRow.round_id)
    return found.order_by(StageRow.revision_id, StageRow.position)
