"""The conditions that the visible sets are made of, as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hiring.models import Application, Packet, Person, Slot, TeamMember

LEADS = ("recruiter", "hiring_manager")
COMMITTEE = ("chair", "committee")

# made once: SQLAlchemy adapts every column of an alias anew, which cost pages more than their queries did
_ITS_PACKET, _SEAT = aliased(Packet), aliased(Slot)


@dataclass(frozen=True, slots=True)
class AnyReader:
    """Whoever will ask, in a query that is built once: run it with their id as `reader_id`."""

    id: ColumnElement[int]


READER = AnyReader(bindparam("reader_id", type_=Integer))
Reader = Person | AnyReader


def is_on_team(person: Reader, opening_id: InstrumentedAttribute[int], roles: Iterable[str]) -> ColumnElement[bool]:
    """The person has one of the roles on that opening today. Not correlated, so a long list looks it up once."""
    return opening_id.in_(
        select(TeamMember.opening_id).where(
            TeamMember.person_id == person.id, TeamMember.role.in_(tuple(roles)), TeamMember.removed_at.is_(None)
        )
    )


def has_packet(application_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The application stands before the committee. Aliased, because the query around it may be about packets too."""
    return exists().where(_ITS_PACKET.application_id == application_id)


def is_live(slot: type[Slot]) -> ColumnElement[bool]:
    """The seat was neither declined nor cancelled."""
    return and_(slot.declined_at.is_(None), slot.cancelled_at.is_(None))


def owes_card(slot: type[Slot]) -> ColumnElement[bool]:
    """The same as `Slot.owes_card`, for a WHERE."""
    return and_(slot.card != "none", slot.handed_in_at.is_(None), is_live(slot))


def sits_on(person: Reader, application_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The person has a live seat on that application."""
    return exists().where(_SEAT.application_id == application_id, _SEAT.person_id == person.id, is_live(_SEAT))


def leads_or_reads(person: Reader) -> ColumnElement[bool]:
    """For a query on Application: recruiter or hiring manager of it, or on a committee that has its packet."""
    return is_on_team(person, Application.opening_id, LEADS) | (
        is_on_team(person, Application.opening_id, COMMITTEE) & has_packet(Application.id)
    )


def live_roles(person: Reader, opening_id: Any) -> Any:
    """The person's roles on one opening, as a Select of words."""
    return select(TeamMember.role).where(
        TeamMember.opening_id == opening_id, TeamMember.person_id == person.id, TeamMember.removed_at.is_(None)
    )


def recruits_for(opening_id: int) -> ColumnElement[bool]:
    """For a query on Person: an active one who recruits for that opening today."""
    part = exists().where(
        TeamMember.opening_id == opening_id,
        TeamMember.person_id == Person.id,
        TeamMember.role == "recruiter",
        TeamMember.removed_at.is_(None),
    )
    return part & Person.deactivated_at.is_(None)
