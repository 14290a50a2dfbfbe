"""What happens to interviews: they are scheduled, given interviewers, moved, declined by one of them, and cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring import audit, guest_passes, outbox
from hiring.booking import book
from hiring.booking.clashes import busy, in_conflict, without_room
from hiring.booking.first_call import refuse_unknowing
from hiring.booking.meeting import Asked, Terms, is_closed, refuse_closed
from hiring.booking.together import REPORT
from hiring.loops import letters, queries
from hiring.loops.successors import successors
from hiring.mail import invites
from hiring.mail.invites import Said
from hiring.models import Application, Interview, Person, RubricVersion, Slot, StageRow
from hiring.models.interview import PARTS, PERSPECTIVES
from hiring.refusal import Kind, Refusal
from hiring.text import text


@dataclass(frozen=True, slots=True)
class Meeting:
    """When, where and for which stage. `starts_at` is an instant; `zone` the one it was agreed in."""

    stage: StageRow
    starts_at: datetime
    zone: str
    minutes: int
    place: str = ""
    video_url: str = ""

    @property
    def terms(self) -> Terms:
        return Terms(self.starts_at, self.zone, self.minutes, self.place, self.video_url)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is asked to interview. Without a perspective the stage's own, without dimensions all the stage shows."""

    person: Person
    perspective: str | None = None
    dimensions: Sequence[str] = ()
    version: RubricVersion | None = None
    """Of a seat that is handed over, which stays pinned to what its first holder was asked."""
    part: str = "holds"
    seconds: Sequence[str] | None = None
    questions: Sequence[str] | None = None


def schedule(
    application: Application,
    plan: Meeting,
    seats: Sequence[Seat],
    *,
    by: Person,
    now: datetime,
    anyway: bool = False,
    knows: bool = False,
) -> Interview:
    """Set an interview up and ask its interviewers. `anyway` books people who have something else at that time;
    `knows`: the candidate was told that an offer is out to somebody else.
    """
    refuse_unknowing(application, knows=knows, by=by)
    asked = [asked_for(application, plan.stage, seat) for seat in seats]
    if asked and all(seat.part == "shadows" for seat in asked):
        raise Refusal(text("Somebody has to hold the interview: whoever watches does not."), Kind.INPUT)
    return book.book(application, plan.stage, plan.terms, asked, by=by, now=now, anyway=anyway)


def add_seat(interview: Interview, seat: Seat, *, by: Person, now: datetime, anyway: bool = False) -> Slot:
    """Ask one more person to an interview; somebody who had declined it may be asked again."""
    asked = asked_for(interview.application, interview.stage, seat)
    return book.add_seat(interview, asked, by=by, now=now, anyway=anyway)


def move(interview: Interview, terms: Terms, *, by: Person, now: datetime, anyway: bool = False) -> None:
    """Hold the same interview at another time or place."""
    book.move(interview, terms, by=by, now=now, anyway=anyway)


def cancel(interview: Interview, *, by: Person, now: datetime) -> None:
    """Call an interview off. Scorecards already handed in stay; nobody owes one any more, and those asked are told."""
    book.call_off(interview, by=by, now=now)


def decline(slot: Slot, *, reason: str, by: Person, now: datetime) -> None:
    """Give a seat back, and tell the recruiters why. `by`: its holder, or who looks after their interviews."""
    _refuse_ended(slot)
    slot.declined_at = now
    guest_passes.end(slot, now=now)
    said = Said(reason, deputy=_deputy(slot, by=by))
    for recruiter in queries.recruiters(slot.interview.application.opening):
        outbox.queue(letters.declined(slot, recruiter, said), now=now)
    invites.take_back(slot, said, now=now)
    audit.record("slot.declined", slot, by=by, now=now, **_on_behalf(slot, by=by))


def hand_over(slot: Slot, colleague: Person, *, reason: str, by: Person, now: datetime) -> Slot:
    """Give a seat to a colleague, who is asked what its holder was asked, and tell the recruiters."""
    interview = slot.interview
    _refuse_ended(slot)
    if by.id == slot.person_id:
        refuse_closed(interview.application)
    # what is in the way, a conflict of interest or another interview, is not for other interviewers; nor is it for
    # whoever looks after the seat that the application is closed
    is_in_the_way = (
        is_closed(interview.application)
        or busy([colleague], interview)
        or in_conflict(interview.application, [colleague])
        or without_room([colleague], interview)
    )
    if colleague not in successors(slot) or is_in_the_way:
        raise Refusal(text("%(name)s cannot take this seat. Choose somebody else.", name=colleague.name), Kind.INPUT)
    seat = Asked(
        colleague, slot.perspective, slot.dimensions, slot.rubric_version, slot.part, slot.seconds, slot.questions
    )
    slot.declined_at = now
    guest_passes.end(slot, now=now)
    book.admit(interview, [seat], anyway=False, by=by)
    audit.record("slot.handed_over", slot, by=by, now=now, to=colleague.id, **_on_behalf(slot, by=by))
    said = Said(reason, deputy=_deputy(slot, by=by))
    for recruiter in queries.recruiters(interview.application.opening):
        outbox.queue(letters.handed_over(slot, recruiter, colleague, said), now=now)
    invites.take_back(slot, said, now=now)
    return book.hand_out(interview, seat, by=by, now=now)


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


def asked_for(application: Application, stage: StageRow, seat: Seat) -> Asked:
    """What this person would be asked exactly, by the stage's rubric."""
    version = seat.version or queries.rubric_version(application, stage)
    _refuse_seat(seat, {one.id for one in queries.offered(version)})
    asked = Asked(
        person=seat.person,
        perspective=seat.perspective or queries.usual_perspective(stage),
        dimensions=queries.in_order(version, seat.dimensions or queries.usual_dimensions(version, stage)),
        version=version,
        part=seat.part,
        seconds=seat.seconds,
        questions=seat.questions,
    )
    return _refuse_watching(asked, stage)


def _deputy(slot: Slot, *, by: Person) -> str:
    """The name of whoever speaks for its holder, if they do not speak for themselves."""
    return "" if by.id == slot.person_id else by.name


def _on_behalf(slot: Slot, *, by: Person) -> dict[str, int]:
    return {} if by.id == slot.person_id else {"on_behalf_of": slot.person_id}


def _refuse_ended(slot: Slot) -> None:
    if slot.handed_in_at is not None:
        raise Refusal(text("You have handed in your scorecard for this interview, so it can no longer be declined."))
    if not book.is_live(slot):
        raise Refusal(text("This seat is no longer yours."))


def _refuse_seat(seat: Seat, offered: set[str]) -> None:
    person = seat.person
    if seat.perspective is not None and seat.perspective not in PERSPECTIVES:
        raise Refusal(text("Choose a perspective for %(name)s.", name=person.name), Kind.INPUT)
    if not set(seat.dimensions) <= offered:
        raise Refusal(text("Choose dimensions of this stage's rubric for %(name)s.", name=person.name), Kind.INPUT)
    if seat.part not in PARTS:
        raise Refusal(text("Choose what %(name)s does there.", name=person.name), Kind.INPUT)


def _refuse_watching(seat: Asked, stage: StageRow) -> Asked:
    """Of a group no single card can be set apart as practice."""
    if seat.part == "shadows" and (stage.collective or seat.perspective == REPORT):
        words = text("In “%(stage)s” people answer as a group, so nobody can only watch.", stage=stage.title)
        raise Refusal(words, Kind.INPUT)
    return seat
