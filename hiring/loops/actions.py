"""What happens to interviews: they are scheduled, given interviewers, declined by one of them, and cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.dates import format_date
from sqlalchemy import delete

from hiring import audit, guest_passes, outbox
from hiring.conflicts.actions import refuse_in_conflict
from hiring.days_off import away_at, hours_of
from hiring.db import db
from hiring.loops import letters, passes, queries
from hiring.loops.successors import successors
from hiring.loops.together import REPORT, refuse_joining
from hiring.loops.zones import is_zone
from hiring.mail import invites
from hiring.models import Application, Interview, Person, Reminder, RubricVersion, Slot, StageRow
from hiring.models.interview import PERSPECTIVES
from hiring.openings.queries import current_revision
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.clock import card_due

SHORTEST, LONGEST = 5, 480
LONGEST_AGO = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When, where and for which stage. `starts_at` is an instant; `zone` the one it was agreed in."""

    stage: StageRow
    starts_at: datetime
    zone: str
    minutes: int
    place: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is asked to interview. Without a perspective the stage's own, without dimensions all the stage shows."""

    person: Person
    perspective: str | None = None
    dimensions: Sequence[str] = ()
    version: RubricVersion | None = None
    """Of a seat that is handed over, which stays pinned to what its first holder was asked."""


def schedule(
    application: Application, plan: Meeting, seats: Sequence[Seat], *, by: Person, now: datetime, anyway: bool = False
) -> Interview:
    """Set an interview up and ask its interviewers. `anyway` books people who have another interview at that time."""
    _refuse_closed(application)
    _refuse_meeting(application, plan, now=now)
    refuse_joining(application, plan.stage, [_perspective(seat, plan.stage) for seat in seats])
    if not seats:
        raise Refusal(text("Choose at least one interviewer."), Kind.INPUT)
    _refuse_twice([seat.person for seat in seats])
    interview = Interview(
        application=application,
        stage=plan.stage,
        starts_at=plan.starts_at,
        zone=plan.zone,
        minutes=plan.minutes,
        place=plan.place,
        scheduled_by_id=by.id,
        scheduled_at=now,
    )
    _refuse_seats(interview, seats, anyway=anyway, by=by)
    db.session.add(interview)
    audit.record("interview.scheduled", interview, by=by, now=now, stage=plan.stage.id, minutes=plan.minutes)
    for seat in seats:
        _hand_out(interview, seat, by=by, now=now)
    invites.ask_candidate(interview, now=now)
    return interview


def add_seat(interview: Interview, seat: Seat, *, by: Person, now: datetime, anyway: bool = False) -> Slot:
    """Ask one more person to an interview; somebody who had declined it may be asked again."""
    if interview.cancelled_at is not None:
        raise Refusal(text("This interview is cancelled. Schedule another one."))
    _refuse_closed(interview.application)
    refuse_joining(interview.application, interview.stage, [_perspective(seat, interview.stage)])
    _refuse_twice([*(slot.person for slot in interview.slots if _is_live(slot)), seat.person])
    _refuse_seats(interview, [seat], anyway=anyway, by=by)
    return _hand_out(interview, seat, by=by, now=now)


def cancel(interview: Interview, *, by: Person, now: datetime) -> None:
    """Call an interview off. Scorecards already handed in stay; nobody owes one any more, and those asked are told."""
    if interview.cancelled_at is not None:
        raise Refusal(text("This interview was cancelled already."))
    interview.cancelled_at = now
    ended = [slot for slot in interview.slots if _is_live(slot) and slot.handed_in_at is None]
    for slot in ended:
        slot.cancelled_at = now
        guest_passes.end(slot, now=now)
    invites.call_off(interview, ended, now=now)
    audit.record("interview.cancelled", interview, by=by, now=now)


