"""What the board reads for one reader at one moment: a constant number of queries, columns instead of objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Executable

from hiring.db import db
from hiring.models import Person
from hiring.openings import finding, overdue, planned, statements
from hiring.openings.speaking import Speaker
from hiring.openings.terms import Filter
from hiring.workflow import clock

EVERYTHING = Filter()


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

    def lead(self, id_: int | None) -> str | None:
        """The name of that person, if they recruit or hire here."""
        leads = (*self.team.get("recruiter", ()), *self.team.get("hiring_manager", ()))
        return next((name for person_id, name in leads if person_id == id_), None)

    def roles(self, person: Person) -> frozenset[str]:
        return frozenset(role for role in self.team if self.has(person, role))


@dataclass(frozen=True, slots=True)
class Count:
    """How many open applications of one opening there are, how many ask for something, and their overdue cards."""

    total: int = 0
    overdue: int = 0
    late: int = 0
    due: int = 0
    needing: int = 0
    cards: int = 0
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """An application with overdue cards: since when the first, and how many."""

    id: int
    opening_id: int
    due_at: datetime
    since: datetime
    cards: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a filter finds, by opening, and those with overdue cards, the most pressing first."""

    counts: dict[int, Count]
    late: Sequence[Late]

    @property
    def total(self) -> int:
        return sum(one.total for one in self.counts.values())


class Entry(NamedTuple):
    """One application as `statements.rows` lists it, with its next step; without a stage it is closed."""

    id: int
    ref: str
    opening_id: int
    entered_at: datetime
    due_at: datetime | None
    owner_id: int | None
    tags: str | None
    name: str
    headline: str
    outcome: Any
    moved_at: datetime
    stage_id: int | None
    stage: Any
    revision_id: int | None
    round: Any
    packet: Any
    built_at: Any
    decision: str | None
    step: str
    owner: str
    since: datetime | None


class Seat(NamedTuple):
    """One card of a listed application; when it is due and the interview began only while it is out."""

    application_id: int
    ref: str
    round: str
    person_id: int
    name: str
    is_out: bool
    due_at: Any
    starts_at: Any
    draft: int | None
    stage: str
    reminded_at: Any


class Walked(NamedTuple):
    """When an application first came into a round."""

    application_id: int
    revision_id: int
    slug: str
    first: datetime


class Stage(NamedTuple):
    """One stage of a plan."""

    id: int
    revision_id: int
    slug: str
    kind: str
    title: str
    limit_days: int
    round: str


def openings(person: Person) -> dict[int, Seen]:
    """Visible openings by id, oldest first. Two queries."""
    seen = {id_: Seen(id_, *rest) for id_, *rest in _rows(statements.openings(), {"reader": person.id})}
    for opening_id, role, person_id, name in _rows(statements.teams(), {"openings": list(seen)}):
        seen[opening_id].team.setdefault(role, []).append((person_id, name))
    return seen


