"""The list of candidates who wait for a word from us, since when, why, and what they were promised."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from hiring.access import answers
from hiring.access.clauses import is_clear
from hiring.answers.queries import led
from hiring.db import db
from hiring.models import (
    Application,
    Candidate,
    CandidateMail,
    CandidateQuestion,
    Interview,
    Move,
    Opening,
    Person,
    Promise,
    StageRow,
)
from hiring.text import Text, text

PER_PAGE = 30
SHOWN = ("waiting", "offer", "promised", "quiet")
EVERYBODY = true()
QUIET = timedelta(days=10)
NEARLY_IN = ("offer", "close")
"""Kinds of stage in which one candidate is about to take the seat."""

_OUT, _IN, _HELD = aliased(CandidateMail), aliased(CandidateMail), aliased(Interview)
_AHEAD, _QUESTION = aliased(Promise), aliased(CandidateQuestion)
_RIVAL, _THEIRS, _THERE = aliased(Application), aliased(Move), aliased(StageRow)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One candidate in the list: why they wait, what we last said, and what they were promised."""

    ref: str
    name: str
    opening_ref: str
    opening: str
    reasons: tuple[Text, ...]
    since: datetime | None
    last_word: datetime | None
    promised: date | None
    can_be_mailed: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list, and how many candidates there are of each kind."""

    lines: Sequence[Waiting]
    total: int
    counts: Mapping[str, int]


def answers_owed(
    person: Person,
    show: str,
    *,
    opening: Opening | None = None,
    which: ColumnElement[bool] = EVERYBODY,
    page: int = 1,
    now: datetime,
) -> Listed:
    """Candidates of the openings this person leads, whoever has waited longest first. `which`: of these applications
    and candidates. Two queries.
    """
    kinds, theirs = _kinds(person, now), led(person).where(which)
    if opening is not None:
        theirs = theirs.where(Application.opening_id == opening.id)
    how_many = [func.count().filter(kinds[one]) for one in SHOWN]
    counts = dict(zip(SHOWN, db.session.execute(theirs.with_only_columns(*how_many)).one(), strict=True))
    wanted = _lines(theirs.where(kinds[show]), person, now).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return Listed([_line(row) for row in db.session.execute(wanted)], counts[show], counts)


def state_of(application: Application, person: Person, *, now: datetime) -> Waiting:
    """The same about one application, for whoever may read its letters. One query."""
    base = select(Application).join(Application.candidate).join(Application.opening)
    return _line(db.session.execute(_lines(base.where(Application.id == application.id), person, now)).one())


def in_the_way(opening: Opening, person: Person) -> list[Waiting]:
    """Who is still in the search or waits for a word from us, of those this person may know of."""
    base = led(person).where(Application.opening_id == opening.id, _is_in_the_way())
    found = (_line(row) for row in db.session.execute(_lines(base, person, None)))
    return [replace(one, reasons=one.reasons or (STILL_IN,)) for one in found]


def is_anybody_in_the_way(opening: Opening) -> bool:
    """Whether there is somebody at all, of whom the asker may not know."""
    found = select(Application.id).where(Application.opening_id == opening.id, _is_in_the_way())
    return bool(db.session.scalar(select(found.exists())))


def _is_in_the_way() -> ColumnElement[bool]:
    return or_(Application.due_at.is_not(None), answers.waits_for_answer())


def _kinds(person: Person, now: datetime) -> dict[str, ColumnElement[bool]]:
    """What each view of the list shows, as SQL."""
    return {
        "waiting": answers.waits_for_answer(),
        "offer": _was_not_told_of_the_offer(person),
        "promised": _promised().is_not(None),
        "quiet": _is_quiet(now),
    }


def _was_not_told_of_the_offer(person: Person) -> ColumnElement[bool]:
    """Runs on while somebody else of the opening, of whom this person may know, has an offer or the seat, and has not
    heard from us since.
    """
    theirs = or_(_THERE.kind.in_(NEARLY_IN), _THEIRS.outcome == "hired") & is_clear(person, _RIVAL.id)
    told_since = exists().where(_OUT.application_id == Application.id, _OUT.way == "out", _OUT.at >= _THEIRS.at)
    return and_(Application.due_at.is_not(None), ~_stands_in(NEARLY_IN), _of_rivals(theirs, told_since))


def _of_rivals(theirs: ColumnElement[bool], told_since: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(_RIVAL.id)
        .join(_THEIRS, _THEIRS.id == _RIVAL.current_move_id)
        .outerjoin(_THERE, _THERE.id == _THEIRS.stage_id)
        .where(_RIVAL.opening_id == Application.opening_id, _RIVAL.id != Application.id, theirs, ~told_since)
        .correlate(Application)
        .exists()
    )


def _stands_in(kinds: Collection[str]) -> ColumnElement[bool]:
    here, stage = aliased(Move), aliased(StageRow)
    return (
        select(here.id)
        .join(stage, stage.id == here.stage_id)
        .where(here.id == Application.current_move_id, stage.kind.in_(kinds))
        .correlate(Application)
        .exists()
    )


def _is_quiet(now: datetime) -> ColumnElement[bool]:
    """Runs, was approached, and has neither met nor heard from us for a while."""
    since = now - QUIET
    heard = exists().where(_OUT.application_id == Application.id, _OUT.way == "out", _OUT.at > since)
    met = exists().where(_HELD.application_id == Application.id, _HELD.cancelled_at.is_(None), _HELD.starts_at > since)
    return and_(
        Application.due_at.is_not(None), Application.applied_at <= since, ~_stands_in(("sourcing",)), ~heard, ~met
    )


def _promised() -> Any:
    return (
        select(func.min(_AHEAD.due_on))
        .where(_AHEAD.application_id == Application.id, _AHEAD.ended_at.is_(None))
        .correlate(Application)
        .scalar_subquery()
    )


def _lines(chosen: Select[Application], person: Person, now: datetime | None) -> Any:
    """Every fact of a line as a column; whoever has waited longest comes first, then whom a promise is due to."""
    newest_in, oldest_question = (
        select(at).where(one.application_id == Application.id, condition).correlate(Application).scalar_subquery()
        for at, one, condition in (
            (func.max(_IN.at), _IN, _IN.way == "in"),
            (func.min(_QUESTION.asked_at), _QUESTION, _QUESTION.state == "open"),
        )
    )
    last_word = (
        select(func.max(_OUT.at))
        .where(_OUT.application_id == Application.id, _OUT.way == "out")
        .correlate(Application)
        .scalar_subquery()
    )
    not_told, wrote, asked = answers.was_not_told(), answers.wrote_last(), answers.asked_in_vain()
    since = case((not_told, Application.entered_at), (wrote, newest_in), (asked, oldest_question))
    return chosen.with_only_columns(
        Application.ref,
        Candidate.name,
        Candidate.email.is_not(None).label("has_address"),
        Opening.ref.label("opening_ref"),
        Opening.known_as.label("opening"),
        not_told.label("not_told"),
        wrote.label("wrote"),
        asked.label("asked"),
        answers.was_promised_by_now().label("promise_due"),
        _was_not_told_of_the_offer(person).label("offer"),
        (_is_quiet(now) if now is not None else Application.id.is_(None)).label("quiet"),
        since.label("since"),
        last_word.label("last_word"),
        _promised().label("promised"),
    ).order_by(since.is_(None), since, _promised().is_(None), _promised(), Application.id)


def _line(row: Row[Any]) -> Waiting:
    reasons = [words for holds, words in _REASONS.items() if getattr(row, holds)]
    return Waiting(
        ref=row.ref,
        name=row.name,
        opening_ref=row.opening_ref,
        opening=row.opening,
        reasons=tuple(reasons),
        since=row.since,
        last_word=row.last_word,
        promised=row.promised,
        can_be_mailed=row.has_address,
    )


STILL_IN = text("Still in the search")
_REASONS = {
    "not_told": text("It has ended, and nobody has told them"),
    "wrote": text("They wrote, and have no answer yet"),
    "asked": text("They asked something that is still open"),
    "promise_due": text("They were promised to hear by now"),
    "offer": text("Somebody else has an offer, and they have not heard since"),
    "quiet": text("No word from us for ten days"),
}
"""By the column that says so."""
