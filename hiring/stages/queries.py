"""Reading what stages leave behind: their records, the pay expected, the charter, and who is owed an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access
from hiring.access.clauses import READER
from hiring.asked import owed_by
from hiring.db import db
from hiring.models import (
    Application,
    CandidateQuestion,
    Charter,
    Opening,
    PayExpectation,
    Person,
    PlanRevision,
    StageRecord,
    StageRow,
)
from hiring.models.stage_record import OWED
from hiring.openings.queries import current_revision, off_limits
from hiring.policy import Permission, Standing, permits
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text
from hiring.workflow import kinds, records
from hiring.workflow.off_limits import named_in
from hiring.workflow.records import Asked, Given, Item, Line

_WITH_PEOPLE = (
    joinedload(CandidateQuestion.noted_by).options(lazyload(Person.capabilities)),
    joinedload(CandidateQuestion.owner).options(lazyload(Person.capabilities)),
    joinedload(CandidateQuestion.answered_by).options(lazyload(Person.capabilities)),
)


_NEWEST = (
    select(PlanRevision.id)
    .where(PlanRevision.opening_id == bindparam("opening_id", type_=Integer))
    .order_by(PlanRevision.number.desc())
    .limit(1)
)
_ITS_RECORD = and_(
    StageRecord.application_id == bindparam("application_id", type_=Integer), StageRecord.stage == StageRow.slug
)
_STAGES = (
    select(
        StageRow.slug,
        StageRow.title,
        StageRecord.kind.label("recorded"),
        StageRecord.fields,
        StageRecord.saved_at,
        Person.name,
    )
    .outerjoin(StageRecord, _ITS_RECORD)
    .outerjoin(Person, Person.id == StageRecord.saved_by_id)
    .where(StageRow.revision_id == _NEWEST.scalar_subquery())
    .order_by(StageRow.position)
)


@dataclass(frozen=True, slots=True)
class StageFields:
    """What the kind of a stage asks for, and what its lists are made from here."""

    fields: Sequence[Asked]
    given: Given

    def problems(self, said: Mapping[str, str]) -> Mapping[str, Text]:
        return records.problems(self.fields, self.given, said)


@dataclass(frozen=True, slots=True)
class StageLine:
    """What was written at one stage, or that nothing was, by whom and when."""

    slug: str
    title: str
    lines: Sequence[Line]
    saved: tuple[str, datetime] | None


@dataclass(frozen=True, slots=True)
class CharterWords:
    """What a charter says."""

    scope_in: str = ""
    scope_out: str = ""
    reports_to: str = ""
    founders_keep: str = ""
    why_open: str = ""
    who_left: str = ""
    insiders: str = ""
    held_by: str = ""


def stage_named(application: Application, slug: str) -> StageRow | None:
    """The stage as the opening's plan has it now, or as it last had it."""
    now = next((one for one in current_revision(application.opening_id).stages if one.slug == slug), None)
    if now is not None:
        return now
    walked = (move.stage for move in reversed(application.moves) if move.stage is not None)
    return next((stage for stage in walked if stage.slug == slug), None)


def asked_at(application: Application, stage: StageRow) -> StageFields:
    """What is asked at that stage of this opening."""
    kind = kinds.known()[stage.kind]
    own = kind.keys.model_validate(stage.with_)
    return StageFields(kind.record, Given(own, knock_outs_of(application.opening)))


def knock_outs_of(opening: Opening) -> tuple[Item, ...]:
    """The minimum requirements of the opening's rubric, with what counts in their place."""
    return tuple(
        Item(
            one.id,
            text("%(words)s", words=one.text),
            None if one.or_ is None else text("%(words)s", words=one.or_),
        )
        for one in rubric_of(opening.rubric_version).knock_outs
    )


def record_of(application: Application, slug: str) -> StageRecord | None:
    return db.session.scalar(
        select(StageRecord)
        .where(StageRecord.application_id == application.id, StageRecord.stage == slug)
        .options(joinedload(StageRecord.saved_by).options(lazyload(Person.capabilities)))
    )


def stage_lines(application: Application, *, in_packet: bool = False) -> list[StageLine]:
    """Every stage of the plan with what its record says, or only what the committee reads of it. One query. Only for
    who may read it: ask for `record.read` first.
    """
    asked = {"application_id": application.id, "opening_id": application.opening_id}
    return [_stage_line(row, in_packet=in_packet) for row in db.session.execute(_STAGES, asked)]


def _stage_line(row: Row[*tuple[Any, ...]], *, in_packet: bool) -> StageLine:
    if row.fields is None:
        return StageLine(row.slug, row.title, (), None)
    wanted = [one for one in kinds.known()[row.recorded].record if one.in_packet or not in_packet]
    return StageLine(row.slug, row.title, records.lines(wanted, row.fields), (row.name, row.saved_at))


def packet_part(application: Application, standing: Standing) -> list[StageLine]:
    """For the packet: what the kinds of stages say is for the committee."""
    if not permits(Permission.RECORD_READ, standing):
        return []
    return [one for one in stage_lines(application, in_packet=True) if one.lines]


def expectation_of(application: Application) -> PayExpectation | None:
    """Only for who may know it: ask the policy for `expectation.read` first."""
    return db.session.get(PayExpectation, application.id)


def questions_of(application: Application, reader: Person) -> Sequence[CandidateQuestion]:
    """What the candidate asked, the unanswered ahead and of those the one due first."""
    return db.session.scalars(
        access.visible_questions(READER)
        .where(CandidateQuestion.application_id == application.id)
        .order_by(
            CandidateQuestion.state.not_in(OWED),
            CandidateQuestion.due_on.is_(None),
            CandidateQuestion.due_on,
            CandidateQuestion.id.desc(),
        )
        .options(*_WITH_PEOPLE),
        {"reader_id": reader.id},
    ).all()


def answers_owed(person: Person) -> Sequence[CandidateQuestion]:
    """The answers this person owes to candidates, the one due first ahead. One query."""
    return db.session.scalars(owed_by(person)).all()


def charter_of(opening: Opening) -> Charter | None:
    return db.session.scalar(
        select(Charter)
        .where(Charter.opening_id == opening.id)
        .options(
            joinedload(Charter.adviser).options(lazyload(Person.capabilities)),
            joinedload(Charter.approved_by).options(lazyload(Person.capabilities)),
        )
    )


def missing_in(charter: Charter) -> list[Text]:
    """What a charter has to say before anybody can agree to it."""
    wanted = {
        "scope_in": text("Say first what the role covers."),
        "reports_to": text("Say first to whom the role reports."),
        "why_open": text("Say first why the seat is open."),
    }
    missing = [words for name, words in wanted.items() if not getattr(charter, name)]
    if not charter.held_by and charter.adviser_id is None:
        missing.append(
            text("Nobody in the loop has held such a role. Ask an independent adviser to sit in it, or say who has.")
        )
    return missing


def off_limits_of(application: Application, employer: str = "") -> list[str]:
    """The companies off limits that the candidate's own line, or what was written of their employer, names."""
    listed = [one.company for one in off_limits(application.opening)]
    return named_in(f"{application.candidate.headline} / {employer}", listed) if listed else []
