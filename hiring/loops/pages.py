"""What the pages of loops show: an interviewer's brief, and an interview with its seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from hiring.booking.book import is_live
from hiring.booking.meeting import is_call
from hiring.days_off import away_at
from hiring.loops import queries
from hiring.models import Absence, Interview, Person, RubricVersion, Slot
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text
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
        link=call_of(interview),
        is_cancelled=interview.cancelled_at is not None,
        is_full=interview.stage.series and any(one.part == "holds" and is_live(one) for one in interview.slots),
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


def _seat(slot: Slot, absence: Absence | None, *, is_told: bool, now: datetime) -> SeatLine:
    state, kind = _state(slot, is_told=is_told, now=now)
    return SeatLine(
        name=slot.person.name,
        is_guest=slot.person.is_guest,
        perspective=queries.PERSPECTIVES[slot.perspective],
        areas=titles_of(slot.rubric_version, slot.dimensions),
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


def titles_of(version: RubricVersion, dimensions: Sequence[str]) -> str:
    """The titles of the dimensions, or a word for all of them."""
    titles = [one.title for one in rubric_of(version).dimensions if one.id in dimensions]
    return ", ".join(titles)


def call_of(interview: Interview) -> str | None:
    """Where the call is: the address given for it, or a place that is one."""
    return next(filter(is_call, (interview.video_url, interview.place)), None)
