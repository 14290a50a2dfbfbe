"""While an offer is out to somebody, nobody is asked to a first call without being told."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import is_clear
from hiring.db import db
from hiring.models import Application, Interview, Move, Person, StageRow
from hiring.refusal import Refusal
from hiring.text import text

_OTHER = aliased(Application)


def needs_to_know(application: Application, reader: Person) -> bool:
    """Whether this is a first call while an offer is out in the opening, to somebody of whom the reader may know."""
    has_talked = exists().where(
        Interview.application_id == application.id, Interview.cancelled_at.is_(None), Interview.unscheduled.is_(False)
    )
    offered = exists().where(
        _OTHER.opening_id == application.opening_id,
        _OTHER.id != application.id,
        Move.id == _OTHER.current_move_id,
        Move.outcome.is_(None),
        StageRow.id == Move.stage_id,
        StageRow.kind == "offer",
        is_clear(reader, _OTHER.id),
    )
    return bool(db.session.scalar(select(offered & ~has_talked)))


def refuse_unknowing(application: Application, *, knows: bool, by: Person) -> None:
    if not knows and needs_to_know(application, by):
        raise Refusal(
            text(
                "An offer is out in this opening. Tell %(name)s so before a first call, and tick that they know.",
                name=application.candidate.name,
            )
        )
