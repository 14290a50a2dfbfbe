"""Who waits for a word from us, and who may read what was said to candidates.

Whoever was never told how it ended waits, and so does whoever wrote last, was promised to hear by today, or asked
something that nobody has answered in time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import LEADS, Reader, is_clear, is_on_team
from hiring.clock import utcnow
from hiring.models import Application, CandidateMail, CandidateQuestion, Move, Promise
from hiring.models.stage_record import OWED

OURS_TO_TELL = ("rejected", "mutual_no", "must_have_missing")
"""How an application ends without its candidate having said so. Whoever is hired has an offer to hear of it by."""

_END, _BACK = aliased(Move), aliased(Move)
_TOLD, _LETTER = aliased(CandidateMail), aliased(CandidateMail)
_OWED, _ASKED = aliased(Promise), aliased(CandidateQuestion)


def _today() -> date:
    return utcnow().date()


# asked anew each time a query runs, however long ago it was built
_TODAY: Any = bindparam("today_by_the_clock", callable_=_today, type_=Date())


def waits_for_answer() -> ColumnElement[bool]:
    """For a query on Application: its candidate waits for a word from us, for one reason or another."""
    return or_(was_not_told(), wrote_last(), was_promised_by_now(), asked_in_vain())


def was_not_told() -> ColumnElement[bool]:
    """It ended, not by the candidate's own word, and no letter says so since it last stood in a stage."""
    ended = exists().where(_END.id == Application.current_move_id, _END.outcome.in_(OURS_TO_TELL))
    went_on = exists().where(
        _BACK.application_id == _TOLD.application_id, _BACK.stage_id.is_not(None), _BACK.at > _TOLD.at
    )
    told = exists().where(_TOLD.application_id == Application.id, _TOLD.tells_outcome, ~went_on)
    return ended & ~told


def wrote_last() -> ColumnElement[bool]:
    """The newest letter is the candidate's."""
    newest = (
        select(_LETTER.way)
        .where(_LETTER.application_id == Application.id)
        .order_by(_LETTER.at.desc(), _LETTER.id.desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )
    return newest == "in"


def was_promised_by_now() -> ColumnElement[bool]:
    """They were told that they hear by today or earlier, and have not."""
    return exists().where(_OWED.application_id == Application.id, _OWED.ended_at.is_(None), _OWED.due_on <= _TODAY)


def asked_in_vain() -> ColumnElement[bool]:
    """While it runs: a question of theirs is open that nobody gave a day, or whose day has come."""
    is_due = or_(_ASKED.due_on <= _TODAY, and_(_ASKED.due_on.is_(None), _ASKED.state == "open"))
    open_one = exists().where(_ASKED.application_id == Application.id, _ASKED.state.in_(OWED), is_due)
    return Application.due_at.is_not(None) & open_one


def visible_letters(person: Reader) -> Select[CandidateMail]:
    """Letters to and from the candidates of the openings this person leads."""
    leads = is_on_team(person, Application.opening_id, LEADS) & is_clear(person, Application.id)
    return select(CandidateMail).join(CandidateMail.application).where(leads)
