"""Events: what happened to an application, for those who see its course; nothing about a card they may not see."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from hiring.access.clauses import LEADS, Reader, is_on_team, oversees, owes_card
from hiring.access.scorecards import visible_scorecards
from hiring.models import Application, Event, Slot

ABOUT_CONTACT = ("application.note_written", "application.source_corrected", "portal.link_sent", "portal.entered")
ABOUT_AN_AMENDMENT = ("scorecard.amended",)

# made once: SQLAlchemy adapts every column of an alias anew, which cost pages more than their queries did
TOLD_SEAT, _MINE = aliased(Slot), aliased(Slot)


def visible_events(person: Reader) -> Select[Event]:
    """Events of applications whose course this person oversees, joined to Application and, where they are about a seat,
    to `TOLD_SEAT`.

    What happens on a seat is not told to whoever owes a card in its round, and of a collective stage to nobody. That a
    card was amended is told to those who may read it, and what is for those who lead the opening to them alone.
    """
    about_a_seat = and_(Event.subject == Slot.__tablename__, Event.subject_id == TOLD_SEAT.id)
    readable = visible_scorecards(person).with_only_columns(Slot.id).correlate(None)
    return (
        select(Event)
        .join(Application, Application.id == Event.application_id)
        .outerjoin(TOLD_SEAT, about_a_seat)
        .where(
            oversees(person),
            or_(TOLD_SEAT.id.is_(None), and_(TOLD_SEAT.collective.is_(False), ~_owes_in_round(person))),
            or_(Event.kind.not_in(ABOUT_AN_AMENDMENT), TOLD_SEAT.id.in_(readable)),
            or_(Event.kind.not_in(ABOUT_CONTACT), is_on_team(person, Application.opening_id, LEADS)),
        )
    )


def _owes_in_round(person: Reader) -> ColumnElement[bool]:
    return exists().where(
        _MINE.application_id == TOLD_SEAT.application_id,
        _MINE.person_id == person.id,
        _MINE.round == TOLD_SEAT.round,
        owes_card(_MINE),
    )
