"""How groups of candidates pass the steps, period by period: counted by the worker from what candidates said of
themselves, and kept as what may be told. Here alone those answers are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hiring import audit
from hiring.db import db
from hiring.group_questions import QUESTIONS, Question
from hiring.models import Application, GroupAnswer, Move, StageRow, StoredReport
from hiring.results import release, walks
from hiring.results.gathering import stretches
from hiring.results.group_rows import rows
from hiring.results.release import KIND, UNSAID, Leg, Outcome
from hiring.results.steps import STEPS, passed

MEMBERS = f"{KIND}.members"
_UNDO = aliased(Move)


@dataclass(frozen=True, slots=True)
class Period:
    """One question's next period: its number, what may be told, with all earlier ones too, and who is in it."""

    question: str
    number: int
    legs: Sequence[Leg]
    together: Sequence[Leg]
    members: Sequence[int]


def work_out() -> tuple[Period, ...]:
    """Every period that is full, as the caller's transaction sees the house. Writes nothing."""
    closed = walks.closed()
    return tuple(period for question in QUESTIONS for period in _periods(question, closed))


def keep(periods: Sequence[Period], *, now: datetime) -> int:
    """Store these for good, and answer how many. Another worker may have been as fast: theirs stays."""
    if not periods:
        return 0
    audit.take_turn()
    stored = db.session.execute(select(StoredReport.subject, StoredReport.number).filter_by(kind=KIND))
    known = {(row.subject, row.number) for row in stored}
    new = [period for period in periods if (period.question, period.number) not in known]
    for period in new:
        about = {"subject": period.question, "number": period.number, "made_at": now}
        says = {
            "people": len(period.members),
            "legs": [asdict(leg) for leg in period.legs],
            "rows": rows(period.legs),
            "together": rows(period.together),
        }
        report = StoredReport(kind=KIND, content=says, data_sha256=_hash_of(says), **about)
        members = {"applications": list(period.members)}
        db.session.add_all(
            [report, StoredReport(kind=MEMBERS, content=members, data_sha256=_hash_of(members), **about)]
        )
        db.session.flush()
        audit.record("report.made", report, by=None, now=now, what=KIND, number=period.number)
    return len(new)


def _periods(question: Question, closed: Sequence[int]) -> Iterator[Period]:
    stored = db.session.scalars(_stored(KIND, question).order_by(StoredReport.number))
    told = [_legs_of(content) for content in stored]
    counted = {one for content in db.session.scalars(_stored(MEMBERS, question)) for one in content["applications"]}
    waiting = iter([one for one in closed if one not in counted])
    while True:
        size = release.period_size(sum(not legs for legs in told))
        members = list(islice(waiting, size))
        if len(members) < size:
            return
        told.append(release.tell(_ended(question, members)))
        together = release.together([legs for legs in told if legs])
        yield Period(question.id, len(told), told[-1], together, members)


def _stored(kind: str, question: Question) -> Any:
    return select(StoredReport.content).filter_by(kind=kind, subject=question.id)


def _legs_of(content: Mapping[str, Any]) -> tuple[Leg, ...]:
    return tuple(
        Leg(**leg | {"groups": {group: Outcome(**outcome) for group, outcome in leg["groups"].items()}})
        for leg in content["legs"]
    )


def _ended(question: Question, members: Sequence[int]) -> dict[str, list[int]]:
    """By answer, how many of these passed exactly so many steps."""
    ended = {group: [0] * (len(STEPS) + 1) for group in (*question.choices, UNSAID)}
    for some in stretches(members):
        said = {row.application_id: row.answer for row in db.session.execute(_answers(question, some))}
        for application, steps in _journeys(some):
            ended[said.get(application, UNSAID)][steps] += 1
    return ended


def _answers(question: Question, some: Sequence[int]) -> Any:
    return select(GroupAnswer.application_id, GroupAnswer.answer).where(
        GroupAnswer.question == question.id, GroupAnswer.application_id.in_(some)
    )


def _journeys(some: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each application and the steps that lie behind it. Moves that were taken back never were."""
    kinds: dict[int, set[str]] = {application: set() for application in some}
    stages = (
        select(Move.application_id, StageRow.kind)
        .join(StageRow, StageRow.id == Move.stage_id)
        .outerjoin(_UNDO, _UNDO.undoes_id == Move.id)
        .where(Move.application_id.in_(some), Move.kind != "undo", _UNDO.id.is_(None))
    )
    for application, kind in db.session.execute(stages):
        kinds[application].add(kind)
    hired = (
        select(Application.id)
        .join(Move, Move.id == Application.current_move_id)
        .where(Application.id.in_(some), Move.outcome == "hired")
    )
    were_hired = set(db.session.scalars(hired))
    return ((application, passed(seen, is_hired=application in were_hired)) for application, seen in kinds.items())


def _hash_of(content: Mapping[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
