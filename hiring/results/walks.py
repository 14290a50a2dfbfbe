"""How finished applications walked: where each came from, how long it was in each kind of stage, how it ended, and
whether the cards about it came in time. Three queries for each 2,000 of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import AnyReader, is_clear, is_live, owes_card
from hiring.db import db
from hiring.models import Application, Move, Opening, Scorecard, Slot, StageRow
from hiring.results.admitting import quarter_of
from hiring.results.gathering import rows_of, stretches

DAY = timedelta(days=1)
_OUT, _SEAT = aliased(Slot), aliased(Slot)


@dataclass(slots=True)
class Stay:
    """How long somebody was in one kind of stage, however often they came back to it, and how long was planned."""

    days: float = 0.0
    limit: int = 0


@dataclass(slots=True)
class Walk:
    """One application. `last` is the kind of stage it was closed in; `waits` days from each due moment to the card."""

    application: int
    channel: str
    outcome: str
    quarter: int
    days: float
    last: str = ""
    stays: dict[str, Stay] = field(default_factory=dict)
    waits: list[tuple[int, float]] = field(default_factory=list)


class Made(NamedTuple):
    """A move: which it takes back if it does, and into which kind of stage for how many days, or to the end."""

    id: int
    undoes: int | None
    at: datetime
    kind: str | None
    limit: int


def closed() -> list[int]:
    """Applications that may be counted: closed, nobody owes a card, not confidential, and walked here: those that came
    with a company's past scores have no walk. One query.
    """
    imported = exists().where(
        _SEAT.application_id == Application.id, Scorecard.slot_id == _SEAT.id, Scorecard.imported_at.is_not(None)
    )
    return list(
        db.session.scalars(
            select(Application.id)
            .join(Move, Move.id == Application.current_move_id)
            .join(Opening, Opening.id == Application.opening_id)
            .where(
                Move.outcome.is_not(None),
                Opening.confidential.is_(False),
                ~exists().where(_OUT.application_id == Application.id, owes_card(_OUT)),
                ~imported,
            )
            .order_by(Application.id)
        )
    )


def walks(applications: Sequence[int]) -> Iterator[Walk]:
    """The walks of these, which are closed."""
    for some in stretches(applications):
        found = {walk.application: walk for walk in _ends(some)}
        for application, moves in _moves(some).items():
            _follow(found[application], moves)
        _wait_for_cards(found, some)
        yield from found.values()


def _ends(some: Sequence[int]) -> Iterator[Walk]:
    ends = (
        select(Application.id, Application.channel, Application.applied_at, Move.outcome, Move.at)
        .join(Move, Move.id == Application.current_move_id)
        .where(Application.id.in_(some))
        .order_by(Application.id)
    )
    for application, channel, applied_at, outcome, at in rows_of(ends):
        yield Walk(application, channel, outcome, quarter_of(at), _days(applied_at, at))


def _moves(some: Sequence[int]) -> dict[int, list[Made]]:
    made = (
        select(Move.application_id, Move.id, Move.undoes_id, Move.at, StageRow.kind, StageRow.limit_days)
        .outerjoin(StageRow, StageRow.id == Move.stage_id)
        .where(Move.application_id.in_(some))
        .order_by(Move.application_id, Move.number)
    )
    found = defaultdict(list)
    for application, *move in rows_of(made):
        found[application].append(Made(*move))
    return found


def _follow(walk: Walk, made: Sequence[Made]) -> None:
    """Moves that were taken back, and those that took them back, never were."""
    undone = {move.undoes for move in made}
    standing = [move for move in made if move.undoes is None and move.id not in undone]
    for move, following in pairwise(standing):
        if move.kind is not None:
            stay = walk.stays.setdefault(move.kind, Stay())
            stay.days += _days(move.at, following.at)
            stay.limit += move.limit
            walk.last = move.kind


def _wait_for_cards(found: dict[int, Walk], some: Sequence[int]) -> None:
    handed_in = select(Slot.application_id, Slot.person_id, Slot.due_at, Slot.handed_in_at).where(
        Slot.application_id.in_(some),
        Slot.handed_in_at.is_not(None),
        Slot.collective.is_(False),
        is_live(Slot),
        is_clear(AnyReader(Slot.person_id), Slot.application_id),
    )
    for application, person, due_at, at in rows_of(handed_in):
        found[application].waits.append((person, _days(due_at, at)))


def _days(since: datetime, until: datetime) -> float:
    return (until - since) / DAY