class Board:
    """The questions of one request: who asks, when, and about which openings."""

    def __init__(self, person: Person, seen: dict[int, Seen], *, now: datetime) -> None:
        self.person, self.seen, self.now = person, seen, now
        self.speaker = Speaker()
        self._led = {id_ for id_, one in seen.items() if one.lead(person.id) is not None}

    def whose_card(self, since: datetime) -> str:
        """Who owes the card that is overdue since then."""
        return str(self._ask(overdue.whose_card(), since=since)[0][0])

    def undecided(self) -> tuple[int, datetime | None]:
        """How many packets wait for a decision, and since when the longest."""
        many, longest = self._ask(statements.undecided())[0]
        return many, longest

    def found(self, asked: Filter) -> Found:
        """What the filter finds. One query."""
        sums: dict[int, tuple[int, int, int]] = {}
        late: dict[int, list[Late]] = defaultdict(list)
        for opening_id, total, past, due, id_, *card in self._ask(statements.counts(asked.terms), asked):
            if id_ is None:
                known = sums.get(opening_id, (0, 0, 0))
                sums[opening_id] = (known[0] + total, known[1] + past, known[2] + due)
            else:
                late[opening_id].append(Late(id_, opening_id, *card))
        return Found(
            {id_: self._count(late[id_], *three) for id_, three in sums.items()},
            sorted((one for some in late.values() for one in some), key=lambda one: (one.since, one.due_at, one.id)),
        )

    def _count(self, late: Sequence[Late], total: int, past: int, due: int) -> Count:
        """What presses is due within a day, or has an overdue card and more time than that."""
        a_day_on = self.now + clock.DAY
        return Count(
            total=total,
            overdue=len(late),
            late=past,
            due=due,
            needing=past + due + sum(one.due_at > a_day_on for one in late),
            cards=sum(one.cards for one in late),
            since=min((one.since for one in late), default=None),
        )

    def entries(self, asked: Filter, found: Found, page: int) -> list[Entry]:
        """One page, overdue cards first, then by the end of the stage's time; each with its next step. Two queries,
        or one where overdue cards fill the page.
        """
        ids = self._chosen(asked, found, (page - 1) * statements.PAGE)
        since = {one.id: one.since for one in found.late}
        rows = self._ask(statements.rows(), applications=ids, late=[id_ for id_ in ids if id_ in since])
        by_id = {row[0]: Entry._make((*row, since.get(row[0]))) for row in rows}
        return [by_id[id_] for id_ in ids if id_ in by_id]

    def leads(self, opening_id: int) -> bool:
        """Whether the reader recruits or hires there."""
        return opening_id in self._led

    def plans(self, revision_ids: set[int]) -> dict[int, list[Stage]]:
        """By opening, the stages of its newest plan and of these older ones."""
        found: dict[int, list[Stage]] = defaultdict(list)
        for opening_id, *stage in self._ask(planned.plans(), revisions=list(revision_ids)):
            found[opening_id].append(Stage(*stage))
        return found

    def by_stage(self, asked: Filter) -> dict[tuple[int, str], int]:
        """How many stand in each stage, by opening and slug."""
        return {
            (opening_id, slug): many for opening_id, slug, many in self._ask(statements.by_stage(asked.terms), asked)
        }

    def _chosen(self, asked: Filter, found: Found, start: int) -> list[int]:
        if asked.takes_closed:
            return self._some(statements.last_first(asked.terms), asked, start, statements.PAGE)
        ids = [one.id for one in found.late[start : start + statements.PAGE]]
        if len(ids) < statements.PAGE:
            after, room = max(0, start - len(found.late)), statements.PAGE - len(ids)
            ids += self._some(statements.after_those_overdue(asked.terms), asked, after, room)
        return ids

    def _some(self, statement: Executable, asked: Filter, offset: int, limit: int) -> list[int]:
        return [row[0] for row in self._ask(statement, asked, offset=offset, limit=limit)]

    def seats(self, application_ids: list[int]) -> list[Seat]:
        """The cards of these applications whose state may be known, and the reader's own that are still out."""
        return list(map(Seat._make, self._ask(statements.seats(), applications=application_ids)))

    def walked(self, application_ids: list[int]) -> list[Walked]:
        """When these applications first came into each round of their plans, in that order."""
        return list(map(Walked._make, self._ask(statements.walked(), applications=application_ids)))

    def stages(self, revision_ids: set[int]) -> list[Stage]:
        """The stages of these plan revisions with their rounds, in the order walked."""
        return list(map(Stage._make, self._ask(planned.stages(), revisions=list(revision_ids))))

    def _ask(self, statement: Executable, asked: Filter = EVERYTHING, **given: Any) -> Sequence[Any]:
        values = finding.values(asked.terms, self.person, self.seen, self.now)
        return _rows(statement, {**values, **given})


def _rows(statement: Executable, given: dict[str, Any]) -> Sequence[Any]:
    """Straight from the connection: there are no objects to make of columns."""
    return db.session.connection().execute(statement, given).all()
