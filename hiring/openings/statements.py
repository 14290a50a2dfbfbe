"""The board's questions in SQL, each put together once in a process and asked with the values of `finding`.

Everything rests on what the reader may see: applications from `overseen_applications`, the state of cards from
`owed_slots`. A round in which the reader owes a card contributes nothing, neither to a row nor to a count nor to the
order.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Integer,
    Select,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    select,
    union_all,
)

from hiring import access
from hiring.access.clauses import is_on_team
from hiring.db import UtcDateTime
from hiring.models import (
    Application,
    Candidate,
    Decision,
    Draft,
    Interview,
    Move,
    Opening,
    Packet,
    Person,
    RoundRow,
    Settlement,
    Slot,
    StageRow,
    TeamMember,
)
from hiring.models.opening import TEAM_ROLES
from hiring.openings import finding, overdue, steps
from hiring.openings.finding import A_DAY_ON, NOW, OPENINGS, READER
from hiring.openings.terms import Filter, Term

PAGE = 60
SUMMED = ("total", "overdue", "late", "due", "needing", "cards")
_OFFSET = bindparam("offset", type_=Integer)
_NEVER = cast(null(), UtcDateTime)
_LAST_FIRST = Application.entered_at.desc(), Application.id.desc()


@cache
def openings() -> Executable:
    return (
        access.visible_openings(READER)
        # whoever reads one in an emergency does not work on it
        .where(Opening.closed_at.is_(None), is_on_team(READER, Opening.id, TEAM_ROLES))
        .order_by(Opening.opened_at, Opening.id)
        .with_only_columns(
            Opening.id,
            Opening.ref,
            func.coalesce(case((Opening.confidential, Opening.codename)), Opening.title),
            Opening.confidential,
            Opening.opened_at,
            Opening.target_days,
        )
    )


@cache
def teams() -> Executable:
    return (
        select(TeamMember.opening_id, TeamMember.role, TeamMember.person_id, Person.name)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.opening_id.in_(OPENINGS), TeamMember.removed_at.is_(None))
        .order_by(TeamMember.id)
    )


@cache
def undecided() -> Executable:
    """Found before anything is asked about them, as overdue cards are: few packets of a house wait for a decision."""
    waiting = select(Packet.id).outerjoin(Packet.decision).where(Decision.id.is_(None))
    waiting_ids = select(waiting.cte("waiting").prefix_with("MATERIALIZED").c.id)
    return (
        access.visible_packets(READER)
        .where(Packet.id.in_(waiting_ids), Application.due_at.is_not(None), Application.opening_id.in_(OPENINGS))
        .with_only_columns(func.count(), func.min(Packet.built_at))
    )


def _found(terms: tuple[Term, ...]) -> Select[Any]:
    """Applications all terms hold for; closed ones only when asked for."""
    late, is_open = overdue.late(), Application.due_at.is_not(None)
    wants_closed = Filter(terms).wants_closed
    found = access.overseen_applications(READER).where(
        Application.opening_id.in_(OPENINGS), not_(is_open) if wants_closed else is_open
    )
    if any(term.key in finding.NEEDS_LATE for term in terms):
        found = found.outerjoin(late, late.c.application_id == Application.id)
    if any(term.key in finding.NEEDS_STAGE for term in terms):
        found = (
            found.join(Move, Move.id == Application.current_move_id)
            .outerjoin(StageRow, StageRow.id == Move.stage_id)
            .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
        )
    if any(term.key == "name" for term in terms):
        found = found.join(Candidate, Candidate.id == Application.candidate_id)
    for term in terms:
        holds = func.coalesce(finding.holds(term, late), false())
        found = found.where(not_(holds) if term.negated else holds)
    return found


@lru_cache(maxsize=256)
def counts(terms: tuple[Term, ...]) -> Executable:
    """By opening: all that is found, what is due within a day, and what has overdue cards, which may be due as well.

    Counted apart, because nearly everything found is neither, and each has an index of its own.
    """
    found, late, due = _found(terms), overdue.late().alias("overdue_there"), Application.due_at
    parts = [
        _counted(found, total=func.count()),
        _counted(
            found.where(due <= A_DAY_ON), needing=func.count(), late=_count_if(due <= NOW), due=_count_if(due > NOW)
        ),
        _counted(
            found.join(late, late.c.application_id == Application.id),
            overdue=func.count(),
            needing=_count_if(due > A_DAY_ON),
            cards=func.sum(late.c.cards),
            since=func.min(late.c.since),
        ),
    ]
    counted = union_all(*parts).subquery().c
    sums = (cast(func.sum(counted[name]), Integer) for name in SUMMED)
    return select(counted.opening_id, *sums, func.min(counted.since)).group_by(counted.opening_id)


def _counted(found: Select[Any], **figures: Any) -> Select[Any]:
    """One part of the counts, with nothing where it has no figure."""
    sums = (figures.get(name, literal(0)).label(name) for name in SUMMED)
    since = figures.get("since", _NEVER).label("since")
    return found.with_only_columns(Application.opening_id, *sums, since).group_by(Application.opening_id)


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _most_pressing(terms: tuple[Term, ...]) -> Select[Any]:
    """One page of what is found. Overdue cards come first and are few; after them no more is read than is shown."""
    found, late, due = _found(terms), overdue.late().alias("overdue_there"), Application.due_at
    first = found.join(late, late.c.application_id == Application.id)
    then = found.where(Application.id.not_in(select(late.c.application_id))).order_by(due, Application.id)
    shown = union_all(
        first.with_only_columns(Application.id, late.c.since, due),
        select(then.with_only_columns(Application.id, _NEVER.label("since"), due).limit(_OFFSET + PAGE).subquery()),
    ).subquery()
    order = _pressing(shown.c.since, shown.c.due_at, shown.c.id)
    return select(shown.c.id).order_by(*order).limit(PAGE).offset(_OFFSET)


def _pressing(since: ColumnElement[Any], due_at: Any, id_: Any) -> tuple[Any, ...]:
    """The longest overdue card first, then the end of the stage's time."""
    return case((since.is_(None), 1), else_=0), since, due_at, id_


