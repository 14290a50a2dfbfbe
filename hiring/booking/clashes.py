"""What is in the way of booking somebody: a conflict of interest, days away, another interview at that time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from babel.dates import format_date
from sqlalchemy import ColumnElement, exists, select

from hiring.access.clauses import AnyReader, is_clear, is_live
from hiring.booking.diaries import diaries
from hiring.days_off import away_at
from hiring.db import db
from hiring.models import Absence, Application, Interview, Person, Slot
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text

LONGEST_MEETING = timedelta(hours=8)


def refuse_in_conflict(application: Application, people: Iterable[Person]) -> None:
    """Nobody is asked to judge a candidate they have a conflict of interest with. Which one it is, is not said."""
    for person in in_conflict(application, people):
        raise Refusal(closed_words(person), Kind.INPUT)


def closed_words(person: Person) -> Text:
    return text("%(name)s has a conflict of interest with this candidate.", name=person.name)


def in_conflict(application: Application, people: Iterable[Person]) -> list[Person]:
    """Those of them who have a conflict of interest in the application, in the order given."""
    asked = {person.id: person for person in people}
    clear = is_clear(AnyReader(Person.id), Application.id)
    closed = set(
        db.session.scalars(
            select(Person.id).join(Application, Application.id == application.id).where(Person.id.in_(asked), ~clear)
        )
    )
    return [person for id_, person in asked.items() if id_ in closed]


def overbooked(people: Sequence[Person], interview: Interview, *, anyway: bool, by: Person) -> set[int]:
    """Those of them who are booked although something is in the way, by id: nobody, unless that is wanted `anyway`.

    Then it is said who has another interview at that time, or is away, and nothing is booked.
    """
    away = away_at(people, interview.starts_at)
    taken = busy(people, interview)
    full = without_room(people, interview)
    if not anyway:
        _refuse_away(away.values(), by=by)
        for person in taken:
            _refuse_taken(person.name)
        for reason in full.values():
            raise Refusal(reason)
    return set(away) | set(full) | {person.id for person in taken}


def without_room(people: Sequence[Person], interview: Interview) -> dict[int, Text]:
    """Whose own calendar is taken then, or whose week is full, by id."""
    starts_at, ends_at = interview.starts_at, interview.ends_at
    known = diaries(people, since=starts_at, until=ends_at, now=starts_at, and_held=False, but=interview.id)
    found = {}
    for person in people:
        diary = known[person.id]
        if any(one.meets(starts_at, ends_at) for one in diary.taken):
            found[person.id] = text(
                "%(name)s is taken then, says their calendar. Choose another time, or tick “Book them all the same”.",
                name=person.name,
            )
        elif not diary.has_room(starts_at):
            found[person.id] = text(
                "%(name)s holds no more interviews that week. Choose another one, or tick “Book them all the same”.",
                name=person.name,
            )
    return found


def busy(people: Iterable[Person], interview: Interview) -> list[Person]:
    """Which of them have a seat in another interview that overlaps this one.

    Whoever books one of them at the same moment waits here, and then finds the seat taken. SQLite has one writer.
    """
    by_id = {person.id: person for person in people}
    db.session.execute(
        select(Person.id).where(Person.id.in_(by_id)).order_by(Person.id).with_for_update(key_share=True)
    )
    others = db.session.execute(
        select(Slot.person_id, Interview)
        .join(Slot.interview)
        .where(Slot.person_id.in_(by_id), is_live(Slot))
        .where(*_around(interview))
    )
    taken = {person_id for person_id, other in others if other.ends_at > interview.starts_at}
    return [person for key, person in by_id.items() if key in taken]


def refuse_two_at_once(interview: Interview) -> None:
    """The candidate cannot be in two interviews of the same application at once."""
    others = select(Interview).where(
        Interview.application_id == interview.application.id,
        Interview.unscheduled.is_(False),
        exists().where(Slot.interview_id == Interview.id, is_live(Slot)),
        *_around(interview),
    )
    if any(other.ends_at > interview.starts_at for other in db.session.scalars(others)):
        _refuse_taken(interview.application.candidate.name)


def _around(interview: Interview) -> tuple[ColumnElement[bool], ...]:
    return (
        Interview.cancelled_at.is_(None),
        Interview.id != (interview.id or 0),
        Interview.starts_at < interview.ends_at,
        Interview.starts_at > interview.starts_at - LONGEST_MEETING,
    )


def _refuse_taken(name: str) -> None:
    raise Refusal(
        text(
            "%(name)s has another interview at that time. Choose another time, or tick “Book them all the same”.",
            name=name,
        )
    )


def _refuse_away(absences: Iterable[Absence], *, by: Person) -> None:
    for absence in absences:
        said = {"name": absence.person.name, "day": format_date(absence.last_day, "EEE d MMM", locale=by.locale)}
        if absence.cover is None or not absence.cover.may_sign_in:
            words = "%(name)s is away until %(day)s. Choose another time, or tick “Book them all the same”."
            raise Refusal(text(words, **said))
        words = "%(name)s is away until %(day)s. %(cover)s covers: ask %(cover)s, or tick “Book them all the same”."
        raise Refusal(text(words, cover=absence.cover.name, **said))
