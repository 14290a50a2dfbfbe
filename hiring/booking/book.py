"""The verbs: an interview is booked with its seats, gets one seat more, is moved to another time, and is called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from hiring import audit, guest_passes
from hiring.booking import passes
from hiring.booking.clashes import overbooked, refuse_in_conflict, refuse_two_at_once
from hiring.booking.meeting import (
    Asked,
    Terms,
    refuse_closed,
    refuse_number,
    refuse_old_stage,
    refuse_terms,
    refuse_twice,
)
from hiring.booking.together import REPORT, refuse_joining
from hiring.days_off import hours_of
from hiring.db import db
from hiring.mail import invites
from hiring.models import Application, Interview, Person, Reminder, Slot, StageRow
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.clock import card_due

LEARNING = ("shadows", "is_shadowed")
"""Beside them somebody else may hold a talk that is held one to one."""


def book(
    application: Application,
    stage: StageRow,
    terms: Terms,
    seats: Sequence[Asked],
    *,
    by: Person,
    now: datetime,
    anyway: bool = False,
    picked: bool = False,
) -> Interview:
    """Set an interview up and ask its interviewers. `anyway` books people who have something else at that time.

    picked: the candidate chose the time, from those that `by` had offered.
    """
    refuse_closed(application)
    refuse_old_stage(application, stage)
    refuse_terms(terms, now=now)
    refuse_joining(application, stage, [seat.perspective for seat in seats])
    if not seats:
        raise Refusal(text("Choose at least one interviewer."), Kind.INPUT)
    refuse_twice([seat.person for seat in seats])
    interview = Interview(
        application=application,
        stage=stage,
        starts_at=terms.starts_at,
        zone=terms.zone,
        minutes=terms.minutes,
        place=terms.place,
        video_url=terms.video_url,
        scheduled_by_id=by.id,
        scheduled_at=now,
    )
    forced = admit(interview, seats, anyway=anyway, by=by)
    if not anyway:
        refuse_two_at_once(interview)
    db.session.add(interview)
    who = None if picked else by
    audit.record("interview.scheduled", interview, by=who, now=now, stage=stage.id, minutes=terms.minutes)
    for seat in seats:
        hand_out(interview, seat, by=by, now=now, forced=seat.person.id in forced)
    invites.ask_candidate(interview, now=now)
    return interview


def add_seat(interview: Interview, seat: Asked, *, by: Person, now: datetime, anyway: bool = False) -> Slot:
    """Ask one more person to an interview; somebody who had declined it may be asked again."""
    refuse_cancelled(interview)
    refuse_closed(interview.application)
    refuse_joining(interview.application, interview.stage, [seat.perspective])
    refuse_twice([*(slot.person for slot in interview.slots if is_live(slot)), seat.person])
    forced = admit(interview, [seat], anyway=anyway, by=by)
    return hand_out(interview, seat, by=by, now=now, forced=seat.person.id in forced)


def move(interview: Interview, terms: Terms, *, by: Person, now: datetime, anyway: bool = False) -> None:
    """Hold the same interview at another time or place. Cards stay as they are; those still out are due accordingly."""
    refuse_cancelled(interview)
    refuse_closed(interview.application)
    if interview.unscheduled:
        raise Refusal(text("This meeting was told afterwards. It took place when it did."))
    refuse_terms(terms, now=now)
    if terms == terms_of(interview):
        raise Refusal(text("That is when and where it is already. Choose another time or place."), Kind.INPUT)
    was = interview.starts_at
    if was <= now and interview.began_at is None:
        interview.began_at = was
    interview.starts_at, interview.zone, interview.minutes = terms.starts_at, terms.zone, terms.minutes
    interview.place, interview.video_url = terms.place, terms.video_url
    seated = [slot for slot in interview.slots if is_live(slot)]
    with db.session.no_autoflush:
        # also those whose card is in: whoever still owes theirs must not tell who that is by what is in the way
        forced = overbooked([slot.person for slot in seated], interview, anyway=anyway, by=by)
        if not anyway:
            refuse_two_at_once(interview)
    for slot in seated:
        slot.anyway = slot.person_id in forced
        if slot.handed_in_at is None:
            _set_due(slot, interview)
    invites.tell_moved(interview, was=was, now=now)
    told: dict[str, int | bool] = {"minutes": terms.minutes, **({"anyway": True} if forced else {})}
    audit.record("interview.moved", interview, by=by, now=now, **told)


def call_off(interview: Interview, *, by: Person | None, now: datetime) -> None:
    """Cards already handed in stay; nobody owes one any more, and those asked are told."""
    if interview.cancelled_at is not None:
        raise Refusal(text("This interview was cancelled already."))
    interview.cancelled_at = now
    ended = [slot for slot in interview.slots if is_live(slot) and slot.handed_in_at is None]
    for slot in ended:
        slot.cancelled_at = now
        guest_passes.end(slot, now=now)
    invites.call_off(interview, ended, now=now)
    audit.record("interview.cancelled", interview, by=by, now=now)


def hand_out(interview: Interview, seat: Asked, *, by: Person, now: datetime, forced: bool = False) -> Slot:
    """Pin what this person will be asked, and promise the mail."""
    stage, person = interview.stage, seat.person
    slot = next((one for one in interview.slots if one.person_id == person.id), None)
    if slot is None:
        slot = Slot(application_id=interview.application_id, person=person)
    else:
        interview.sequence += 1  # or calendars would hold what took it away for newer
    slot.round = stage.round.slug
    slot.perspective = seat.perspective
    slot.card, slot.collective = stage.card, stage.collective or slot.perspective == REPORT
    slot.dimensions, slot.part = list(seat.dimensions), seat.part
    slot.seconds = None if seat.seconds is None else list(seat.seconds)
    slot.questions = None if seat.questions is None else list(seat.questions)
    slot.rubric_version, slot.rubric_sha256 = seat.version, seat.version.sha256
    slot.assigned_at, slot.assigned_by_id, slot.reply = now, by.id, "needs_action"
    slot.declined_at = slot.cancelled_at = None
    slot.anyway = forced
    _set_due(slot, interview)
    if slot not in interview.slots:
        interview.slots.append(slot)
    told: dict[str, int | bool] = {"person": person.id, **({"anyway": True} if forced else {})}
    audit.record("slot.assigned", slot, by=by, now=now, **told)
    if person.is_guest:
        guest_passes.end(slot, now=now)
        passes.send(slot, by=by, now=now)
    else:
        invites.ask(slot, now=now)
    return slot


def admit(interview: Interview, seats: Sequence[Asked], *, anyway: bool, by: Person) -> set[int]:
    """Refuse what cannot be, and answer whom it is booked over, by id."""
    parts = [*(slot.part for slot in interview.slots if is_live(slot)), *(seat.part for seat in seats)]
    refuse_number(interview.stage, sum(part not in LEARNING for part in parts))
    people = [seat.person for seat in seats]
    refuse_in_conflict(interview.application, people)
    for person in people:
        if not person.is_active:
            raise Refusal(text("%(name)s no longer has an account here.", name=person.name), Kind.INPUT)
    return overbooked(people, interview, anyway=anyway, by=by)


def refuse_cancelled(interview: Interview) -> None:
    if interview.cancelled_at is not None:
        raise Refusal(text("This interview is cancelled. Schedule another one."))


def terms_of(interview: Interview) -> Terms:
    return Terms(interview.starts_at, interview.zone, interview.minutes, interview.place, interview.video_url)


def is_live(slot: Slot) -> bool:
    return slot.declined_at is None and slot.cancelled_at is None


def _set_due(slot: Slot, interview: Interview) -> None:
    """By the clock of whoever writes it. Reminders begin anew."""
    hours = hours_of([slot.person], since=interview.ends_at)[slot.person.id]
    slot.due_at = card_due(interview.ends_at, hours.zone, hours.days_off)
    if slot.id is not None:
        db.session.execute(delete(Reminder).where(Reminder.slot_id == slot.id))
