"""The terms of the filter box as SQL, and the values that go into it for one reader at one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CTE, ColumnElement, Integer, and_, bindparam, case, exists, func, not_, or_

from hiring import access
from hiring.access.answers import waits_for_answer
from hiring.access.clauses import LEADS, is_on_team
from hiring.db import UtcDateTime
from hiring.models import (
    Application,
    Attachment,
    Candidate,
    CandidateQuestion,
    Decision,
    Move,
    Packet,
    Person,
    RoundRow,
    StageRow,
    Tag,
    TeamMember,
)
from hiring.models.stage_record import OWED
from hiring.openings import steps
from hiring.openings.terms import ENDED, Term, age, slug
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


def needs_stage(term: Term) -> bool:
    return term.key in {"stage", "round", "needs"} or (term.key == "is" and term.value in ENDED)


def needs_late(term: Term) -> bool:
    return term.key in {"scorecard", "needs"} or (term.key == "is" and term.value == "pressing")


def holds(term: Term, late: CTE) -> ColumnElement[bool]:
    """Whether an application is what the term says.

    What `needs_stage` asks the joined stage, what `needs_late` the joined overdue cards, names the candidate.
    """
    return _CONDITIONS[term.key](term.value, late)


def values(terms: tuple[Term, ...], person: Person, seen: Mapping[int, Seen], now: datetime) -> dict[str, Any]:
    """What the stand-ins mean this time."""
    given: dict[str, Any] = {"reader": person.id, "now": now, "a_day_on": now + DAY, "openings": list(seen)}
    for term in terms:
        if term.key == "opening":
            given[f"called {term.value}"] = [id_ for id_, one in seen.items() if term.value in _names(one)]
        elif term.key == "owner":
            given[f"known as {term.value}"] = [id_ for id_, name in _colleagues(seen) if slug(name) == term.value]
        elif term.key == "age":
            day = age(term.value)[1]
            given |= {_began(one): now - timedelta(days=one - 1) for one in (day, day + 1)}
        elif term.key == "needs":
            mine = {id_: tuple(role for role in ROLES if one.has(person, role)) for id_, one in seen.items()}
            given |= {f"as {parts}": [id_ for id_ in seen if mine[id_] == parts] for parts in PARTS if parts}
    return given


def _names(opening: Seen) -> tuple[str, str]:
    return slug(opening.title), opening.ref.lower()


def _colleagues(seen: Mapping[int, Seen]) -> set[tuple[int, str]]:
    return {member for one in seen.values() for members in one.team.values() for member in members}


def _is_named(word: str, _late: CTE) -> ColumnElement[bool]:
    return Candidate.name.icontains(word, autoescape=True)


def _has_overdue_card(_value: str, late: CTE) -> ColumnElement[bool]:
    return late.c.since.is_not(None)


def _is(value: str, late: CTE) -> ColumnElement[bool]:
    due = Application.due_at
    if value in ENDED:
        return due.is_(None) if value == "closed" else Move.outcome == value.replace("-", "_")
    found: dict[str, ColumnElement[bool]] = {
        "late": due <= NOW,
        "due": and_(due > NOW, due <= A_DAY_ON),
        "pressing": or_(late.c.since.is_not(None), due <= A_DAY_ON),
        "waiting": _leads() & waits_for_answer(),
    }
    return found[value]


def _is_in(name: str, _late: CTE) -> ColumnElement[bool]:
    return or_(StageRow.slug == name, RoundRow.slug == name)


def _is_in_round(name: str, _late: CTE) -> ColumnElement[bool]:
    return RoundRow.slug == name


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


def _is_turn_of(who: str, late: CTE) -> ColumnElement[bool]:
    """The parts somebody has in the opening, as one text, hold whose turn it is. So the turn is found once a row."""
    turn = steps.owner(READER, NOW, late.c.since.is_not(None))
    if who != "me":
        return turn == who.replace("-", "_")
    as_it_is, as_owner, as_other = (_parts(whose) for whose in (None, True, False))
    is_free = or_(Application.owner_id.is_(None), ~_is_led_by_owner())
    return case((is_free, as_it_is), (Application.owner_id == READER.id, as_owner), else_=as_other).contains(turn)


def _parts(is_owner: bool | None) -> ColumnElement[str]:
    """The reader's parts. What is a recruiter's turn is the owner's alone, where somebody owns the application."""
    said = {
        parts: " ".join(("me", *(role for role in parts if is_owner is None or role != "recruiter")))
        + (" recruiter" if is_owner else "")
        for parts in PARTS
        if parts
    }
    return case(*((_with_parts(parts), words) for parts, words in said.items()), else_="me")


def _with_parts(parts: tuple[str, ...]) -> ColumnElement[bool]:
    return Application.opening_id.in_(bindparam(f"as {parts}", expanding=True, type_=Integer))


def _is_led_by_owner() -> ColumnElement[bool]:
    return exists().where(
        TeamMember.opening_id == Application.opening_id,
        TeamMember.person_id == Application.owner_id,
        TeamMember.role.in_(LEADS),
        TeamMember.removed_at.is_(None),
    )


def _leads() -> ColumnElement[bool]:
    """What is between those who lead an opening answers nobody else."""
    return is_on_team(READER, Application.opening_id, LEADS)


def _is_tagged(word: str, _late: CTE) -> ColumnElement[bool]:
    return _leads() & exists().where(Tag.application_id == Application.id, Tag.word == word)


def _is_owned(name: str, _late: CTE) -> ColumnElement[bool]:
    owner = Application.owner_id
    if name in {"me", "none"}:
        return _leads() & (owner == READER.id if name == "me" else owner.is_(None))
    return _leads() & owner.in_(bindparam(f"known as {name}", expanding=True, type_=Integer))


def _came_by(channel: str, _late: CTE) -> ColumnElement[bool]:
    return _leads() & (func.lower(Application.channel) == channel.replace("-", "_"))


def _has(what: str, _late: CTE) -> ColumnElement[bool]:
    asked = exists().where(CandidateQuestion.application_id == Application.id, CandidateQuestion.state.in_(OWED))
    found: dict[str, ColumnElement[bool]] = {
        "packet": Application.id.in_(access.visible_packets(READER).with_only_columns(Packet.application_id)),
        "file": exists().where(Attachment.application_id == Application.id),
        "question": _leads() & asked,
        "tag": _leads() & exists().where(Tag.application_id == Application.id),
        "owner": _leads() & Application.owner_id.is_not(None),
    }
    return found[what]


_CONDITIONS: dict[str, Callable[[str, CTE], ColumnElement[bool]]] = {
    "name": _is_named,
    "scorecard": _has_overdue_card,
    "is": _is,
    "stage": _is_in,
    "round": _is_in_round,
    "age": _is_aged,
    "opening": _is_for,
    "packet": _is_undecided,
    "needs": _is_turn_of,
    "tag": _is_tagged,
    "owner": _is_owned,
    "channel": _came_by,
    "has": _has,
}