@lru_cache(maxsize=256)
def rows(terms: tuple[Term, ...]) -> Executable:
    late = overdue.late()
    since = late.c.since
    if Filter(terms).wants_closed:
        order: tuple[Any, ...] = _LAST_FIRST
        chosen = _found(terms).with_only_columns(Application.id).order_by(*order).limit(PAGE).offset(_OFFSET)
    else:
        order = _pressing(since, Application.due_at, Application.id)
        chosen = _most_pressing(terms)
    asked_of = READER, NOW, since.is_not(None)
    return (
        select(
            Application.id,
            Application.ref,
            Application.opening_id,
            Application.entered_at,
            Application.due_at,
            Candidate.name,
            Candidate.headline,
            Move.outcome,
            Move.at.label("moved_at"),
            StageRow.id.label("stage_id"),
            StageRow.revision_id,
            RoundRow.slug.label("round"),
            Packet.ref.label("packet"),
            Packet.built_at,
            # a condition that was not met stops as a decision to stop does
            case((Settlement.is_met.is_(False), "stop"), else_=Decision.outcome).label("decision"),
            since,
            steps.step(*asked_of).label("step"),
            steps.owner(*asked_of).label("owner"),
        )
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Move, Move.id == Application.current_move_id)
        .outerjoin(StageRow, StageRow.id == Move.stage_id)
        .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
        .outerjoin(Packet, Packet.application_id == Application.id)
        .outerjoin(Decision, Decision.packet_id == Packet.id)
        .outerjoin(Settlement, Settlement.decision_id == Decision.id)
        .outerjoin(late, late.c.application_id == Application.id)
        .where(Application.id.in_(chosen))
        .order_by(*order)
    )


@cache
def seats() -> Executable:
    out = Slot.handed_in_at.is_(None)
    columns = (
        Slot.application_id,
        Slot.ref,
        Slot.round,
        Slot.person_id,
        Person.name,
        out.label("is_out"),
        case((out, Slot.due_at)).label("due_at"),
        case((out, Interview.starts_at)).label("starts_at"),
        Draft.slot_id.label("draft"),
        Interview.stage_id,
    )
    parts = [
        part.where(Slot.application_id.in_(bindparam("applications", expanding=True, type_=Integer)))
        .join(Person, Person.id == Slot.person_id)
        .outerjoin(Draft, Draft.slot_id == Slot.id)
        .with_only_columns(*columns)
        for part in (access.owed_slots(READER), overdue.mine())
    ]
    return union_all(*parts)


@cache
def walked() -> Executable:
    first = func.min(Move.at).label("first")
    return (
        select(Move.application_id, StageRow.revision_id, RoundRow.slug, first)
        .join(StageRow, StageRow.id == Move.stage_id)
        .join(RoundRow, RoundRow.id == StageRow.round_id)
        .where(Move.application_id.in_(bindparam("applications", expanding=True, type_=Integer)))
        .group_by(Move.application_id, StageRow.revision_id, RoundRow.slug)
        .order_by(Move.application_id, first)
    )


@cache
def stages() -> Executable:
    return (
        select(
            StageRow.id,
            StageRow.revision_id,
            StageRow.kind,
            StageRow.title,
            StageRow.limit_days,
            RoundRow.slug.label("round"),
        )
        .join(RoundRow, RoundRow.id == StageRow.round_id)
        .where(StageRow.revision_id.in_(bindparam("revisions", expanding=True, type_=Integer)))
        .order_by(StageRow.revision_id, StageRow.position)
    )
