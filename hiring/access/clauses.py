"""The conditions that the visible sets are made of, as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, ScalarSelect, and_, bindparam, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from hiring.clock import utcnow
from hiring.db import UtcDateTime
from hiring.models import (
    Application,
    BreakGlass,
    Capability,
    Conflict,
    Packet,
    Person,
    PlanRevision,
    RoundRow,
    Slot,
    StageRow,
    TeamMember,
)

LEADS = ("recruiter", "hiring_manager")
COMMITTEE = ("chair", "committee")
GUARDS_PRIVACY = "privacy_officer"

# made once: SQLAlchemy adapts every column of an alias anew, which cost pages more than their queries did
_ITS_PACKET, _SEAT, _CLOSED = aliased(Packet), aliased(Slot), aliased(Application)
# asked anew each time a query runs, however long ago it was built
NOW = bindparam("now_by_the_clock", callable_=utcnow, type_=UtcDateTime())


@dataclass(frozen=True, slots=True)
class AnyReader:
    """Whoever will ask, in a query that is built once: run it with their id as `reader_id`."""

    id: ColumnElement[int] | InstrumentedAttribute[int]


READER = AnyReader(bindparam("reader_id", type_=Integer))
Reader = Person | AnyReader
Column = ColumnElement[Any] | InstrumentedAttribute[Any]


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


def owes_nothing(person: Reader, application_id: Column) -> ColumnElement[bool]:
    """The person owes no card there in any round: the policy's `owes_nothing`, for a WHERE. Looked up once."""
    return application_id.not_in(select(_SEAT.application_id).where(_SEAT.person_id == person.id, owes_card(_SEAT)))


def sits_on(person: Reader, application_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The person has a live seat on that application, and no conflict of interest in it."""
    seat = exists().where(_SEAT.application_id == application_id, _SEAT.person_id == person.id, is_live(_SEAT))
    return seat & is_clear(person, application_id)


def is_clear(person: Reader, application_id: Column) -> ColumnElement[bool]:
    """The person has no conflict of interest there. Part of every visible set, whatever the role; looked up once."""
    closed = (
        select(_CLOSED.id)
        .join(
            Conflict,
            or_(
                Conflict.application_id == _CLOSED.id,
                and_(Conflict.kind == "candidate", Conflict.opening_id == _CLOSED.opening_id),
            ),
        )
        .where(Conflict.person_id == person.id, Conflict.ended_at.is_(None))
    )
    return application_id.not_in(closed)


def is_no_candidate(person: Reader, opening_id: Column) -> ColumnElement[bool]:
    """The person is not a candidate there themselves: the others are their rivals, so the whole opening is closed."""
    own = select(Conflict.opening_id).where(
        Conflict.person_id == person.id, Conflict.kind == "candidate", Conflict.ended_at.is_(None)
    )
    return opening_id.not_in(own)


def broke_glass(person: Reader, opening_id: Column) -> ColumnElement[bool]:
    """The person may read that opening for the moment, because two people said so and they still guard privacy."""
    opened = (
        select(BreakGlass.opening_id)
        .join(Capability, and_(Capability.person_id == BreakGlass.asked_by_id, Capability.kind == GUARDS_PRIVACY))
        .where(BreakGlass.asked_by_id == person.id, is_lasting())
    )
    return opening_id.in_(opened)


def is_lasting() -> ColumnElement[bool]:
    """For a query on BreakGlass: approved, and neither ended nor over."""
    return and_(BreakGlass.approved_at.is_not(None), BreakGlass.ended_at.is_(None), BreakGlass.ends_at > NOW)


def leads_or_reads(person: Reader) -> ColumnElement[bool]:
    """For a query on Application: recruiter or hiring manager of it, or on a committee that has its packet; clear of
    any conflict.
    """
    leads = is_on_team(person, Application.opening_id, LEADS)
    reads = is_on_team(person, Application.opening_id, COMMITTEE) & has_packet(Application.id)
    return (leads | reads) & is_clear(person, Application.id)


def oversees(person: Reader) -> ColumnElement[bool]:
    """For a query on Application: leads or reads it, or reads it in an emergency."""
    in_emergency = broke_glass(person, Application.opening_id) & is_clear(person, Application.id)
    return leads_or_reads(person) | in_emergency


def live_roles(person: Reader, opening_id: Any) -> Any:
    """The person's roles on one opening, as a Select of words."""
    return select(TeamMember.role).where(
        TeamMember.opening_id == opening_id, TeamMember.person_id == person.id, TeamMember.removed_at.is_(None)
    )


def works_here() -> ColumnElement[bool]:
    """For a query on Person: somebody with an account today, who can be given a part. A guest has none."""
    return and_(Person.deactivated_at.is_(None), Person.is_guest.is_(False))


def decides_on_packets(opening_id: Column) -> ScalarSelect[str]:
    """The role that decides the committee's round, by the opening's newest plan; NULL where no stage is a committee's.

    Wherever the application stands: whoever decides an earlier or a later round gets no say here by a move.
    """
    return (
        select(RoundRow.decides)
        .join(PlanRevision, PlanRevision.id == RoundRow.revision_id)
        .join(StageRow, StageRow.round_id == RoundRow.id)
        .where(PlanRevision.opening_id == opening_id, StageRow.kind == "committee")
        .order_by(PlanRevision.number.desc(), StageRow.position)
        .limit(1)
        .scalar_subquery()
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
