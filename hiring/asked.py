"""What candidates ask us: noted, owed by somebody, and answered, refused or put off. Their own page calls this too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from sqlalchemy import ColumnElement, Integer, Select, exists, func, literal, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from hiring import audit, outbox
from hiring.access.clauses import LEADS, AnyReader, is_clear, is_live, is_no_candidate, recruits_for, works_here
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Candidate, CandidateQuestion, Interview, Opening, Person, Slot, TeamMember
from hiring.models.stage_record import OWED
from hiring.refusal import Kind, Refusal
from hiring.text import text

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A question as the candidate reads it: `answer` is our answer, or why we refuse or put it off, and until when."""

    asked: str
    asked_at: datetime
    state: str
    answer: str
    answered_at: datetime | None
    due_on: date | None


def ask(application: Application, words: str, *, now: datetime) -> CandidateQuestion:
    """The candidate asks, on their own page. Those who recruit for the opening hear of it; nobody owes it yet.

    The same again while it is open stays one question: a double click, or the back button.
    """
    audit.take_turn()
    again = db.session.scalar(
        select(CandidateQuestion).filter_by(application_id=application.id, state="open", asked=words.strip()).limit(1)
    )
    if again is not None:
        return again
    if _open_questions(application) >= MOST_OPEN:
        raise Refusal(text("Your questions so far wait for an answer. Send this one when they have it."))
    question = _kept(application, words, now=now)
    audit.record("question.asked", application, by=None, now=now, question=question.id)
    for recruiter in db.session.scalars(_recruiters(application)):
        mail = compose("question_asked", to=recruiter, application=application, name=recruiter.name)
        outbox.queue(mail, now=now)
    return question


def note(
    application: Application,
    words: str,
    *,
    stage: str | None,
    owner: Person | None,
    due_on: date | None,
    by: Person,
    now: datetime,
) -> CandidateQuestion:
    """Write down what the candidate asked in a talk, and who owes the answer until when."""
    question = _kept(application, words, stage=stage, noted_by_id=by.id, now=now)
    audit.record("question.noted", application, by=by, now=now, question=question.id)
    if owner is not None:
        hand_over(question, owner, due_on=due_on, by=by, now=now)
    return question


def hand_over(question: CandidateQuestion, owner: Person, *, due_on: date | None, by: Person, now: datetime) -> None:
    """Say who owes the answer, and until when. They are mailed, unless they took it themselves."""
    _refuse_settled(question)
    application = question.application
    if db.session.scalar(possible_owners(application).where(Person.id == owner.id)) is None:
        raise Refusal(text("%(name)s has no part in this application.", name=owner.name), Kind.INPUT)
    is_new = question.owner_id != owner.id
    question.owner, question.due_on = owner, due_on
    audit.record("question.handed_over", application, by=by, now=now, question=question.id, person=owner.id)
    if is_new and owner.id != by.id:
        by_when = "" if due_on is None else format_date(due_on, "EEE d MMM y", locale=owner.locale)
        mail = compose("question_owed", to=owner, application=application, name=owner.name, by_when=by_when)
        outbox.queue(mail, now=now)


def answer(question: CandidateQuestion, words: str, *, by: Person, now: datetime) -> None:
    """Answer it. The candidate reads these words on their own page."""
    _settle(question, "answered", words, by=by, now=now)
    audit.record("question.answered", question.application, by=by, now=now, question=question.id)


def refuse(question: CandidateQuestion, reason: str, *, by: Person, now: datetime) -> None:
    """Say that we will not answer, and why. The candidate reads the reason."""
    _settle(question, "refused", reason, by=by, now=now)
    audit.record("question.refused", question.application, by=by, now=now, question=question.id)


def defer(question: CandidateQuestion, reason: str, *, due_on: date, by: Person, now: datetime) -> None:
    """Say that the answer comes later, why and by which day. It stays owed."""
    if due_on <= now.date():
        raise Refusal(text("Name a day still to come."), Kind.INPUT)
    _settle(question, "deferred", reason, by=by, now=now)
    question.due_on = due_on
    audit.record("question.deferred", question.application, by=by, now=now, question=question.id)


