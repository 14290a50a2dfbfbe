"""Applications and their openings: where one stands is what its moves say, and the committee decides once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, literal, not_, or_, select, union_all

from hiring.db import db
from hiring.invariants.invariant import must_hold
from hiring.models import (
    Application,
    Decision,
    Move,
    Note,
    Opening,
    Person,
    PlanRevision,
    Scorecard,
    SearchEntry,
    Slot,
    StageRow,
)
from hiring.workflow.clock import due_at

AT_ONCE = 1000
NEED_A_REASON = ("skip", "back", "close", "reopen")
FORWARD = ("advance", "skip")

Places = Mapping[tuple[int, str], int]
Made = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Walk:
    """One application with every move it made, and those of them that nobody took back."""

    application_id: int
    moves: Sequence[Made]
    standing: Sequence[Made]
    is_in_order: bool


@must_hold("application", "The moves of an application are numbered from one without a gap.")
def moves_have_no_gap(_now: datetime) -> Select[Any]:
    last, first = func.max(Move.number), func.min(Move.number)
    numbered = select(Move.application_id).group_by(Move.application_id)
    return numbered.having(or_(first != 1, last != func.count(Move.id)))


@must_hold(
    "application", "An application stands where its moves have led, since when they say, and is due accordingly."
)
def applications_stand_where_moves_led(_now: datetime) -> Iterator[int]:
    by_id, limits = {row.id: row for row in db.session.execute(_CACHED)}, _limits()
    for walk in _walks(_places()):
        kept = by_id.pop(walk.application_id)
        last = walk.standing[-1] if walk.standing else None
        told = (walk.moves[-1].id, None if last is None else last.at, _due(last, limits))
        if told != (kept.current_move_id, kept.entered_at, kept.due_at):
            yield walk.application_id
    yield from by_id


@must_hold("search_entry", "What can be found is found under the application it was said about.")
def entries_stay_with_their_application(_now: datetime) -> Select[Any]:
    names = select(literal("name").label("kind"), Application.id.label("source_id"), Application.id.label("about"))
    notes = select(literal("note"), Note.id, Note.application_id)
    cards = select(literal("card"), Scorecard.id, Slot.application_id).join(Scorecard.slot)
    said = union_all(names, notes, cards).subquery()
    is_there = and_(
        said.c.kind == SearchEntry.kind,
        said.c.source_id == SearchEntry.source_id,
        said.c.about == SearchEntry.application_id,
    )
    return select(SearchEntry.id).where(~exists().where(is_there))


@must_hold("application", "Every move of an application is one that could be made.")
def moves_follow_the_plan(_now: datetime) -> Iterator[int]:
    for walk in _walks(_places()):
        if not walk.is_in_order:
            yield walk.application_id


@must_hold("move", "Every move that needs a reason has one.")
def moves_have_their_reason(_now: datetime) -> Select[Any]:
    return select(Move.id).where(Move.kind.in_(NEED_A_REASON), func.length(func.trim(Move.reason)) == 0)


@must_hold("move", "Every move was made by somebody who has an account, or by the candidate who withdrew.")
def moves_have_their_person(_now: datetime) -> Select[Any]:
    withdrew = and_(Move.by_id.is_(None), Move.outcome == "withdrawn")
    return select(Move.id).outerjoin(Person, Person.id == Move.by_id).where(Person.id.is_(None), not_(withdrew))


@must_hold("packet", "A packet has one decision at most.")
def packets_are_decided_once(_now: datetime) -> Select[Any]:
    return select(Decision.packet_id).group_by(Decision.packet_id).having(func.count() > 1)


@must_hold("application", "Nobody is left in the search of a closed opening.")
def closed_openings_are_left(_now: datetime) -> Select[Any]:
    closed = Application.opening.has(Opening.closed_at.is_not(None))
    return select(Application.id).where(closed, Application.due_at.is_not(None))


@must_hold("opening", "A confidential opening has a codename.")
def confidential_openings_have_a_codename(_now: datetime) -> Select[Any]:
    named = and_(Opening.codename.is_not(None), func.length(Opening.codename) > 0)
    return select(Opening.id).where(Opening.confidential, not_(named))


_CACHED = select(Application.id, Application.current_move_id, Application.entered_at, Application.due_at)
_MOVES = (
    select(
        Move.id,
        Move.application_id,
        Move.number,
        Move.kind,
        Move.stage_id,
        Move.outcome,
        Move.undoes_id,
        Move.at,
        StageRow.slug,
        StageRow.revision_id,
        PlanRevision.opening_id,
    )
    .outerjoin(StageRow, StageRow.id == Move.stage_id)
    .outerjoin(PlanRevision, PlanRevision.id == StageRow.revision_id)
    .order_by(Move.application_id, Move.number)
    .execution_options(yield_per=AT_ONCE)
)


def _due(last: Made | None, limits: Mapping[tuple[int, str], int]) -> datetime | None:
    """By the plan as it stands: a stage that was lengthened gives more time to whoever is in it already."""
    return None if last is None or last.slug is None else due_at(last.at, limits.get((last.opening_id, last.slug), 0))


def _limits() -> dict[tuple[int, str], int]:
    """By opening and stage, in days, as the newest plan has them."""
    rows = select(PlanRevision.opening_id, StageRow.slug, StageRow.limit_days).join(StageRow.revision)
    newest = select(func.max(PlanRevision.id)).group_by(PlanRevision.opening_id)
    found = db.session.execute(rows.where(PlanRevision.id.in_(newest)))
    return {(row.opening_id, row.slug): row.limit_days for row in found}


def _places() -> Places:
    rows = db.session.execute(select(StageRow.revision_id, StageRow.slug, StageRow.position))
    return {(row.revision_id, row.slug): row.position for row in rows}


def _walks(places: Places) -> Iterator[Walk]:
    for application_id, moves in groupby(db.session.execute(_MOVES), key=lambda move: move.application_id):
        made = list(moves)
        standing: list[Made] = []
        is_in_order = True
        for move in made:
            is_in_order &= _may_follow(standing, move, places)
            if move.kind != "undo":
                standing.append(move)
            elif standing:
                standing.pop()
        yield Walk(application_id, made, standing, is_in_order)


def _may_follow(standing: Sequence[Made], move: Made, places: Places) -> bool:
    """Whether that move could be made after those that stood."""
    if not standing:
        return bool(move.kind == "enter" and move.stage_id is not None)
    last = standing[-1]
    if move.kind == "undo":
        before = standing[-2] if len(standing) > 1 else None
        back_to = None if before is None else (before.stage_id, before.outcome)
        return bool(move.undoes_id == last.id and back_to == (move.stage_id, move.outcome))
    is_open = last.outcome is None
    if move.kind in {"close", "reopen"}:
        return is_open is (move.kind == "close")
    here = next((one.slug for one in reversed(standing) if one.slug is not None), None)
    if not is_open or here is None or move.slug is None:
        return False
    at = places.get((move.revision_id, here))
    to = places[move.revision_id, move.slug]
    # a plan that was revised may no longer have the stage it left
    return at is None or (to > at if move.kind in FORWARD else to < at and move.kind == "back")