def decline(slot: Slot, *, reason: str, by: Person, now: datetime) -> None:
    """Give a seat back, and tell the recruiters why."""
    _refuse_ended(slot)
    slot.declined_at = now
    guest_passes.end(slot, now=now)
    for recruiter in queries.recruiters(slot.interview.application.opening):
        outbox.queue(letters.declined(slot, recruiter, reason), now=now)
    invites.take_back(slot, now=now)
    audit.record("slot.declined", slot, by=by, now=now)


def hand_over(slot: Slot, colleague: Person, *, reason: str, by: Person, now: datetime) -> Slot:
    """Give a seat to a colleague, who is asked what its holder was asked, and tell the recruiters."""
    interview = slot.interview
    _refuse_ended(slot)
    _refuse_closed(interview.application)
    # what is in the way, a conflict of interest or another interview, is not for other interviewers
    cannot = Refusal(text("%(name)s cannot take this seat. Choose somebody else.", name=colleague.name), Kind.INPUT)
    if colleague not in successors(slot) or queries.busy([colleague], interview):
        raise cannot
    slot.declined_at = now
    guest_passes.end(slot, now=now)
    seat = Seat(colleague, slot.perspective, slot.dimensions, slot.rubric_version)
    try:
        refuse_in_conflict(interview.application, [colleague])
    except Refusal as refusal:
        raise cannot from refusal
    _refuse_seats(interview, [seat], anyway=False, by=by)
    audit.record("slot.handed_over", slot, by=by, now=now, to=colleague.id)
    for recruiter in queries.recruiters(interview.application.opening):
        outbox.queue(letters.handed_over(slot, recruiter, colleague, reason), now=now)
    invites.take_back(slot, now=now)
    return _hand_out(interview, seat, by=by, now=now)


def not_held(slot: Slot, *, reason: str, by: Person, now: datetime) -> None:
    """Say that the interview did not take place: nothing is owed for it any more, and the recruiters are told."""
    _refuse_ended(slot)
    if now < slot.interview.starts_at:
        raise Refusal(text("This interview has not begun. If you cannot hold it, decline it."))
    slot.cancelled_at = now
    guest_passes.end(slot, now=now)
    for recruiter in queries.recruiters(slot.interview.application.opening):
        outbox.queue(letters.not_held(slot, recruiter, reason), now=now)
    audit.record("slot.not_held", slot, by=by, now=now)


def _hand_out(interview: Interview, seat: Seat, *, by: Person, now: datetime) -> Slot:
    """Pin what this person will be asked, and promise the mail."""
    stage, person = interview.stage, seat.person
    version = seat.version or queries.rubric_version(interview.application, stage)
    dimensions = queries.in_order(version, seat.dimensions or queries.usual_dimensions(version, stage))
    round_slug = stage.round.slug
    slot = next((one for one in interview.slots if one.person_id == person.id), None)
    if slot is None:
        slot = Slot(application_id=interview.application_id, person=person)
    else:
        interview.sequence += 1  # or calendars would hold what took it away for newer
    slot.round = round_slug
    slot.perspective = _perspective(seat, stage)
    slot.card, slot.collective = stage.card, stage.collective or slot.perspective == REPORT
    slot.dimensions = dimensions
    slot.rubric_version, slot.rubric_sha256 = version, version.sha256
    slot.assigned_at, slot.assigned_by_id, slot.reply = now, by.id, "needs_action"
    hours = hours_of([person], since=interview.ends_at)[person.id]
    slot.due_at = card_due(interview.ends_at, hours.zone, hours.days_off)
    slot.declined_at = slot.cancelled_at = None
    if slot.id is not None:
        db.session.execute(delete(Reminder).where(Reminder.slot_id == slot.id))
    if slot not in interview.slots:
        interview.slots.append(slot)
    audit.record("slot.assigned", slot, by=by, now=now, person=person.id)
    if person.is_guest:
        guest_passes.end(slot, now=now)
        passes.send(slot, by=by, now=now)
    else:
        invites.ask(slot, now=now)
    return slot


