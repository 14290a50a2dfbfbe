"""The terms of the filter box as SQL, and the values that go into it for one reader at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CTE, ColumnElement, Integer, and_, bindparam, case, not_, or_

from hiring import access
from hiring.db import UtcDateTime
from hiring.models import Application, Candidate, Decision, Packet, Person, RoundRow, StageRow
from hiring.openings import steps
from hiring.openings.terms import Term, age, slug
from hiring.workflow.clock import DAY

if TYPE_CHECKING:
    from hiring.openings.reading import Seen

# Stand-ins for who asks, when and about what: a statement is put together once in a process and asked with new values.
READER = cast("Person", SimpleNamespace(id=bindparam("reader", type_=Integer)))
NOW: Any = bindparam("now", type_=UtcDateTime())
A_DAY_ON = bindparam("a_day_on", type_=UtcDateTime())
OPENINGS = bindparam("openings", expanding=True, type_=Integer)

ROLES = ("recruiter", "hiring_manager", "chair")
PARTS = tuple(parts for size in range(len(ROLES) + 1) for parts in combinations(ROLES, size))
"""Every set of parts somebody may have in an opening: each opening is asked about once, with its reader's parts."""

NEEDS_STAGE = frozenset({"stage", "needs"})
NEEDS_LATE = frozenset({"scorecard", "needs"})


def holds(term: Term, late: CTE) -> ColumnElement[bool]:
    """Whether an application is what the term says.

    `NEEDS_STAGE` terms ask the joined stage, `NEEDS_LATE` terms the joined overdue cards, names the candidate.
    """
    return _CONDITIONS[term.key](term.value, late)


def values(terms: tuple[Term, ...], person: Person, seen: Mapping[int, Seen], now: datetime) -> dict[str, Any]:
    """What the stand-ins mean this time."""
    given: dict[str, Any] = {"reader": person.id, "now": now, "a_day_on": now + DAY, "openings": list(seen)}
    for term in terms:
        if term.key == "opening":
            given[f"called {term.value}"] = [id_ for id_, one in seen.items() if term.value in _names(one)]
        elif term.key == "age":
            day = age(term.value)[1]
            given |= {_began(one): now - timedelta(days=one - 1) for one in (day, day + 1)}
        elif term.key == "needs":
            mine = {id_: tuple(role for role in ROLES if one.has(person, role)) for id_, one in seen.items()}
            given |= {f"as {parts}": [id_ for id_ in seen if mine[id_] == parts] for parts in PARTS if parts}
    return given


def _names(opening: Seen) -> tuple[str, str]:
    return slug(opening.title), opening.ref.lower()


def _is_named(word: str, _late: CTE) -> ColumnElement[bool]:
    return Candidate.name.icontains(word, autoescape=True)


def _has_overdue_card(_value: str, late: CTE) -> ColumnElement[bool]:
    return late.c.since.is_not(None)


def _is(value: str, _late: CTE) -> ColumnElement[bool]:
    due = Application.due_at
    found: dict[str, ColumnElement[bool]] = {
        "late": due <= NOW,
        "due": and_(due > NOW, due <= A_DAY_ON),
        "closed": due.is_(None),
    }
    return found[value]


def _is_in(name: str, _late: CTE) -> ColumnElement[bool]:
    return or_(StageRow.slug == name, RoundRow.slug == name)


def _is_for(name: str, _late: CTE) -> ColumnElement[bool]:
    return Application.opening_id.in_(bindparam(f"called {name}", expanding=True, type_=Integer))


def _is_undecided(_value: str, _late: CTE) -> ColumnElement[bool]:
    packets = access.visible_packets(READER).outerjoin(Packet.decision).where(Decision.id.is_(None))
    return Application.id.in_(packets.with_only_columns(Packet.application_id))


def _is_aged(value: str, _late: CTE) -> ColumnElement[bool]:
    comparison, days = age(value)
    today, tomorrow = (
        Application.entered_at <= bindparam(_began(day), type_=UtcDateTime()) for day in (days, days + 1)
    )
    return {
        ">": tomorrow,
        ">=": today,
        "<": not_(today),
        "<=": not_(tomorrow),
        "=": and_(today, not_(tomorrow)),
    }[comparison]


def _began(day: int) -> str:
    """Day n begins n - 1 days after entering, as the row's clock counts."""
    return f"day {day} has begun"


def _is_my_turn(_value: str, late: CTE) -> ColumnElement[bool]:
    """The reader's parts in the opening, as one text, hold whose turn it is. So the turn is found once a row."""
    parts = case(*((_with_parts(parts), " ".join(("me", *parts))) for parts in PARTS if parts), else_="me")
    return parts.contains(steps.owner(READER, NOW, late.c.since.is_not(None)))


def _with_parts(parts: tuple[str, ...]) -> ColumnElement[bool]:
    return Application.opening_id.in_(bindparam(f"as {parts}", expanding=True, type_=Integer))


_CONDITIONS: dict[str, Callable[[str, CTE], ColumnElement[bool]]] = {
    "name": _is_named,
    "scorecard": _has_overdue_card,
    "is": _is,
    "stage": _is_in,
    "age": _is_aged,
    "opening": _is_for,
    "packet": _is_undecided,
    "needs": _is_my_turn,
}
