"""Written cases: agreed on before they are read, read by others than their author, and judged by one rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hiring.cases import queries
from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import CaseReading, WrittenCase


@must_hold("written_case", "A published case says why for every agreed level, and nobody passes it with one level.")
def published_cases_are_agreed_on(_now: datetime) -> Iterator[int]:
    cases = (
        select(WrittenCase)
        .where(WrittenCase.published_at.is_not(None))
        .options(joinedload(WrittenCase.rubric_version), selectinload(WrittenCase.agreed))
        .order_by(WrittenCase.id)
    )
    for case in db.session.scalars(cases):
        if queries.why_unpublishable(case) is not None:
            yield case.id


@must_hold("case_reading", "A reading gives a level to all that was agreed on, and passes when it is near enough.")
def readings_are_judged_by_the_rule(_now: datetime) -> Iterator[int]:
    case = joinedload(CaseReading.case)
    readings = (
        select(CaseReading)
        .options(
            case.joinedload(WrittenCase.rubric_version),
            case.selectinload(WrittenCase.agreed),
            selectinload(CaseReading.levels),
        )
        .order_by(CaseReading.id)
    )
    for reading in db.session.scalars(readings):
        asked = [one.dimension for one in reading.case.agreed]
        given = [one.dimension for one in reading.levels]
        if given != asked or queries.drift_of(reading).passes is not reading.passed:
            yield reading.id


@must_hold("case_reading", "Nobody reads a case that is a draft, or that they wrote themselves.")
def readings_are_of_others_cases(_now: datetime) -> Select[Any]:
    wrong = or_(WrittenCase.published_at.is_(None), WrittenCase.written_by_id == CaseReading.person_id)
    return select(CaseReading.id).join(CaseReading.case).where(wrong)
