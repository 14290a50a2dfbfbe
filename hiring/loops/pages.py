"""What the pages of loops show: an interviewer's brief, and an interview with its seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hiring.booking.meeting import is_call
from hiring.days_off import away_at
from hiring.loops import queries
from hiring.loops.jotting import is_open
from hiring.models import Absence, Interview, Person, RubricVersion, Slot
from hiring.newcomers import is_practice
from hiring.rubric import Dimension, Question, Rubric
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text
from hiring.web.charts import colour_class
from hiring.web.language import clock_time, day, moment
from hiring.workflow.clock import lateness


@dataclass(frozen=True, slots=True)
class When:
    """When a meeting is, by the reader's clock, and by the clock it was agreed in where that differs."""

    day_and_time: str
    until: str
    zone: str
    agreed: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One level with its anchor."""

    level: int
    word: str
    anchor: str
    colour: str


@dataclass(frozen=True, slots=True)
class Area:
    """One dimension an interviewer is asked about."""

    id: str
    title: str
    meets: str
    is_must_have: bool
    questions: Sequence[Question]
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


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One interviewer of an interview, as its leaders see it. `state` is None where it is not theirs to know."""

    name: str
    is_guest: bool
    perspective: Text
    areas: str
    state: Text | None
    kind: str
    away: Text | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One interview, for those who lead the opening."""

    ref: str
    application: str
    candidate: str
    opening_ref: str
    opening: str
    stage: str
    when: When
    minutes: int
    place: str
    link: str | None
    is_cancelled: bool
    is_full: bool
    seats: Sequence[SeatLine]
    is_blind: bool


def brief(slot: Slot, person: Person, now: datetime, *, names_others: bool = True) -> Brief:
    """A brief made from the slot's own snapshot of the rubric. Two queries beyond the slot's; one without others."""
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
        perspective=queries.PERSPECTIVES[slot.perspective],
        when=when(interview, person),
        minutes=interview.minutes,
        place=interview.place,
        link=_link(interview),
        writes=slot.card != "none",
        is_begun=interview.starts_at <= now,
        is_done=slot.handed_in_at is not None,
        takes_notes=is_open(slot, now),
        is_practice=slot.owes_card and is_practice(slot),
        due=moment(slot.due_at),
        late=lateness(slot.due_at, now) if slot.owes_card else None,
        areas=[_area(one, rubric) for one in dimensions],
        tasks=_tasks(rubric, stage.exercises),
        red_flags=[flag.text for flag in rubric.red_flags],
        colleagues=[_colleague(one, slot) for one in queries.colleagues(slot)] if names_others else [],
        files=[File(one.ref, one.filename) for one in queries.attachments(slot, person)],
    )


def meeting(interview: Interview, person: Person, *, is_blind: bool, now: datetime) -> Meeting:
    """An interview with its seats; whether a scorecard is in only where this reader may know."""
    told = queries.told_states(interview, person)
    away = away_at([one.person for one in interview.slots], max(now, interview.starts_at))
    application = interview.application
    return Meeting(
        ref=interview.ref,
        application=application.ref,
        candidate=application.candidate.name,
        opening_ref=application.opening.ref,
        opening=application.opening.known_as,
        stage=interview.stage.title,
        when=when(interview, person),
        minutes=interview.minutes,
        place=interview.place,
        link=_link(interview),
        is_cancelled=interview.cancelled_at is not None,
        is_full=interview.stage.series
        and any(one.declined_at is None and one.cancelled_at is None for one in interview.slots),
        seats=[_seat(one, away.get(one.person_id), is_told=one.id in told, now=now) for one in interview.slots],
        is_blind=is_blind,
    )


def when(interview: Interview, reader: Person) -> When:
    start, agreed_in = interview.starts_at, ZoneInfo(interview.zone)
    agreed = start.astimezone(agreed_in)
    is_same = agreed.replace(tzinfo=None) == start.astimezone(ZoneInfo(reader.zone)).replace(tzinfo=None)
    return When(
        day_and_time=moment(start),
        until=clock_time(interview.ends_at),
        zone=reader.zone,
        agreed=None if is_same else f"{agreed:%H:%M} {interview.zone}",
    )


def _area(dimension: Dimension, rubric: Rubric) -> Area:
    ends = (rubric.levels[0], rubric.levels[-1])
    return Area(
        id=dimension.id,
        title=dimension.title,
        meets=dimension.meets,
        is_must_have=dimension.must_have,
        questions=dimension.questions,
        strong=dimension.strong,
        weak=dimension.weak,
        steps=[
            Step(level, rubric.word(level), dimension.anchors[level], colour_class(level, ends))
            for level in rubric.levels
            if level in dimension.anchors
        ],
    )


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
        areas=_areas(other.rubric_version, other.dimensions),
    )


def _seat(slot: Slot, absence: Absence | None, *, is_told: bool, now: datetime) -> SeatLine:
    state, kind = _state(slot, is_told=is_told, now=now)
    return SeatLine(
        name=slot.person.name,
        is_guest=slot.person.is_guest,
        perspective=queries.PERSPECTIVES[slot.perspective],
        areas=_areas(slot.rubric_version, slot.dimensions),
        state=state,
        kind=kind,
        away=None if absence is None else _away(absence),
    )


def _away(absence: Absence) -> Text:
    until = day(absence.last_day)
    if absence.cover is None:
        return text("away until %(day)s", day=until)
    return text("away until %(day)s, cover: %(cover)s", day=until, cover=absence.cover.name)


def _state(slot: Slot, *, is_told: bool, now: datetime) -> tuple[Text | None, str]:
    if slot.cancelled_at is not None and slot.interview.cancelled_at is None:
        return text("Ended"), "warn"
    if slot.declined_at is not None:
        return text("Declined"), "warn"
    if not is_told:
        return None, ""
    if slot.handed_in_at is not None:
        return text("Handed in"), "line"
    late = lateness(slot.due_at, now)
    return (late, "bad") if late is not None else (text("Due %(when)s", when=moment(slot.due_at)), "line")


def _areas(version: RubricVersion, dimensions: Sequence[str]) -> str:
    """The titles of the dimensions, or a word for all of them."""
    titles = [one.title for one in rubric_of(version).dimensions if one.id in dimensions]
    return ", ".join(titles)


def _link(interview: Interview) -> str | None:
    """Where the call is: the address given for it, or a place that is one."""
    return next(filter(is_call, (interview.video_url, interview.place)), None)
