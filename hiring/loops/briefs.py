"""An interviewer's brief: what to ask, what the others cover, when and where, and what the candidate needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from hiring.db import db
from hiring.loops import queries
from hiring.loops.jotting import is_open
from hiring.loops.pages import When, call_of, titles_of, when
from hiring.models import Adjustment, Person, Slot, StageRow
from hiring.newcomers import is_practice
from hiring.rubric import Dimension, Question, Rubric
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text
from hiring.web.charts import colour_class
from hiring.web.language import moment
from hiring.workflow import kinds
from hiring.workflow.clock import lateness

OF_THE_STAGE: Mapping[str, Text] = {
    "prompt": text("The prompt"),
    "parts": text("Its parts"),
    "topics": text("Topics of the series"),
    "question_minutes": text("Minutes kept for questions"),
    "prepare": text("What the candidate was asked to prepare"),
    "advice": text("What every candidate was told"),
    "rehearsal": text("Rehearsal"),
}
"""What a stage says under `with:`, as an interviewer should read it."""
PARTS: Mapping[str, Text] = {
    "shadows": text("You watch this one. You write a card too, for practice: it is read and does not count."),
    "is_shadowed": text("You hold this one while somebody trained listens, and talk it over afterwards."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One level with its anchor."""

    level: int
    word: str
    anchor: str
    colour: str


@dataclass(frozen=True, slots=True)
class Area:
    """One dimension an interviewer is asked about. `part`: whether they lead, where that was shared out."""

    id: str
    title: str
    part: Text | None
    meets: str
    is_must_have: bool
    questions: Sequence[Question]
    left_to_others: Sequence[str]
    strong: Sequence[str]
    weak: Sequence[str]
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Task:
    """One exercise of the interview."""

    title: str
    minutes: str
    ai_allowed: bool
    shows: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who else meets the candidate in this round, and about what."""

    name: str
    stage: str
    when: str
    is_with_you: bool
    areas: str


@dataclass(frozen=True, slots=True)
class Own:
    """Something the stage itself says, such as the prompt of a presentation."""

    label: Text
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class File:
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything to know before one interview, for one interviewer."""

    ref: str
    application: str
    candidate: str
    headline: str
    opening: str
    stage: str
    purpose: str
    advice: Text | None
    own: Sequence[Own]
    part: Text | None
    arrangements: Sequence[str]
    perspective: Text
    when: When
    minutes: int
    place: str
    link: str | None
    writes: bool
    is_begun: bool
    is_done: bool
    takes_notes: bool
    is_practice: bool
    due: str
    late: Text | None
    areas: Sequence[Area]
    tasks: Sequence[Task]
    red_flags: Sequence[str]
    colleagues: Sequence[Colleague]
    files: Sequence[File]


def brief(slot: Slot, person: Person, now: datetime, *, names_others: bool = True) -> Brief:
    """A brief made from the slot's own snapshot of the rubric. Three queries beyond the slot's; two without others."""
    interview, rubric = slot.interview, rubric_of(slot.rubric_version)
    application, stage = interview.application, interview.stage
    dimensions = [one for one in rubric.dimensions if one.id in slot.dimensions]
    return Brief(
        ref=slot.ref,
        application=application.ref,
        candidate=application.candidate.name,
        headline=application.candidate.headline,
        opening=application.opening.known_as,
        stage=stage.title,
        purpose=stage.purpose,
        advice=kinds.known()[stage.kind].advice,
        own=list(_own(stage)),
        part=PARTS.get(slot.part),
        arrangements=_arrangements(slot),
        perspective=queries.PERSPECTIVES[slot.perspective],
        when=when(interview, person),
        minutes=interview.minutes,
        place=interview.place,
        link=call_of(interview),
        writes=slot.card != "none",
        is_begun=interview.starts_at <= now,
        is_done=slot.handed_in_at is not None,
        takes_notes=is_open(slot, now),
        is_practice=slot.owes_card and is_practice(slot),
        due=moment(slot.due_at),
        late=lateness(slot.due_at, now) if slot.owes_card else None,
        areas=[_area(one, rubric, slot) for one in dimensions],
        tasks=_tasks(rubric, stage.exercises),
        red_flags=[flag.text for flag in rubric.red_flags],
        colleagues=[_colleague(one, slot) for one in queries.colleagues(slot)] if names_others else [],
        files=[File(one.ref, one.filename) for one in queries.attachments(slot, person)],
    )


def _own(stage: StageRow) -> Iterator[Own]:
    for key, label in OF_THE_STAGE.items():
        said = stage.with_.get(key)
        if said:
            yield Own(label, list(said) if isinstance(said, list) else [str(said)])


def _arrangements(slot: Slot) -> list[str]:
    """What was arranged for the candidate; never what for."""
    return list(
        db.session.scalars(
            select(Adjustment.arrangement)
            .where(
                Adjustment.application_id == slot.application_id,
                Adjustment.arranged_at.is_not(None),
                Adjustment.taken_back_at.is_(None),
            )
            .order_by(Adjustment.arranged_at, Adjustment.id)
        )
    )


def _area(dimension: Dimension, rubric: Rubric, slot: Slot) -> Area:
    ends = (rubric.levels[0], rubric.levels[-1])
    return Area(
        id=dimension.id,
        title=dimension.title,
        part=_part(dimension, slot),
        meets=dimension.meets,
        is_must_have=dimension.must_have,
        questions=[one for one in dimension.questions if slot.asks(one.id)],
        left_to_others=[one.ask for one in dimension.questions if not slot.asks(one.id)],
        strong=dimension.strong,
        weak=dimension.weak,
        steps=[
            Step(level, rubric.word(level), dimension.anchors[level], colour_class(level, ends))
            for level in rubric.levels
            if level in dimension.anchors
        ],
    )


def _part(dimension: Dimension, slot: Slot) -> Text | None:
    if slot.part == "shadows" or slot.seconds is None:
        return None
    return text("Second view") if dimension.id in slot.seconds else text("You lead")


def _tasks(rubric: Rubric, exercises: Sequence[str]) -> list[Task]:
    return [
        Task(
            title=one.title,
            minutes=str(one.minutes.to)
            if one.minutes.from_ == one.minutes.to
            else f"{one.minutes.from_}–{one.minutes.to}",
            ai_allowed=one.ai_allowed,
            shows=", ".join(rubric.dimension(shown).title for shown in one.shows),
        )
        for one in map(rubric.exercise, exercises)
    ]


def _colleague(other: Slot, mine: Slot) -> Colleague:
    return Colleague(
        name=other.person.name,
        stage=other.interview.stage.title,
        when=moment(other.interview.starts_at),
        is_with_you=other.interview_id == mine.interview_id,
        areas=titles_of(other.rubric_version, other.dimensions),
    )
