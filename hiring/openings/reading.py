"""What the board reads for one reader at one moment: a constant number of queries, columns instead of objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Executable,
    Result,
    Row,
)

from hiring.db import db
from hiring.models import (
    Person,
)
from hiring.openings import finding, statements
from hiring.openings.speaking import Speaker
from hiring.openings.terms import Filter

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


def openings(person: Person) -> dict[int, Seen]:
    """Visible openings by id, oldest first. Two queries."""
    rows = db.session.execute(statements.openings(), {"reader": person.id})
    seen = {id_: Seen(id_, *rest) for id_, *rest in rows}
    members = db.session.execute(statements.teams(), {"openings": list(seen)})
    for opening_id, role, person_id, name in members:
        seen[opening_id].team.setdefault(role, []).append((person_id, name))
    return seen


class Board:
    """The questions of one request: who asks, when, and about which openings."""

    def __init__(self, person: Person, seen: dict[int, Seen], *, now: datetime) -> None:
        self.person, self.seen, self.now = person, seen, now
        self.speaker = Speaker()

    def whose_card(self, since: datetime) -> str:
        """Who owes the card that is overdue since then."""
        return str(self._ask(statements.whose_card(), since=since).scalar())

    def undecided(self) -> tuple[int, datetime | None]:
        """How many packets wait for a decision, and since when the longest."""
        found: Any = self._ask(statements.undecided()).one()
        return found[0], found[1]

    def counts(self, asked: Filter) -> dict[int, Count]:
        """What the filter finds, by opening."""
        return {row[0]: Count(*row[1:]) for row in self._ask(statements.counts(asked.terms), asked)}

    def rows(self, asked: Filter, page: int) -> list[Row[Any]]:
        """One page, overdue cards first, then by the end of the stage's time; each with its next step."""
        return list(self._ask(statements.rows(asked.terms), asked, offset=(page - 1) * statements.PAGE))

    def seats(self, application_ids: list[int]) -> list[Row[Any]]:
        """The cards of these applications whose state may be known, and the reader's own that are still out."""
        return list(self._ask(statements.seats(), applications=application_ids))

    def walked(self, application_ids: list[int]) -> list[Row[Any]]:
        """When these applications first came into each round of their plans, in that order."""
        return list(self._ask(statements.walked(), applications=application_ids))

    def stages(self, revision_ids: set[int]) -> list[Row[Any]]:
        """The stages of these plan revisions with their rounds, in the order walked."""
        return list(self._ask(statements.stages(), revisions=list(revision_ids)))

    def _ask(self, statement: Executable, asked: Filter = EVERYTHING, **given: Any) -> Result[Any]:
        values = finding.values(asked.terms, self.person, self.seen, self.now)
        return db.session.execute(statement, {**values, **given})
