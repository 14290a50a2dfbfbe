"""The terms of the filter box as SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, not_, or_

from hiring import access
from hiring.models import Application, Candidate, Decision, Packet, RoundRow, StageRow
from hiring.openings import steps
from hiring.openings.terms import Term, age, slug
from hiring.workflow.clock import DAY

if TYPE_CHECKING:
    from hiring.openings.reading import Board

NEEDS_STAGE = frozenset({"stage", "needs"})


def holds(term: Term, board: Board) -> ColumnElement[bool]:
    """Whether an application is what the term says. `NEEDS_STAGE` terms ask the joined stage, names the candidate."""
    return _CONDITIONS[term.key](term.value, board)


def _is_named(word: str, _board: Board) -> ColumnElement[bool]:
    return Candidate.name.icontains(word, autoescape=True)


def _has_overdue_card(_value: str, board: Board) -> ColumnElement[bool]:
    return board.late.c.since.is_not(None)


def _is(value: str, board: Board) -> ColumnElement[bool]:
    due = Application.due_at
    return {
        "late": due <= board.now,
        "due": and_(due > board.now, due <= board.now + DAY),
        "closed": due.is_(None),
    }[value]


def _is_in(name: str, _board: Board) -> ColumnElement[bool]:
    return or_(StageRow.slug == name, RoundRow.slug == name)


def _is_for(name: str, board: Board) -> ColumnElement[bool]:
    ids = [id_ for id_, one in board.seen.items() if name in {slug(one.title), one.ref.lower()}]
    return Application.opening_id.in_(ids)


def _is_undecided(_value: str, board: Board) -> ColumnElement[bool]:
    packets = access.visible_packets(board.person).outerjoin(Packet.decision).where(Decision.id.is_(None))
    return Application.id.in_(packets.with_only_columns(Packet.application_id))


def _is_aged(value: str, board: Board) -> ColumnElement[bool]:
    """Day n begins n - 1 days after entering, as the row's clock counts."""

    def began(day: int) -> ColumnElement[bool]:
        return Application.entered_at <= _days_before(board.now, day - 1)

    comparison, days = age(value)
    return {
        ">": began(days + 1),
        ">=": began(days),
        "<": not_(began(days)),
        "<=": not_(began(days + 1)),
        "=": and_(began(days), not_(began(days + 1))),
    }[comparison]


def _days_before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _is_my_turn(_value: str, board: Board) -> ColumnElement[bool]:
    whose = steps.owner(board.person, board.now, board.late.c.since.is_not(None))
    by_roles: dict[frozenset[str], list[int]] = defaultdict(list)
    for id_, opening in board.seen.items():
        by_roles[opening.roles(board.person)].append(id_)
    ways = [and_(Application.opening_id.in_(ids), whose.in_({"me", *roles})) for roles, ids in by_roles.items()]
    return or_(false(), *ways)


_CONDITIONS: dict[str, Callable[[str, Board], ColumnElement[bool]]] = {
    "name": _is_named,
    "scorecard": _has_overdue_card,
    "is": _is,
    "stage": _is_in,
    "age": _is_aged,
    "opening": _is_for,
    "packet": _is_undecided,
    "needs": _is_my_turn,
}
