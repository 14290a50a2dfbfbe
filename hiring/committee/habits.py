"""How the interviewers of a packet usually rate, as the worker last worked it out. One query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from hiring.calibration.components import TERMS, Components
from hiring.db import db
from hiring.models import CalibrationRow, SeverityRow
from hiring.pool import FEWEST


class Severity(NamedTuple):
    """How far above others one interviewer usually rates, in points, and the variance of its error."""

    estimate: float
    variance: float
    candidates: int
    group_no: int
    may_be_said: bool


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known under one rubric version; of people, only of those about whom enough is known to use it.

    `perspectives` is how far above others each kind of interviewer rates, in points: a severity is within its kind.
    """

    made_at: datetime
    usual: Mapping[str, float]
    perspectives: Mapping[str, float]
    components: Components
    severities: dict[int, Severity] = field(default_factory=dict)


_NEWER = aliased(CalibrationRow)
_FITS = (
    CalibrationRow.rubric_version_id,
    CalibrationRow.made_at,
    CalibrationRow.source,
    CalibrationRow.usual,
    CalibrationRow.perspectives,
    *(getattr(CalibrationRow, name) for name in TERMS),
)
_HABITS = (
    select(
        *_FITS,
        SeverityRow.person_id,
        SeverityRow.estimate,
        SeverityRow.variance,
        SeverityRow.candidates,
        SeverityRow.group_no,
        SeverityRow.shown,
    )
    .outerjoin(
        SeverityRow,
        and_(
            SeverityRow.calibration_id == CalibrationRow.id,
            SeverityRow.person_id.in_(bindparam("people", expanding=True)),
            SeverityRow.candidates >= FEWEST,
        ),
    )
    .where(
        CalibrationRow.rubric_version_id.in_(bindparam("versions", expanding=True)),
        CalibrationRow.candidates >= FEWEST,
        ~exists().where(
            _NEWER.rubric_version_id == CalibrationRow.rubric_version_id, _NEWER.number > CalibrationRow.number
        ),
    )
)


def habits_of(versions: Iterable[int], people: Iterable[int]) -> dict[int, Habits]:
    """By rubric version, of those under which enough candidates were judged."""
    found: dict[int, Habits] = {}
    rows = db.session.execute(_HABITS, {"versions": [*versions], "people": [*people]})
    for version_id, made_at, source, usual, perspectives, *numbers in rows:
        variances, (person_id, *severity) = numbers[: len(TERMS)], numbers[len(TERMS) :]
        fit = Habits(made_at, usual, perspectives, Components.of(variances, source))
        habits = found.setdefault(version_id, fit)
        if person_id is not None:
            habits.severities[person_id] = Severity(*severity)
    return found
