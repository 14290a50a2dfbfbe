"""Reading cases. What was agreed and what others read is asked for here alone, and only once one's own is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from hiring import access
from hiring.access.scorecards import SMALLEST_GROUP
from hiring.cases.agreement import Scored
from hiring.cases.drift import FEWEST_DIMENSIONS, Drift, drift, tells_apart
from hiring.db import db
from hiring.models import AgreedLevel, CaseLevel, CaseReading, Person, RubricVersion, WrittenCase
from hiring.rubric.answers import has_words
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, count, text


@dataclass(frozen=True, slots=True)
class Rated:
    """A level for one dimension, and what it rests on: what was agreed, or what somebody read."""

    level: int
    words: str


Levels = Mapping[str, Rated]


def listed(person: Person) -> Sequence[WrittenCase]:
    """Every case this person may know of, by rubric, in the order in which they were written."""
    return db.session.scalars(
        access.visible_cases(person)
        .join(WrittenCase.rubric_version)
        .options(joinedload(WrittenCase.rubric_version))
        .order_by(RubricVersion.slug, RubricVersion.number, WrittenCase.id)
    ).all()


def readings_of(person: Person) -> Mapping[int, CaseReading]:
    """What this person has read, by the case's id."""
    found = db.session.scalars(select(CaseReading).where(CaseReading.person_id == person.id))
    return {one.case_id: one for one in found}


def reading_of(case: WrittenCase, person: Person) -> CaseReading | None:
    """This person's own reading of that case, with its levels."""
    return db.session.scalar(
        select(CaseReading)
        .where(CaseReading.case_id == case.id, CaseReading.person_id == person.id)
        .options(selectinload(CaseReading.levels))
    )


def drift_of(reading: CaseReading) -> Drift:
    """How far it is from what was agreed."""
    levels = rubric_of(reading.case.rubric_version).levels
    return drift(levels, [one.level for one in reading.case.agreed], [one.level for one in reading.levels])


def why_unpublishable(case: WrittenCase) -> Text | None:
    """What has still to be agreed on before others may read it."""
    rubric = rubric_of(case.rubric_version)
    fewest = min(FEWEST_DIMENSIONS, len(rubric.dimensions))
    if len(case.agreed) < fewest:
        return count(
            "Agree on at least %(num)d dimension: less says nothing about how somebody rates.",
            "Agree on at least %(num)d dimensions: fewer say nothing about how somebody rates.",
            fewest,
        )
    if not all(has_words(one.because) for one in case.agreed):
        return text("Say for every agreed level why it is that one and no other.")
    if not tells_apart(rubric.levels, [one.level for one in case.agreed]):
        return text(
            "The agreed levels lie too close together: whoever gives one level throughout would pass. "
            "Write a case whose lowest and highest level are three steps apart."
        )
    return None


def in_whole_groups(case: WrittenCase) -> tuple[int, Mapping[str, Counter[int]]]:
    """How many people's readings may be shown, and by dimension how many of them gave which level.

    Only whole groups of four, in the order in which they came in: the picture then changes by four people at a time,
    so that what came in between two looks is nobody's alone.
    """
    rows = db.session.execute(
        select(CaseLevel.reading_id, CaseLevel.dimension, CaseLevel.level)
        .join(CaseReading, CaseReading.id == CaseLevel.reading_id)
        .where(CaseReading.case_id == case.id)
        .order_by(CaseLevel.reading_id, CaseLevel.position)
    ).all()
    everybody = list(dict.fromkeys(row.reading_id for row in rows))
    shown = set(everybody[: len(everybody) - len(everybody) % SMALLEST_GROUP])
    counts: dict[str, Counter[int]] = {}
    for row in rows:
        if row.reading_id in shown:
            counts.setdefault(row.dimension, Counter())[row.level] += 1
    return len(shown), counts


def scored() -> Mapping[str, Sequence[Scored]]:
    """Every reading against what was agreed, in steps, by rubric and in the order in which they came in. One query."""
    rows = db.session.execute(
        select(
            CaseReading.id,
            CaseReading.person_id,
            CaseReading.case_id,
            CaseLevel.dimension,
            CaseLevel.level,
            AgreedLevel.level.label("agreed"),
            RubricVersion,
        )
        .join(CaseLevel, CaseLevel.reading_id == CaseReading.id)
        .join(
            AgreedLevel,
            and_(AgreedLevel.case_id == CaseReading.case_id, AgreedLevel.dimension == CaseLevel.dimension),
        )
        .join(WrittenCase, WrittenCase.id == CaseReading.case_id)
        .join(RubricVersion, RubricVersion.id == WrittenCase.rubric_version_id)
        .order_by(CaseReading.id, CaseLevel.position)
    ).all()
    found: dict[str, dict[int, Scored]] = {}
    for row in rows:
        levels = rubric_of(row.RubricVersion).levels
        readings = found.setdefault(row.RubricVersion.slug, {})
        one = readings.setdefault(row.id, Scored(row.case_id, row.person_id, {}, {}))
        one.given[row.dimension], one.agreed[row.dimension] = levels.index(row.level), levels.index(row.agreed)
    return {slug: list(readings.values()) for slug, readings in found.items()}