def _perspective(seat: Seat, stage: StageRow) -> str:
    return seat.perspective or queries.usual_perspective(stage)


def _is_live(slot: Slot) -> bool:
    return slot.declined_at is None and slot.cancelled_at is None


def _refuse_ended(slot: Slot) -> None:
    if slot.handed_in_at is not None:
        raise Refusal(text("You have handed in your scorecard for this interview, so it can no longer be declined."))
    if not _is_live(slot):
        raise Refusal(text("This seat is no longer yours."))


def _refuse_closed(application: Application) -> None:
    move = application.current_move
    if move is not None and move.outcome is not None:
        raise Refusal(text("This application is closed. Reopen it before scheduling anything."))


def _refuse_meeting(application: Application, plan: Meeting, *, now: datetime) -> None:
    if plan.stage.revision_id != current_revision(application.opening_id).id:
        raise Refusal(text("This stage is not part of the opening's plan any more. Choose another one."), Kind.INPUT)
    if not is_zone(plan.zone):
        raise Refusal(text("There is no time zone of that name. Write it like Europe/London."), Kind.INPUT)
    if not SHORTEST <= plan.minutes <= LONGEST:
        raise Refusal(
            text("An interview takes %(least)d to %(most)d minutes.", least=SHORTEST, most=LONGEST), Kind.INPUT
        )
    if not now - LONGEST_AGO <= plan.starts_at <= now + FURTHEST_AHEAD:
        raise Refusal(text("Choose a day within the last year or the next two."), Kind.INPUT)


def _refuse_twice(people: Iterable[Person]) -> None:
    seen: set[int] = set()
    for person in people:
        if person.id in seen:
            raise Refusal(text("%(name)s has a seat in this interview already.", name=person.name), Kind.INPUT)
        seen.add(person.id)


def _refuse_seats(interview: Interview, seats: Sequence[Seat], *, anyway: bool, by: Person) -> None:
    stage = interview.stage
    if stage.series and len(seats) + sum(map(_is_live, interview.slots)) > 1:
        words = text("“%(stage)s” is a series of talks one to one. Schedule one for each person.", stage=stage.title)
        raise Refusal(words, Kind.INPUT)
    usual = queries.rubric_version(interview.application, stage)
    refuse_in_conflict(interview.application, [seat.person for seat in seats])
    for seat in seats:
        _refuse_seat(seat, {one.id for one in queries.offered(seat.version or usual)})
    if anyway:
        return
    _refuse_away([seat.person for seat in seats], interview, by=by)
    for person in queries.busy([seat.person for seat in seats], interview):
        raise Refusal(
            text(
                "%(name)s has another interview at that time. Choose another time, or tick “Book them all the same”.",
                name=person.name,
            )
        )


def _refuse_away(people: Sequence[Person], interview: Interview, *, by: Person) -> None:
    for absence in away_at(people, interview.starts_at).values():
        said = {"name": absence.person.name, "day": format_date(absence.last_day, "EEE d MMM", locale=by.locale)}
        if absence.cover is None or not absence.cover.may_sign_in:
            words = "%(name)s is away until %(day)s. Choose another time, or tick “Book them all the same”."
            raise Refusal(text(words, **said))
        words = "%(name)s is away until %(day)s. %(cover)s covers: ask %(cover)s, or tick “Book them all the same”."
        raise Refusal(text(words, cover=absence.cover.name, **said))


def _refuse_seat(seat: Seat, offered: set[str]) -> None:
    person = seat.person
    if not person.is_active:
        raise Refusal(text("%(name)s no longer has an account here.", name=person.name), Kind.INPUT)
    if seat.perspective is not None and seat.perspective not in PERSPECTIVES:
        raise Refusal(text("Choose a perspective for %(name)s.", name=person.name), Kind.INPUT)
    if not set(seat.dimensions) <= offered:
        raise Refusal(text("Choose dimensions of this stage's rubric for %(name)s.", name=person.name), Kind.INPUT)
