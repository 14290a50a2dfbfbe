"""Overdue cards as a board counts and orders by them: only those that its reader may know of."""

from __future__ import annotations

from functools import cache

from sqlalchemy import CTE, ColumnElement, Executable, Select, bindparam, func, select, union_all

from hiring import access
from hiring.access.clauses import owes_card
from hiring.db import UtcDateTime
from hiring.models import Application, Interview, Person, Slot
from hiring.openings.finding import NOW, OPENINGS, READER


def _cards(is_overdue: ColumnElement[bool]) -> CTE:
    """Overdue cards that the reader may know of: others', where nothing is owed; and their own.

    Found by their own index before anything is asked about them, because few cards of a house are overdue.
    """
    overdue = select(Slot.id).where(owes_card(Slot), is_overdue).cte("overdue").prefix_with("MATERIALIZED")
    own = mine().join(Interview.application).where(Application.opening_id.in_(OPENINGS))
    columns = (Slot.application_id, Slot.person_id, Slot.due_at)
    parts = [
        part.where(Slot.id.in_(select(overdue.c.id)), Application.due_at.is_not(None)).with_only_columns(*columns)
        for part in (access.owed_slots(READER), own)
    ]
    return union_all(*parts).cte("late_cards").prefix_with("MATERIALIZED")


@cache
def late() -> CTE:
    """Overdue cards by application: since when, and how many."""
    cards = _cards(Slot.due_at < NOW).c
    since, number = func.min(cards.due_at).label("since"), func.count().label("cards")
    return select(cards.application_id, since, number).group_by(cards.application_id).cte("late")


def mine() -> Select[Slot]:
    return select(Slot).join(Slot.interview).where(Slot.person_id == READER.id, owes_card(Slot))


@cache
def whose_card() -> Executable:
    cards = _cards(Slot.due_at == bindparam("since", type_=UtcDateTime())).c
    return select(Person.name).join(cards.person_id.table, cards.person_id == Person.id).order_by(Person.id).limit(1)
