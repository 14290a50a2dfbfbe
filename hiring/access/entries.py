"""What may be found: each entry of the search index for whoever may read what it was made from."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from hiring.access.clauses import LEADS, Reader, is_clear, is_on_team, leads_or_reads, sits_on
from hiring.access.scorecards import visible_scorecards
from hiring.models import Application, Scorecard, SearchEntry


def may_find(person: Reader) -> ColumnElement[bool]:
    """For a query on SearchEntry. Names for whoever knows of the application, notes for those who lead the opening, and
    a card for whoever may read it one by one: never a draft, never one of a group.

    Whoever reads an opening in an emergency goes to what they were let in for, and searches nothing there.
    """
    known = select(Application.id).where(leads_or_reads(person) | sits_on(person, Application.id))
    led = select(Application.id).where(
        is_on_team(person, Application.opening_id, LEADS), is_clear(person, Application.id)
    )
    its_card = visible_scorecards(person).where(Scorecard.id == SearchEntry.source_id).correlate(SearchEntry).exists()
    return or_(
        and_(SearchEntry.kind == "name", SearchEntry.application_id.in_(known)),
        and_(SearchEntry.kind == "note", SearchEntry.application_id.in_(led)),
        and_(SearchEntry.kind == "card", SearchEntry.application_id.in_(known), its_card),
    )
