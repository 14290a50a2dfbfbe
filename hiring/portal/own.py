"""What a candidate's own page says besides where they stand: by when they hear, what they may pick, send and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from hiring.db import db
from hiring.models import (
    Adjustment,
    Application,
    Attachment,
    CandidateMail,
    CandidateQuestion,
    PayBand,
    Person,
    Promise,
    StageRecord,
    StageRow,
    TimeOffer,
)
from hiring.money import Money
from hiring.portal.queries import stages_now


@dataclass(frozen=True, slots=True)
class Around:
    """The facts beside the stage. `pay` is what the opening offers, low and high; high None is open upwards."""

    hears_by: date | None
    hears_what: str
    pay: tuple[Money, Money | None] | None
    offers: int
    letters: int
    open_questions: int


@dataclass(frozen=True, slots=True)
class Said:
    """One letter as its candidate reads it. `by_address_alone`: it gives their address, and answers none of ours."""

    is_ours: bool
    who: str
    subject: str
    body: str
    at: datetime
    by_address_alone: bool


@dataclass(frozen=True, slots=True)
class Preparing:
    """What a stage asks the candidate to prepare, in the same words for everybody."""

    title: str
    prepare: str
    prompt: str
    parts: Sequence[str]
    advice: str
    rehearsal: str
    rehearsal_contact: str
    question_minutes: int
    minutes: int


def around(application: Application, *, now: datetime) -> Around:
    """One query."""
    letters = select(func.count(CandidateMail.id)).where(CandidateMail.application_id == application.id)
    questions = select(func.count(CandidateQuestion.id)).where(
        CandidateQuestion.application_id == application.id, CandidateQuestion.state == "open"
    )
    offers = select(func.count(TimeOffer.id)).where(
        TimeOffer.application_id == application.id,
        TimeOffer.withdrawn_at.is_(None),
        TimeOffer.picked_at.is_(None),
        TimeOffer.closes_at > now,
    )
    row = db.session.execute(
        select(
            Promise.due_on,
            Promise.what,
            PayBand,
            letters.scalar_subquery().label("letters"),
            questions.scalar_subquery().label("questions"),
            offers.scalar_subquery().label("offers"),
        )
        .select_from(Application)
        .outerjoin(Promise, (Promise.application_id == Application.id) & Promise.ended_at.is_(None))
        .outerjoin(PayBand, PayBand.opening_id == Application.opening_id)
        .where(Application.id == application.id)
        .order_by(Promise.due_on)
        .limit(1)
    ).one()
    pay = None if row.PayBand is None else (row.PayBand.low, row.PayBand.high)
    return Around(row.due_on, row.what or "", pay, row.offers, row.letters, row.questions)


def thread(application: Application) -> list[Said]:
    """Letters, the newest first. One that could not be sent is read here all the same."""
    rows = db.session.execute(
        select(CandidateMail, Person.name)
        .outerjoin(Person, Person.id == CandidateMail.by_id)
        .where(CandidateMail.application_id == application.id)
        .order_by(CandidateMail.at.desc(), CandidateMail.id.desc())
    )
    return [
        Said(letter.way == "out", name or "", letter.subject, letter.body, letter.at, letter.by_address_alone)
        for letter, name in rows
    ]


def last_letter(application: Application) -> CandidateMail | None:
    """The newest in the thread, whoever wrote it, if it is known who."""
    return db.session.scalar(
        select(CandidateMail)
        .where(CandidateMail.application_id == application.id, ~CandidateMail.by_address_alone)
        .order_by(CandidateMail.at.desc(), CandidateMail.id.desc())
        .limit(1)
    )


def unanswered(application: Application) -> int:
    """How many letters the candidate has written since our last one."""
    ours = (
        select(func.max(CandidateMail.at))
        .where(CandidateMail.application_id == application.id, CandidateMail.way == "out")
        .scalar_subquery()
    )
    theirs = select(func.count(CandidateMail.id)).where(
        CandidateMail.application_id == application.id,
        CandidateMail.way == "in",
        ~CandidateMail.by_address_alone,
        (CandidateMail.at > ours) | ours.is_(None),
    )
    return db.session.scalar(theirs) or 0


def files_of(application: Application) -> Sequence[Attachment]:
    """What the candidate has sent themselves; what colleagues attached is not theirs to see."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.application_id == application.id, Attachment.by_id.is_(None))
        .order_by(Attachment.at.desc(), Attachment.id.desc())
    ).all()


def file_of(application: Application, ref: str) -> Attachment | None:
    return next((one for one in files_of(application) if one.ref == ref), None)


def adjustments_of(application: Application) -> Sequence[Adjustment]:
    """What was asked for and not taken back, the newest first."""
    return db.session.scalars(
        select(Adjustment)
        .where(Adjustment.application_id == application.id, Adjustment.taken_back_at.is_(None))
        .order_by(Adjustment.asked_at.desc(), Adjustment.id.desc())
    ).all()


def adjustment_of(application: Application, ref: str) -> Adjustment | None:
    return next((one for one in adjustments_of(application) if one.ref == ref), None)


def picked_offer(application: Application, ref: str) -> TimeOffer | None:
    """Times from which the candidate has picked one."""
    return db.session.scalar(
        select(TimeOffer).where(
            TimeOffer.ref == ref, TimeOffer.application_id == application.id, TimeOffer.picked_at.is_not(None)
        )
    )


def preparing(application: Application) -> Preparing | None:
    """What to prepare for the stage the candidate stands in, or for the one after it. Three queries."""
    move = application.current_move
    if move is None or move.stage is None:
        return None
    stages = db.session.scalars(stages_now(application)).all()
    here = next((place for place, stage in enumerate(stages) if stage.slug == move.stage.slug), len(stages))
    near = next((stage for stage in stages[here : here + 2] if _asks_for_something(stage)), None)
    if near is None:
        return None
    record = db.session.scalar(
        select(StageRecord.fields).where(StageRecord.application_id == application.id, StageRecord.stage == near.slug)
    )
    said: dict[str, Any] = near.with_
    return Preparing(
        title=near.title,
        prepare=said.get("prepare", ""),
        prompt=said.get("prompt", ""),
        parts=said.get("parts", ()),
        advice=said.get("advice", ""),
        rehearsal=said.get("rehearsal", ""),
        rehearsal_contact=str((record or {}).get("rehearsal_contact", "")),
        question_minutes=said.get("question_minutes", 0),
        minutes=near.minutes,
    )


def _asks_for_something(stage: StageRow) -> bool:
    return bool(stage.with_.get("prompt") or stage.with_.get("prepare"))
