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
    and_,
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
from sqlalchemy.orm import aliased

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
    PlanRevision,
    RoundRow,
    Settlement,
    Slot,
    StageRow,
    Tag,
    TeamMember,
)
from hiring.models.opening import TEAM_ROLES
from hiring.openings import finding, overdue, steps
from hiring.openings.finding import A_DAY_ON, NOW, OPENINGS, READER
from hiring.openings.terms import Filter, Term
from hiring.reminders import reminded_at

PAGE = 60
_OFFSET = bindparam("offset", type_=Integer)
_LIMIT = bindparam("limit", type_=Integer)
_ENTERED = aliased(StageRow)
_CHOSEN = bindparam("applications", expanding=True, type_=Integer)
_LATE = bindparam("late", expanding=True, type_=Integer)
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
            Opening.known_as,
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


def found(terms: tuple[Term, ...]) -> Select[Any]:
    """Applications all terms hold for; closed ones only when asked for."""
    asked, is_open = Filter(terms), Application.due_at.is_not(None)
    if asked.wants_closed:
        return matching(terms).where(not_(is_open))
    return matching(terms) if asked.takes_closed else matching(terms).where(is_open)


def matching(terms: tuple[Term, ...]) -> Select[Any]:
    """The same, closed ones among them."""
    late = overdue.late()
    found = access.overseen_applications(READER).where(Application.opening_id.in_(OPENINGS))
    if any(map(finding.needs_late, terms)):
        found = found.outerjoin(late, late.c.application_id == Application.id)
    if any(map(finding.needs_stage, terms)):
        found = _with_stage(found)
    if any(term.key == "name" for term in terms):
        found = found.join(Candidate, Candidate.id == Application.candidate_id)
    for term in terms:
        holds = func.coalesce(finding.holds(term, late), false())
        found = found.where(not_(holds) if term.negated else holds)
    return found


def _with_stage(found: Select[Any]) -> Select[Any]:
    return (
        found.join(Move, Move.id == Application.current_move_id)
        .outerjoin(StageRow, StageRow.id == Move.stage_id)
        .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
    )


@lru_cache(maxsize=256)
def counts(terms: tuple[Term, ...]) -> Executable:
    """By opening all that is found and what is due within a day; and one by one what has overdue cards.

    Counted apart, because nearly everything found is neither, and each has an index of its own. Those with overdue
    cards are few, and first on the page: they are read once, for the counts and for the order.
    """
    all_, late, due = found(terms), overdue.late().alias("overdue_there"), Application.due_at
    by_opening, opening = all_.group_by(Application.opening_id), Application.opening_id
    nothing, no_id, never = literal(0), cast(null(), Integer), cast(null(), UtcDateTime)
    no_card, no_count = (no_id, never, never, no_id), (nothing, nothing, nothing)
    parts = [
        by_opening.with_only_columns(opening, func.count(), nothing, nothing, *no_card),
        by_opening.where(due <= A_DAY_ON).with_only_columns(
            opening, nothing, _count_if(due <= NOW), _count_if(due > NOW), *no_card
        ),
        all_.join(late, late.c.application_id == Application.id).with_only_columns(
            opening, *no_count, Application.id, due, late.c.since, late.c.cards
        ),
    ]
    return union_all(*parts)


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


@lru_cache(maxsize=256)
def after_those_overdue(terms: tuple[Term, ...]) -> Executable:
    """What has no overdue card, by the end of the stage's time; no more is read than is shown."""
    late = overdue.late().alias("overdue_there")
    rest = found(terms).where(Application.id.not_in(select(late.c.application_id)))
    order = Application.due_at, Application.id
    return rest.with_only_columns(Application.id).order_by(*order).limit(_LIMIT).offset(_OFFSET)


@lru_cache(maxsize=256)
def last_first(terms: tuple[Term, ...]) -> Executable:
    """Where closed ones are among them."""
    return found(terms).with_only_columns(Application.id).order_by(*_LAST_FIRST).limit(_LIMIT).offset(_OFFSET)


@lru_cache(maxsize=256)
def by_stage(terms: tuple[Term, ...]) -> Executable:
    """How many of what is found stand in each stage, by opening."""
    counted = found(terms) if any(map(finding.needs_stage, terms)) else _with_stage(found(terms))
    columns = Application.opening_id, StageRow.slug
    return counted.where(StageRow.id.is_not(None)).with_only_columns(*columns, func.count()).group_by(*columns)


@cache
def rows() -> Executable:
    """The chosen applications with their next step by the plan of today; those with an overdue card are named."""
    asked_of = READER, NOW, Application.id.in_(_LATE)
    of_opening = PlanRevision.opening_id == Application.opening_id
    newest = select(func.max(PlanRevision.id)).where(of_opening).scalar_subquery()
    return (
        select(
            Application.id,
            Application.ref,
            Application.opening_id,
            Application.entered_at,
            Application.due_at,
            Application.owner_id,
            select(func.aggregate_strings(Tag.word, ","))
            .where(Tag.application_id == Application.id)
            .scalar_subquery()
            .label("tags"),
            Candidate.name,
            Candidate.headline,
            Move.outcome,
            Move.at.label("moved_at"),
            StageRow.id.label("stage_id"),
            StageRow.slug.label("stage"),
            StageRow.revision_id,
            RoundRow.slug.label("round"),
            Packet.ref.label("packet"),
            Packet.built_at,
            # a condition that was not met stops as a decision to stop does
            case((Settlement.is_met.is_(False), "stop"), else_=Decision.outcome).label("decision"),
            steps.step(*asked_of).label("step"),
            steps.owner(*asked_of).label("owner"),
        )
        .select_from(Application)
        .join(Candidate, Candidate.id == Application.candidate_id)
        .join(Move, Move.id == Application.current_move_id)
        .outerjoin(_ENTERED, _ENTERED.id == Move.stage_id)
        .outerjoin(StageRow, and_(StageRow.slug == _ENTERED.slug, StageRow.revision_id == newest))
        .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
        .outerjoin(Packet, Packet.application_id == Application.id)
        .outerjoin(Decision, Decision.packet_id == Packet.id)
        .outerjoin(Settlement, Settlement.decision_id == Decision.id)
        .where(Application.id.in_(_CHOSEN))
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
        StageRow.slug.label("stage"),
        case((out, reminded_at())).label("reminded_at"),
    )
    parts = [
        part.where(Slot.application_id.in_(_CHOSEN))
        .join(StageRow, StageRow.id == Interview.stage_id)
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
        .where(Move.application_id.in_(_CHOSEN))
        .group_by(Move.application_id, StageRow.revision_id, RoundRow.slug)
        .order_by(Move.application_id, first)
    )
