"""Reading loops: whom to ask, what for, who is busy, and one person's interviews."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import access
from hiring.access.clauses import is_live, recruits_for, works_here
from hiring.db import db
from hiring.models import (
    Application,
    Attachment,
    Candidate,
    Draft,
    Interview,
    Jotting,
    Opening,
    Person,
    RubricVersion,
    Slot,
    StageRow,
)
from hiring.openings.queries import current_revision
from hiring.rubric import Dimension, Sheet
from hiring.rubrics import queries as rubrics
from hiring.text import Text, text
from hiring.workflow.clock import lateness

DONE_SHOWN = 30

PERSPECTIVES = {
    "executive": text("Executive"),
    "peer": text("Peer"),
    "report": text("Future report"),
    "adviser": text("Adviser"),
}


EVERYTHING = true()
_NOTES = select(Jotting).where(Jotting.slot_id == bindparam("slot"))


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat of the reader's, as a line of a list."""

    ref: str
    candidate: str
    stage: str
    opening: str
    starts_at: datetime
    ends_at: datetime
    due_at: datetime
    handed_in_at: datetime | None
    owes: bool
    late: Text | None
    has_draft: bool = False

    @classmethod
    def of(cls, slot: Slot, now: datetime, *, has_draft: bool = False) -> Turn:
        interview = slot.interview
        return cls(
            ref=slot.ref,
            candidate=interview.application.candidate.name,
            stage=interview.stage.title,
            opening=interview.application.opening.known_as,
            starts_at=interview.starts_at,
            ends_at=interview.ends_at,
            due_at=slot.due_at,
            handed_in_at=slot.handed_in_at,
            owes=slot.owes_card,
            late=lateness(slot.due_at, now) if slot.owes_card else None,
            has_draft=has_draft,
        )


@dataclass(frozen=True, slots=True)
class Turns:
    """One person's seats: to write now with the latest first, still to come, and done."""

    owed: list[Turn]
    coming: list[Turn]
    done: list[Turn]
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.owed or self.coming or self.done)

    def first(self, now: datetime, zone: tzinfo) -> Turn | None:
        """The first thing not finished: what is late, then what is due today, then what is begun, then what can be
        written at all, each with the first due first; and when there is nothing to write, the next interview.
        """
        today = now.astimezone(zone).date()

        def rank(turn: Turn) -> tuple[int, datetime]:
            is_due_today = turn.due_at.astimezone(zone).date() == today
            steps = (turn.late is not None, is_due_today, turn.has_draft, True)
            return steps.index(True), turn.due_at

        return min(self.owed, key=rank, default=None) or next(iter(self.coming), None)


def my_turns(person: Person, now: datetime, *, page: int, which: ColumnElement[bool] = EVERYTHING) -> Turns:
    """What one person has to write, to hold, and has done, of that a page. Two queries."""
    wanted = _done_turns(person, now).where(which).offset((page - 1) * DONE_SHOWN)
    done = [Turn.of(slot, now) for slot in db.session.scalars(wanted)]
    ahead = turns_ahead(person, now, which=which)
    return replace(ahead, done=done[:DONE_SHOWN], has_more=len(done) > DONE_SHOWN)


def turns_ahead(person: Person, now: datetime, *, which: ColumnElement[bool] = EVERYTHING) -> Turns:
    """What one person has to write and to hold. `which`: of these applications and candidates. One query."""
    found = db.session.execute(_open_turns(person).where(which).add_columns(Draft.slot_id.is_not(None)))
    open_ = [Turn.of(slot, now, has_draft=has_draft) for slot, has_draft in found]
    return Turns(
        owed=[turn for turn in open_ if turn.owes and turn.starts_at <= now],
        coming=sorted((turn for turn in open_ if turn.starts_at > now), key=lambda turn: turn.starts_at),
        done=[],
    )


def _open_turns(person: Person) -> Select[Slot]:
    """Not handed in, the first due first."""
    return _turns(person).outerjoin(Slot.draft).where(Slot.handed_in_at.is_(None)).order_by(Slot.due_at, Slot.id)


def _done_turns(person: Person, now: datetime) -> Select[Slot]:
    held = and_(Slot.card == "none", Interview.starts_at <= now)
    return (
        _turns(person)
        .where(or_(Slot.handed_in_at.is_not(None), held))
        .order_by(func.coalesce(Slot.handed_in_at, Interview.starts_at).desc(), Slot.id)
        .limit(DONE_SHOWN + 1)
    )


