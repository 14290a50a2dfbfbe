"""Reading what letters need: to whom one may write, what a letter may begin with, and what was asked for."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from hiring import access
from hiring.access import answers
from hiring.access.clauses import LEADS, Reader, is_clear, is_no_candidate, is_on_team
from hiring.db import db
from hiring.models import Adjustment, Application, Candidate, LetterTemplate, Move, Opening, Person, StageRow

MOST_AT_ONCE = 200


def how_many_wait(person: Person) -> int:
    """Candidates of the openings this person leads who wait for a word from us. One query."""
    waiting = led(person).where(answers.waits_for_answer())
    return db.session.scalar(waiting.with_only_columns(func.count())) or 0


def addressees(person: Person, refs: Collection[str]) -> list[Application]:
    """Those of these applications whose candidates this person may write to, in the order of their names."""
    found = db.session.scalars(
        led(person)
        .where(Application.ref.in_(refs))
        .order_by(Candidate.name, Application.id)
        .options(
            contains_eager(Application.candidate),
            contains_eager(Application.opening),
            joinedload(Application.current_move).joinedload(Move.stage).joinedload(StageRow.round),
        )
    )
    return list(found)


def all_templates(person: Person) -> Sequence[LetterTemplate]:
    """Every letter to start from that this person may change, the house's own first."""
    return _in_order(access.visible_templates(person))


def templates(person: Person, applications: Collection[Application]) -> Sequence[LetterTemplate]:
    """What a letter to these candidates may begin with."""
    openings = {one.opening_id for one in applications}
    fits = or_(LetterTemplate.opening_id.is_(None), LetterTemplate.opening_id.in_(openings))
    return _in_order(access.visible_templates(person).where(fits))


def _in_order(found: Select[LetterTemplate]) -> Sequence[LetterTemplate]:
    return db.session.scalars(
        found.order_by(LetterTemplate.opening_id.is_not(None), LetterTemplate.title, LetterTemplate.id).options(
            joinedload(LetterTemplate.opening)
        )
    ).all()


def led_openings(person: Person) -> Sequence[Opening]:
    """The openings this person leads, for a choice of them."""
    return db.session.scalars(_led_openings(person).order_by(Opening.opened_at, Opening.id)).all()


def adjustments_of(application: Application) -> Sequence[Adjustment]:
    """What the candidate asked for, the newest first: ask the policy for `adjustment.read` first."""
    return db.session.scalars(
        select(Adjustment)
        .where(Adjustment.application_id == application.id)
        .order_by(Adjustment.asked_at.desc(), Adjustment.id.desc())
        .options(joinedload(Adjustment.arranged_by))
    ).all()


def led(person: Reader) -> Select[Application]:
    leads = is_on_team(person, Application.opening_id, LEADS) & is_clear(person, Application.id)
    return (
        select(Application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(leads, is_no_candidate(person, Application.opening_id))
    )


def _led_openings(person: Reader) -> Select[Opening]:
    return select(Opening).where(is_on_team(person, Opening.id, LEADS), is_no_candidate(person, Opening.id))