def told(application: Application) -> Sequence[Told]:
    """Everything the candidate asked and what became of it, newest first: for their own page. One query."""
    found = db.session.scalars(
        select(CandidateQuestion)
        .where(CandidateQuestion.application_id == application.id)
        .order_by(CandidateQuestion.asked_at.desc(), CandidateQuestion.id.desc())
        .options(lazyload("*"))
    )
    return [Told(one.asked, one.asked_at, one.state, one.answer, one.answered_at, one.due_on) for one in found]


def owed_by(person: Person) -> Select[CandidateQuestion]:
    """The answers this person owes, the one due first ahead, with candidate and opening. Never where it is closed to
    them.
    """
    return (
        select(CandidateQuestion)
        .join(CandidateQuestion.application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            CandidateQuestion.owner_id == person.id,
            CandidateQuestion.state.in_(OWED),
            is_clear(person, CandidateQuestion.application_id),
            is_no_candidate(person, Application.opening_id),
            _has_part(AnyReader(literal(person.id, Integer))),
        )
        .order_by(CandidateQuestion.due_on.is_(None), CandidateQuestion.due_on, CandidateQuestion.asked_at)
        .options(
            contains_eager(CandidateQuestion.application).options(
                contains_eager(Application.candidate).load_only(Candidate.name),
                contains_eager(Application.opening).load_only(Opening.title, Opening.codename, Opening.confidential),
            )
        )
    )


def possible_owners(application: Application) -> Select[Person]:
    """Who can be asked for an answer: those who lead the opening or sit in the loop, by name."""
    reader = AnyReader(Person.id)
    return (
        select(Person)
        .join(Application, Application.id == application.id)
        .where(
            works_here(),
            _has_part(reader),
            is_clear(reader, Application.id),
            is_no_candidate(reader, Application.opening_id),
        )
        .order_by(func.lower(Person.name), Person.id)
        .options(lazyload(Person.capabilities))
    )


def _has_part(person: AnyReader) -> ColumnElement[bool]:
    """For a query on Application: the person leads its opening or has a live seat in its loop."""
    leads = exists().where(
        TeamMember.opening_id == Application.opening_id,
        TeamMember.person_id == person.id,
        TeamMember.role.in_(LEADS),
        TeamMember.removed_at.is_(None),
    )
    sits = exists().where(
        Slot.application_id == Application.id,
        Slot.person_id == person.id,
        is_live(Slot),
        # calling an interview off ends the seats whose cards are out: the others must not stand apart
        Slot.interview.has(Interview.cancelled_at.is_(None)),
    )
    return or_(leads, sits)


def _recruiters(application: Application) -> Select[Person]:
    return possible_owners(application).where(recruits_for(application.opening_id))


def _open_questions(application: Application) -> int:
    waiting = select(func.count(CandidateQuestion.id)).where(
        CandidateQuestion.application_id == application.id, CandidateQuestion.state == "open"
    )
    return db.session.scalar(waiting) or 0


def _kept(
    application: Application, words: str, *, stage: str | None = None, noted_by_id: int | None = None, now: datetime
) -> CandidateQuestion:
    if not words.strip():
        raise Refusal(text("Write the question."), Kind.INPUT)
    question = CandidateQuestion(
        application=application, stage=stage, asked=words.strip(), asked_at=now, noted_by_id=noted_by_id, state="open"
    )
    db.session.add(question)
    db.session.flush()
    return question


def _settle(question: CandidateQuestion, state: str, words: str, *, by: Person, now: datetime) -> None:
    _refuse_settled(question)
    if not words.strip():
        raise Refusal(text("Write what the candidate is told."), Kind.INPUT)
    question.state, question.answer = state, words.strip()
    question.answered_by_id, question.answered_at = by.id, now


def _refuse_settled(question: CandidateQuestion) -> None:
    if question.state not in OWED:
        raise Refusal(text("This question has its answer already."))
