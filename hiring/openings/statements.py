"""The board's questions in SQL, each put together once in a process and asked with the values of `finding`.

Everything rests on what the reader may see: applications from `overseen_applications`, the state of cards from
`owed_slots`. A round in which the reader owes a card contributes nothing, neither to a row nor to a count nor to the
order.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Executable,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
)

from hiring import access
from hiring.access.clauses import is_on_team, owes_card
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
    Slot,
    StageRow,
    TeamMember,
)
from hiring.models.opening import TEAM_ROLES
from hiring.openings import finding, steps
from hiring.openings.finding import A_DAY_ON, NOW, OPENINGS, READER
from hiring.openings.terms import Filter, Term

PAGE = 60


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


def _cards_where(is_overdue: ColumnElement[bool]) -> CTE:
    """Overdue cards that the reader may know of: others', where nothing is owed; and their own.

    Found by their own index before anything is asked about them, because few cards of a house are overdue.
    """
    overdue = select(Slot.id).where(owes_card(Slot), is_overdue).cte("overdue").prefix_with("MATERIALIZED")
    mine = _mine().join(Interview.application).where(Application.opening_id.in_(OPENINGS))
    columns = (Slot.application_id, Slot.person_id, Slot.due_at)
    parts = [
        part.where(Slot.id.in_(select(overdue.c.id)), Application.due_at.is_not(None)).with_only_columns(*columns)
        for part in (access.owed_slots(READER), mine)
    ]
    return union_all(*parts).cte("late_cards").prefix_with("MATERIALIZED")


@cache
def _late() -> CTE:
    """Overdue cards by application: since when, and how many."""
    cards = _cards_where(Slot.due_at < NOW).c
    since, number = func.min(cards.due_at).label("since"), func.count().label("cards")
    return select(cards.application_id, since, number).group_by(cards.application_id).cte("late")


def _mine() -> Select[Slot]:
    return select(Slot).join(Slot.interview).where(Slot.person_id == READER.id, owes_card(Slot))


@cache
def whose_card() -> Executable:
    cards = _cards_where(Slot.due_at == bindparam("since", type_=UtcDateTime())).c
    return select(Person.name).join(cards.person_id.table, cards.person_id == Person.id).order_by(Person.id).limit(1)


@cache
def undecided() -> Executable:
    return (
        access.visible_packets(READER)
        .outerjoin(Packet.decision)
        .where(Decision.id.is_(None), Application.due_at.is_not(None), Application.opening_id.in_(OPENINGS))
        .with_only_columns(func.count(), func.min(Packet.built_at))
    )


def _found(terms: tuple[Term, ...]) -> Select[Any]:
    """Applications all terms hold for, joined to their longest overdue card; closed ones only when asked for."""
    late, is_open = _late(), Application.due_at.is_not(None)
    wants_closed = Filter(terms).wants_closed
    found = (
        access.overseen_applications(READER)
        .outerjoin(late, late.c.application_id == Application.id)
        .where(Application.opening_id.in_(OPENINGS), not_(is_open) if wants_closed else is_open)
    )
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
    since, due = _late().c.since, Application.due_at
    return (
        _found(terms)
        .with_only_columns(
            Application.opening_id,
            func.count(),
            func.count(since),
            _count_if(due <= NOW),
            _count_if(and_(due > NOW, due <= A_DAY_ON)),
            _count_if(or_(since.is_not(None), due <= A_DAY_ON)),
            func.coalesce(func.sum(_late().c.cards), 0),
            func.min(since),
        )
        .group_by(Application.opening_id)
    )


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


@lru_cache(maxsize=256)
def rows(terms: tuple[Term, ...]) -> Executable:
    late = _late()
    since = late.c.since
    order: tuple[Any, ...] = case((since.is_(None), 1), else_=0), since, Application.due_at, Application.id
    if Filter(terms).wants_closed:
        order = Application.entered_at.desc(), Application.id.desc()
    chosen = _found(terms).with_only_columns(Application.id).order_by(*order)
    chosen = chosen.limit(PAGE).offset(bindparam("offset", type_=Integer))
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
            Decision.outcome.label("decision"),
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
        for part in (access.owed_slots(READER), _mine())
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
