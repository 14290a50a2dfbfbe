"""What the board reads: a constant number of queries, sorted and cut to a page in SQL, columns instead of objects.

Everything rests on what the reader may see: openings from `visible_openings`, applications from
`overseen_applications`, the state of cards from `owed_slots`. A round in which the reader owes a card contributes
nothing, neither to a row nor to a count nor to the order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    not_,
    or_,
    select,
    union_all,
)

from hiring import access
from hiring.access.clauses import owes_card
from hiring.db import db
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
from hiring.openings import finding, steps
from hiring.openings.terms import Filter
from hiring.workflow.clock import DAY

PAGE = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """One visible opening and who plays which part in it."""

    id: int
    ref: str
    title: str
    confidential: bool
    opened_at: datetime
    target_days: int
    team: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def has(self, person: Person, role: str) -> bool:
        return any(person.id == id_ for id_, _name in self.team.get(role, ()))

    def roles(self, person: Person) -> frozenset[str]:
        return frozenset(role for role in self.team if self.has(person, role))


@dataclass(frozen=True, slots=True)
class Count:
    """How many open applications of one opening there are, and how many of them ask for something."""

    total: int = 0
    overdue: int = 0
    late: int = 0
    due: int = 0
    needing: int = 0


def openings(person: Person) -> dict[int, Seen]:
    """Visible openings by id, oldest first. Two queries."""
    rows = db.session.execute(
        access.visible_openings(person)
        .where(Opening.closed_at.is_(None))
        .order_by(Opening.opened_at, Opening.id)
        .with_only_columns(
            Opening.id,
            Opening.ref,
            func.coalesce(case((Opening.confidential, Opening.codename)), Opening.title),
            Opening.confidential,
            Opening.opened_at,
            Opening.target_days,
        )
    ).all()
    seen = {id_: Seen(id_, *rest) for id_, *rest in rows}
    members = db.session.execute(
        select(TeamMember.opening_id, TeamMember.role, TeamMember.person_id, Person.name)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.opening_id.in_(seen), TeamMember.removed_at.is_(None))
        .order_by(TeamMember.id)
    )
    for opening_id, role, person_id, name in members:
        seen[opening_id].team.setdefault(role, []).append((person_id, name))
    return seen


class Board:
    """The questions of one request: who asks, when, and about which openings."""

    def __init__(self, person: Person, seen: dict[int, Seen], *, now: datetime) -> None:
        self.person, self.seen, self.now = person, seen, now
        self._late_cards = self._overdue_cards()
        cards = self._late_cards.c
        since = func.min(cards.due_at).label("since")
        self.late = select(cards.application_id, since).group_by(cards.application_id).cte("late")

    def overdue_cards(self) -> tuple[int, datetime | None, str]:
        """How many cards are overdue, since when the longest, and whose that is."""
        cards = self._late_cards
        first = select(Person.name).where(Person.id == cards.c.person_id).scalar_subquery()
        found = db.session.execute(
            select(func.count().over(), cards.c.due_at, first).order_by(cards.c.due_at, cards.c.person_id).limit(1)
        ).first()
        return (0, None, "") if found is None else (found[0], found[1], found[2])

    def undecided(self) -> tuple[int, datetime | None]:
        """How many packets wait for a decision, and since when the longest."""
        number, built_at = db.session.execute(
            access.visible_packets(self.person)
            .outerjoin(Packet.decision)
            .where(Decision.id.is_(None), Application.due_at.is_not(None), Application.opening_id.in_(self.seen))
            .with_only_columns(func.count(), func.min(Packet.built_at))
        ).one()
        return number, built_at

    def counts(self, asked: Filter) -> dict[int, Count]:
        """What the filter finds, by opening."""
        since, due = self.late.c.since, Application.due_at
        last_day = and_(due > self.now, due <= self.now + DAY)
        found = db.session.execute(
            self._found(asked)
            .with_only_columns(
                Application.opening_id,
                func.count(),
                func.count(since),
                _count_if(due <= self.now),
                _count_if(last_day),
                _count_if(or_(since.is_not(None), due <= self.now + DAY)),
            )
            .group_by(Application.opening_id)
        )
        return {row[0]: Count(*row[1:]) for row in found}

    def rows(self, asked: Filter, page: int) -> list[Row[Any]]:
        """One page, overdue cards first, then by the end of the stage's time; each with its next step."""
        order = self._order(asked)
        chosen = self._found(asked).with_only_columns(Application.id).order_by(*order)
        chosen = chosen.limit(PAGE).offset((page - 1) * PAGE)
        since = self.late.c.since
        asked_of = self.person, self.now, since.is_not(None)
        return list(
            db.session.execute(
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
                .outerjoin(self.late, self.late.c.application_id == Application.id)
                .where(Application.id.in_(chosen))
                .order_by(*order)
            )
        )

    def seats(self, application_ids: Collection[int]) -> list[Row[Any]]:
        """The cards of these applications whose state may be known, and the reader's own that are still out."""
        columns = (
            Slot.application_id,
            Slot.ref,
            Slot.round,
            Slot.person_id,
            Person.name,
            Slot.due_at,
            Slot.handed_in_at,
            Draft.slot_id.label("draft"),
            Interview.starts_at,
            Interview.stage_id,
            Slot.id.label("seat_id"),
        )
        known = access.owed_slots(self.person).where(Slot.application_id.in_(application_ids))
        mine = self._mine().where(Slot.application_id.in_(application_ids))
        parts = [
            part.join(Person, Person.id == Slot.person_id)
            .outerjoin(Draft, Draft.slot_id == Slot.id)
            .with_only_columns(*columns)
            for part in (known, mine)
        ]
        return list(db.session.execute(union_all(*parts).order_by("starts_at", "seat_id")))

    def walked(self, application_ids: Collection[int]) -> list[Row[Any]]:
        """The moves of these applications, in order: into which plan's round, and when."""
        return list(
            db.session.execute(
                select(Move.application_id, StageRow.revision_id, RoundRow.slug, Move.at)
                .outerjoin(StageRow, StageRow.id == Move.stage_id)
                .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
                .where(Move.application_id.in_(application_ids))
                .order_by(Move.application_id, Move.number)
            )
        )

    def stages(self, revision_ids: Iterable[int | None]) -> list[Row[Any]]:
        """The stages of these plan revisions with their rounds, in the order walked."""
        return list(
            db.session.execute(
                select(
                    StageRow.id,
                    StageRow.revision_id,
                    StageRow.kind,
                    StageRow.title,
                    StageRow.limit_days,
                    StageRow.series,
                    RoundRow.slug.label("round"),
                )
                .join(RoundRow, RoundRow.id == StageRow.round_id)
                .where(StageRow.revision_id.in_(set(revision_ids) - {None}))
                .order_by(StageRow.revision_id, StageRow.position)
            )
        )

    def _mine(self) -> Select[Any]:
        return select(Slot).join(Slot.interview).where(Slot.person_id == self.person.id, owes_card(Slot))

    def _overdue_cards(self) -> CTE:
        columns = (Slot.application_id, Slot.person_id, Slot.due_at)
        mine = self._mine().join(Interview.application).where(Application.opening_id.in_(self.seen))
        parts = [
            part.where(owes_card(Slot), Slot.due_at < self.now, Application.due_at.is_not(None)).with_only_columns(
                *columns
            )
            for part in (access.owed_slots(self.person), mine)
        ]
        return union_all(*parts).cte("late_cards")

    def _found(self, asked: Filter) -> Select[Any]:
        """Applications the filter finds, joined to their longest overdue card; closed ones only when asked for."""
        is_open = Application.due_at.is_not(None)
        found = (
            access.overseen_applications(self.person)
            .outerjoin(self.late, self.late.c.application_id == Application.id)
            .where(Application.opening_id.in_(self.seen), not_(is_open) if asked.wants_closed else is_open)
        )
        if any(term.key in finding.NEEDS_STAGE for term in asked.terms):
            found = (
                found.join(Move, Move.id == Application.current_move_id)
                .outerjoin(StageRow, StageRow.id == Move.stage_id)
                .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
            )
        if any(term.key == "name" for term in asked.terms):
            found = found.join(Candidate, Candidate.id == Application.candidate_id)
        for term in asked.terms:
            holds = func.coalesce(finding.holds(term, self), false())
            found = found.where(not_(holds) if term.negated else holds)
        return found

    def _order(self, asked: Filter) -> tuple[Any, ...]:
        if asked.wants_closed:
            return Application.entered_at.desc(), Application.id.desc()
        since = self.late.c.since
        return case((since.is_(None), 1), else_=0), since, Application.due_at, Application.id


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
