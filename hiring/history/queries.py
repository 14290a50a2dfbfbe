"""Reading what happened to an application, newest first, as far as this reader may know of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, and_, bindparam, or_
from sqlalchemy.orm import aliased

from hiring.access.clauses import READER
from hiring.access.events import TOLD_SEAT, visible_events
from hiring.db import db
from hiring.history.sentences import MOVES, TOLD, sentence
from hiring.models import Application, Event, Interview, Move, Person, StageRow
from hiring.web.language import moment, say

NEWEST = 12
MOST = 1000

_BY, _IN_SEAT, _REACHED, _HELD = aliased(Person), aliased(Person), aliased(StageRow), aliased(StageRow)
_ITS_MOVE = and_(
    Event.kind.in_(MOVES), Move.application_id == Event.application_id, Move.number == Event.facts["move"].as_integer()
)
_ITS_INTERVIEW = or_(
    and_(Event.subject == Interview.__tablename__, Interview.id == Event.subject_id),
    Interview.id == TOLD_SEAT.interview_id,
)
_LINES = (
    visible_events(READER)
    .where(
        Event.application_id == bindparam("application_id", type_=Integer),
        Event.kind.in_(bindparam("kinds", expanding=True)),
    )
    .outerjoin(_BY, _BY.id == Event.by_id)
    .outerjoin(_IN_SEAT, _IN_SEAT.id == TOLD_SEAT.person_id)
    .outerjoin(Move, _ITS_MOVE)
    .outerjoin(_REACHED, _REACHED.id == Move.stage_id)
    .outerjoin(Interview, _ITS_INTERVIEW)
    .outerjoin(_HELD, _HELD.id == Interview.stage_id)
    .with_only_columns(
        Event.kind,
        Event.at,
        Move.kind.label("way"),
        Move.outcome,
        Move.reason,
        _BY.name,
        _IN_SEAT.name.label("person"),
        _REACHED.title.label("reached"),
        _HELD.title.label("held"),
    )
    .order_by(Event.seq.desc())
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, and for a move the reason given."""

    words: str
    at: datetime
    when: str
    quote: str


@dataclass(frozen=True, slots=True)
class History:
    """The newest lines, and whether there are older ones."""

    lines: Sequence[Line]
    has_more: bool


def history(
    application: Application, reader: Person, *, most: int = NEWEST, leaving_out: Collection[str] = ()
) -> History:
    """One query, however much there is; without the kinds of event that are told elsewhere."""
    kinds = [kind for kind in (*TOLD, *MOVES) if kind not in leaving_out]
    asked = {"application_id": application.id, "reader_id": reader.id, "most": most + 1, "kinds": kinds}
    rows = db.session.execute(_LINES, asked).all()
    lines = [
        Line(
            say(
                sentence(
                    row.kind,
                    way=row.way,
                    outcome=row.outcome,
                    name=row.name,
                    person=row.person,
                    stage=row.reached or row.held,
                )
            ),
            row.at,
            moment(row.at),
            row.reason or "",
        )
        for row in rows[:most]
    ]
    return History(lines, len(rows) > most)
