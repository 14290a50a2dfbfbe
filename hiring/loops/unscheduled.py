"""A meeting that nobody scheduled, told afterwards by whoever met the candidate, who then owes a card about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from hiring import audit
from hiring.booking.meeting import LONGEST, LONGEST_AGO, SHORTEST
from hiring.db import db
from hiring.loops import queries
from hiring.models import Application, Interview, Person, Slot, StageRow
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.clock import card_due

CARDS = ("short", "full")


@dataclass(frozen=True, slots=True)
class Met:
    """When and where it was, and how much of a card there is to write."""

    starts_at: datetime
    zone: str
    minutes: int
    place: str
    card: str

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def tell(application: Application, met: Met, *, by: Person, now: datetime) -> Slot:
    """Note a meeting outside the plan in the present stage. Its one seat is the teller's, due by the usual clock.

    From now on they owe a card in this round, and the round's cards are closed to them until it is in.
    """
    stage = _present_stage(application)
    _refuse_meeting(met, now=now)
    seats = db.session.scalars(_seats_of(application, by)).all()
    if any(seat.collective for seat in seats):
        raise Refusal(
            text(
                "Your answers about this candidate are only shown with those of a whole group. "
                "Put what you saw into the card that you write there; without a seat, ask the recruiter for one."
            )
        )
    own = [seat for seat in seats if seat.declined_at is None and seat.cancelled_at is None]
    version = queries.rubric_version(application, stage)
    interview = Interview(
        application=application,
        stage=stage,
        starts_at=met.starts_at,
        zone=met.zone,
        minutes=met.minutes,
        place=met.place,
        scheduled_by_id=by.id,
        scheduled_at=now,
        unscheduled=True,
    )
    slot = Slot(
        application_id=application.id,
        round=stage.round.slug,
        person=by,
        perspective=own[-1].perspective if own else queries.usual_perspective(stage),
        card=met.card,
        dimensions=queries.usual_dimensions(version, stage),
        rubric_version=version,
        rubric_sha256=version.sha256,
        assigned_at=now,
        assigned_by_id=by.id,
        due_at=card_due(max(met.ends_at, now), ZoneInfo(by.zone)),
    )
    interview.slots.append(slot)
    db.session.add(interview)
    audit.record("interview.told", interview, by=by, now=now, stage=stage.id, minutes=met.minutes)
    return slot


def _seats_of(application: Application, person: Person) -> Select[Slot]:
    """Those given up too: whoever declined an answer in a group does not give it alone."""
    return select(Slot).where(Slot.application_id == application.id, Slot.person_id == person.id).order_by(Slot.id)


def _present_stage(application: Application) -> StageRow:
    move = application.current_move
    if move is None or move.stage is None:
        raise Refusal(text("This application is closed. Reopen it before anything is added to it."))
    return move.stage


def _refuse_meeting(met: Met, *, now: datetime) -> None:
    if not SHORTEST <= met.minutes <= LONGEST:
        raise Refusal(text("A meeting takes %(least)d to %(most)d minutes.", least=SHORTEST, most=LONGEST), Kind.INPUT)
    if met.ends_at > now:
        raise Refusal(text("Write about it once it is over."), Kind.INPUT)
    if met.starts_at < now - LONGEST_AGO:
        raise Refusal(text("That is more than a year ago."), Kind.INPUT)
    if met.card not in CARDS:
        raise Refusal(text("Choose a short or a full card."), Kind.INPUT)
