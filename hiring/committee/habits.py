"""How panels and their interviewers usually rate, as the worker last worked it out. One query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from hiring.calibration.components import TERMS, Components
from hiring.calibration.habit import Label, label
from hiring.calibration.surprise import fitted_deviation
from hiring.db import db
from hiring.models import CalibrationRow, SeverityRow
from hiring.pool import FEWEST
from hiring.pool.newest import IS_NEWEST


class Severity(NamedTuple):
    """How far above others one interviewer usually rates, in points, and the variance of its error."""

    estimate: float
    variance: float
    candidates: int
    group_no: int
    may_be_said: bool

    def label(self, scale: tuple[int, int]) -> Label | None:
        """Whether they rate low or high, where enough is known to say so."""
        return label(self.estimate, sqrt(self.variance), scale) if self.may_be_said else None


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

    @property
    def deviation(self) -> float:
        """How far one person's level usually lies from the truth, in points."""
        return fitted_deviation(self.components)


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
        IS_NEWEST,
    )
)


def habits_of(versions: Iterable[int], people: Iterable[int]) -> dict[int, Habits]:
    """By rubric version, of those under which enough candidates were judged. Without people nothing is said of any."""
    found: dict[int, Habits] = {}
    rows = db.session.execute(_HABITS, {"versions": [*versions], "people": [*people]})
    for version_id, made_at, source, usual, perspectives, *numbers in rows:
        variances, (person_id, *severity) = numbers[: len(TERMS)], numbers[len(TERMS) :]
        fit = Habits(made_at, usual, perspectives, Components.of(variances, source))
        habits = found.setdefault(version_id, fit)
        if person_id is not None:
            habits.severities[person_id] = Severity(*severity)
    return found
