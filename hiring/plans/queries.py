"""Reading the plans an opening has run on, and what candidates have to do with their stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from hiring import access
from hiring.db import db
from hiring.models import (
    Application,
    Candidate,
    Interview,
    Move,
    Opening,
    Packet,
    Person,
    PlanRevision,
    RubricVersion,
    Slot,
    StageRow,
    TimeOffer,
)
from hiring.openings.queries import plan_of, standing
from hiring.workflow.plan import Plan
from hiring.workflow.revising import Walks

LONGEST_MEETING = timedelta(days=1)
NAMED = 5
"""So many candidates of a revision are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Walkers:
    """Those who took a step by one revision, among those the reader may know of."""

    number: int = 0
    names: tuple[tuple[str, str], ...] = ()


def revisions(opening_id: int) -> Sequence[PlanRevision]:
    """Every plan the opening has run on, newest first, with its stages, their rounds and rubrics. One query."""
    return (
        db.session.scalars(
            select(PlanRevision)
            .where(PlanRevision.opening_id == opening_id)
            .order_by(PlanRevision.number.desc())
            .options(
                joinedload(PlanRevision.stages).joinedload(StageRow.round),
                joinedload(PlanRevision.stages)
                .joinedload(StageRow.rubric_version)
                .load_only(RubricVersion.slug, RubricVersion.number),
            )
        )
        .unique()
        .all()
    )


def whole_plan(revision: PlanRevision) -> Plan:
    """The revision as a plan file would tell it, with the rubrics that its stages name."""
    plan = plan_of(revision)
    named = {
        row.slug: f"{row.rubric_version.slug}@{row.rubric_version.number}"
        for row in revision.stages
        if row.rubric_version is not None
    }
    stages = [stage.model_copy(update={"rubric": named.get(stage.id)}) for stage in plan.stages]
    return plan.model_copy(update={"stages": tuple(stages)})


def walks(opening: Opening, *, now: datetime) -> Walks:
    """What every candidate of the opening has to do with its stages, whoever may see them: nobody is to be stranded."""
    return Walks(
        stands_in=frozenset(row.slug for row in db.session.execute(standing(opening.id))),
        planned_in=frozenset({*_interviews_ahead(opening, now), *_times_offered(opening, now)}),
        seated_in=frozenset(
            db.session.scalars(
                select(StageRow.slug)
                .distinct()
                .join(Interview, Interview.stage_id == StageRow.id)
                .join(Slot, Slot.interview_id == Interview.id)
                .join(Application, Application.id == Interview.application_id)
                # also where seats were called off: those end whose cards are out, which is nobody's to tell
                .where(Application.opening_id == opening.id, Slot.declined_at.is_(None))
            )
        ),
        has_packets=bool(
            db.session.scalar(
                select(exists().where(Packet.application_id == Application.id, Application.opening_id == opening.id))
            )
        ),
    )


def _interviews_ahead(opening: Opening, now: datetime) -> Iterable[str]:
    rows = db.session.execute(
        select(StageRow.slug, Interview.starts_at, Interview.minutes)
        .join(Interview, Interview.stage_id == StageRow.id)
        .join(Application, Application.id == Interview.application_id)
        .where(
            Application.opening_id == opening.id,
            Interview.cancelled_at.is_(None),
            Interview.starts_at > now - LONGEST_MEETING,
        )
    )
    return (row.slug for row in rows if row.starts_at + timedelta(minutes=row.minutes) > now)


def _times_offered(opening: Opening, now: datetime) -> Iterable[str]:
    return db.session.scalars(
        select(StageRow.slug)
        .join(TimeOffer, TimeOffer.stage_id == StageRow.id)
        .join(Application, Application.id == TimeOffer.application_id)
        .where(
            Application.opening_id == opening.id,
            TimeOffer.withdrawn_at.is_(None),
            TimeOffer.picked_at.is_(None),
            TimeOffer.closes_at > now,
        )
    )


def used_names(opening_id: int) -> frozenset[str]:
    """Every id that a stage of this opening ever had."""
    ids = select(StageRow.slug).join(StageRow.revision).where(PlanRevision.opening_id == opening_id)
    return frozenset(db.session.scalars(ids))


def names(person_ids: Iterable[int]) -> Mapping[int, str]:
    """Of people by id."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_({*person_ids})))
    return {row.id: row.name for row in rows}


def walkers(opening: Opening, reader: Person) -> Mapping[int, Walkers]:
    """By revision, who took steps by it, among those the reader oversees; the first few by name and reference."""
    took = (
        access.overseen_applications(reader)
        .where(Application.opening_id == opening.id)
        .join(Move, Move.application_id == Application.id)
        .join(StageRow, StageRow.id == Move.stage_id)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .with_only_columns(StageRow.revision_id, Application.ref, Candidate.name)
        .distinct()
        .subquery()
    )
    place = func.row_number().over(partition_by=took.c.revision_id, order_by=(took.c.name, took.c.ref))
    many = func.count().over(partition_by=took.c.revision_id)
    numbered = select(took, place.label("place"), many.label("many")).subquery()
    found: dict[int, Walkers] = {}
    for row in db.session.execute(
        select(numbered).where(numbered.c.place <= NAMED).order_by(numbered.c.revision_id, numbered.c.place)
    ):
        named = found.get(row.revision_id, Walkers()).names
        found[row.revision_id] = Walkers(row.many, (*named, (row.name, row.ref)))
    return found


def standing_by_stage(opening: Opening, reader: Person) -> Mapping[str, int]:
    """How many still considered stand in each stage, among those the reader oversees."""
    rows = db.session.execute(
        access.overseen_applications(reader)
        .where(Application.opening_id == opening.id)
        .join(Move, Move.id == Application.current_move_id)
        .join(StageRow, StageRow.id == Move.stage_id)
        .with_only_columns(StageRow.slug, func.count().label("many"))
        .group_by(StageRow.slug)
    )
    return {row.slug: row.many for row in rows}
