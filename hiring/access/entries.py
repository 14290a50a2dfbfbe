"""What may be found: each entry of the search index for whoever may read what it was made from."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from hiring.access.clauses import LEADS, Reader, is_clear, is_live, is_on_team, leads_or_reads
from hiring.access.scorecards import visible_scorecards
from hiring.models import Application, Scorecard, SearchEntry, Slot


def may_find(person: Reader, entry: type[SearchEntry]) -> ColumnElement[bool]:
    """For a query on these entries: names for whoever knows of the application, notes for those who lead the opening,
    and a card for whoever may read it one by one. Never a draft, never one of a group.

    Whoever reads an opening in an emergency goes to what they were let in for, and searches nothing there.
    """
    # looked up once, where `sits_on` would ask of every application
    seated = Application.id.in_(select(Slot.application_id).where(Slot.person_id == person.id, is_live(Slot)))
    known = select(Application.id).where(leads_or_reads(person) | seated, is_clear(person, Application.id))
    led = select(Application.id).where(
        is_on_team(person, Application.opening_id, LEADS), is_clear(person, Application.id)
    )
    its_card = visible_scorecards(person).where(Scorecard.id == entry.source_id).correlate(entry)
    # the offset keeps PostgreSQL from first collecting every card there is that they may read
    named_or_read = or_(entry.kind == "name", and_(entry.kind == "card", its_card.offset(0).exists()))
    return or_(
        and_(entry.application_id.in_(known), named_or_read),  # in this order: of a stranger's card nothing is asked
        and_(entry.kind == "note", entry.application_id.in_(led)),
    )