def turns_about(person: Person, words: str) -> list[Slot]:
    """One's own seats by the candidate's name, the newest first."""
    return list(
        db.session.scalars(
            _turns(person)
            .where(Candidate.name.icontains(words, autoescape=True))
            .order_by(Interview.starts_at.desc(), Slot.id)
            .limit(10)
        )
    )


def _turns(person: Person) -> Select[Slot]:
    application = contains_eager(Slot.interview).contains_eager(Interview.application)
    return (
        access.visible_slots(person)
        .join(Slot.interview)
        .join(Interview.stage)
        .join(Interview.application)
        .join(Application.candidate)
        .join(Application.opening)
        .options(
            contains_eager(Slot.interview).contains_eager(Interview.stage),
            application.contains_eager(Application.candidate),
            application.contains_eager(Application.opening),
        )
    )


def stages(application: Application) -> Sequence[StageRow]:
    """The stages of the plan as it stands, in the order walked."""
    return current_revision(application.opening_id).stages


def people() -> list[Person]:
    """Every colleague who may be asked to interview, by name."""
    return list(
        db.session.scalars(
            select(Person)
            .where(works_here())
            .order_by(func.lower(Person.name), Person.id)
            .options(lazyload(Person.capabilities))
        )
    )


def people_with(refs: Collection[str]) -> dict[str, Person]:
    """Those people by their ref."""
    return {person.ref: person for person in people() if person.ref in refs}


def recruiters(opening: Opening) -> list[Person]:
    """Those who recruit for an opening today."""
    return list(db.session.scalars(select(Person).where(recruits_for(opening.id)).order_by(Person.id)))


def rubric_version(application: Application, stage: StageRow) -> RubricVersion:
    """What is asked in a stage: its own small rubric, or the opening's."""
    return stage.rubric_version or application.opening.rubric_version


def offered(version: RubricVersion) -> tuple[Dimension, ...]:
    """The dimensions a seat can be given."""
    return rubrics.rubric_of(version).dimensions


def usual_dimensions(version: RubricVersion, stage: StageRow) -> list[str]:
    """The dimensions that the plan gives this stage."""
    return [one.id for one in Sheet(rubrics.rubric_of(version), tuple(stage.shows)).dimensions]


def in_order(version: RubricVersion, dimensions: Collection[str]) -> list[str]:
    """The same dimensions in the rubric's order."""
    return [one.id for one in offered(version) if one.id in dimensions]


def usual_perspective(stage: StageRow) -> str:
    """The perspective of the first role that the plan asks to this stage."""
    return next((str(stage.perspective[who]) for who in stage.who if who in stage.perspective), "peer")


def attachments(slot: Slot, person: Person) -> Sequence[Attachment]:
    """The files of the candidate that this person may open, the newest first."""
    return db.session.scalars(
        access.visible_attachments(person)
        .where(Attachment.application_id == slot.application_id)
        .order_by(Attachment.at.desc(), Attachment.id)
    ).all()


def colleagues(slot: Slot) -> Sequence[Slot]:
    """The other seats of this candidate's round, in the order of their interviews; nothing about their cards."""
    return db.session.scalars(
        select(Slot)
        .join(Slot.interview)
        .where(
            Slot.application_id == slot.application_id,
            Slot.round == slot.round,
            Slot.person_id != slot.person_id,
            is_live(Slot),
            Interview.cancelled_at.is_(None),
        )
        .order_by(Interview.starts_at, Slot.id)
        .options(
            contains_eager(Slot.interview).joinedload(Interview.stage),
            joinedload(Slot.person).lazyload(Person.capabilities),
            joinedload(Slot.rubric_version),
        )
    ).all()


def notes_of(slot: Slot) -> Jotting | None:
    """What the slot's holder typed while they listened: for nobody else, which is for the caller to see to."""
    return db.session.scalar(_NOTES, {"slot": slot.id})


def told_states(interview: Interview, person: Person) -> set[int]:
    """The seats whose scorecard this reader may know to be in or out."""
    return set(
        db.session.scalars(
            access.owed_slots(person).where(Slot.interview_id == interview.id).with_only_columns(Slot.id)
        )
    )
