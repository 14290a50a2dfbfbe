"""Which cards count, and by their seals whether anything about them has changed since the last fit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import AnyReader, is_clear, is_live, owes_card
from hiring.db import db
from hiring.models import Amendment, Application, CalibrationRow, Decision, Move, Packet, Scorecard, Slot
from hiring.pool.newest import IS_NEWEST

if TYPE_CHECKING:
    from hashlib import _Hash

AT_ONCE = 10_000
FEWEST_INTERVIEWERS = 2
_OUT, _LATER = aliased(Slot), aliased(Amendment)
_IS_LAST = ~exists().where(_LATER.scorecard_id == Amendment.scorecard_id, _LATER.number > Amendment.number)


@dataclass(slots=True)
class Seals:
    """The counted cards of one rubric version: how many, by whom, and a hash over the seal of what each says now."""

    cards: int = 0
    people: set[int] = field(default_factory=set)
    _hash: _Hash = field(default_factory=sha256)

    def add(self, card_id: int, person_id: int, seal: str) -> None:
        self.cards += 1
        self.people.add(person_id)
        self._hash.update(f"{card_id}:{seal}\n".encode())

    @property
    def data_sha256(self) -> str:
        return self._hash.hexdigest()


def counted(*columns: Any) -> Select[*tuple[Any, ...]]:
    """These columns of every card in the pool; joined to Slot and Application, and to the last Amendment if any."""
    return (
        select(*columns)
        .select_from(Scorecard)
        .join(Scorecard.slot)
        .join(Application, Application.id == Slot.application_id)
        .join(Move, Move.id == Application.current_move_id)
        .outerjoin(Amendment, and_(Amendment.scorecard_id == Scorecard.id, _IS_LAST))
        .where(
            Slot.collective.is_(False),
            Scorecard.is_practice.is_(False),
            is_live(Slot),
            is_clear(AnyReader(Slot.person_id), Slot.application_id),
            or_(Move.outcome.is_not(None), Scorecard.imported_at.is_not(None), _is_decided()),
            ~exists().where(_OUT.application_id == Slot.application_id, owes_card(_OUT)),
        )
    )


def stale() -> list[int]:
    """The rubric versions whose newest fit is of other cards than count today, those with most cards first.

    Two queries. The seals say all that was written, so nothing is read of it.
    """
    newest = select(CalibrationRow.rubric_version_id, CalibrationRow.data_sha256).where(IS_NEWEST)
    known = {row.rubric_version_id: row.data_sha256 for row in db.session.execute(newest)}
    found = seals()
    changed = [version_id for version_id, one in found.items() if known.get(version_id) != one.data_sha256]
    return [*sorted(changed, key=lambda version_id: -found[version_id].cards), *sorted(known.keys() - found.keys())]


def seals(version_id: int | None = None) -> dict[int, Seals]:
    """By rubric version, of those that at least two people have judged by, or of the one given. One query."""
    sealed = counted(
        Slot.rubric_version_id,
        Scorecard.id,
        Slot.person_id,
        func.coalesce(Amendment.content_sha256, Scorecard.content_sha256),
    ).order_by(Scorecard.id)
    if version_id is not None:
        sealed = sealed.where(Slot.rubric_version_id == version_id)
    found: defaultdict[int, Seals] = defaultdict(Seals)
    for version, *card in db.session.execute(sealed, execution_options={"yield_per": AT_ONCE}):
        found[version].add(*card)
    return {version: one for version, one in found.items() if len(one.people) >= FEWEST_INTERVIEWERS}


def _is_decided() -> ColumnElement[bool]:
    return exists().where(Decision.packet_id == Packet.id, Packet.application_id == Slot.application_id)
