"""Reading meetings: those a person may know of, what is on their agendas for them, and what they may call one about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import access
from hiring.access.clauses import (
    COMMITTEE,
    READER,
    AnyReader,
    is_no_candidate,
    is_on_team,
    leads_or_reads,
    owes_card,
)
from hiring.access.votes import OF_THE_LAST_BALLOT, OWN_VOTE, with_last_ballot
from hiring.ballots.closed import title_of
from hiring.ballots.rules import Course, why_not_vote
from hiring.ballots.view import has_light_form, status_of
from hiring.db import db
from hiring.models import (
    AgendaItem,
    Application,
    Candidate,
    Decision,
    Meeting,
    Move,
    Opening,
    Packet,
    Person,
    Reading,
    Slot,
    TeamMember,
)
from hiring.text import Text, count, text

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting in a list. `taken_up`: how many of its candidates this reader may know of."""

    ref: str
    starts_at: datetime
    place: str
    opening: str
    is_over: bool
    taken_up: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One candidate on the agenda, and what this reader can do about it."""

    packet_ref: str
    candidate: str
    state: Text
    may_read: bool
    has_read: bool
    may_vote: bool
    has_voted: bool
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A packet that can be put on an agenda."""

    ref: str
    candidate: str


_TAKEN_UP = (
    select(func.count())
    .select_from(AgendaItem)
    .join(AgendaItem.packet)
    .join(Packet.application)
    .where(AgendaItem.meeting_id == Meeting.id, leads_or_reads(READER))
    .correlate(Meeting)
    .scalar_subquery()
)
_MEETINGS = access.visible_meetings(READER).options(contains_eager(Meeting.opening)).add_columns(_TAKEN_UP)
_AHEAD = _MEETINGS.where(Meeting.ended_at.is_(None)).order_by(Meeting.starts_at, Meeting.id)
_PAST = _MEETINGS.where(Meeting.ended_at.is_not(None)).order_by(Meeting.starts_at.desc(), Meeting.id.desc())

_OWES = exists().where(Slot.application_id == Application.id, Slot.person_id == READER.id, owes_card(Slot))
_HAS_READ = exists().where(
    Reading.person_id == READER.id, Reading.application_id == Application.id, Reading.what == "packet"
)
_ITEMS = with_last_ballot(
    select(
        Packet.ref,
        Candidate.name,
        *OF_THE_LAST_BALLOT,
        OWN_VOTE.verdict.is_not(None).label("has_voted"),
        _OWES.label("owes"),
        _HAS_READ.label("has_read"),
    )
    .select_from(AgendaItem)
    .join(AgendaItem.packet)
    .join(Packet.application)
    .join(Application.candidate)
    .where(AgendaItem.meeting_id == bindparam("meeting_id", type_=Integer), leads_or_reads(READER))
    .order_by(AgendaItem.position, AgendaItem.id)
)


def ahead(reader: Person, *, most: int = SHOWN) -> list[Line]:
    """Those that have not been ended, the next first."""
    return [_line(*row) for row in db.session.execute(_AHEAD.limit(most), {"reader_id": reader.id})]


def past(reader: Person) -> list[Line]:
    return [_line(*row) for row in db.session.execute(_PAST.limit(SHOWN), {"reader_id": reader.id})]


def items(meeting: Meeting, reader: Person) -> list[Item]:
    """The agenda as far as this reader may know of it. One query, however long it is."""
    return [_item(row) for row in db.session.execute(_ITEMS, {"meeting_id": meeting.id, "reader_id": reader.id})]


def packets_known(meeting: Meeting, person: Person) -> frozenset[int]:
    """The ids of the packets on the agenda that this person may know of."""
    on_it = select(AgendaItem.packet_id).where(AgendaItem.meeting_id == meeting.id)
    known = select(Packet.id).join(Packet.application).where(Packet.id.in_(on_it), leads_or_reads(person))
    return frozenset(db.session.scalars(known))


def offers(opening: Opening, person: Person, without: Sequence[str] = ()) -> list[Offer]:
    """Packets of an opening that nobody has decided on, by name: what a meeting of it can be about."""
    rows = db.session.execute(
        _undecided(person)
        .join(Application.candidate)
        .where(Application.opening_id == opening.id)
        .order_by(Candidate.name, Packet.id)
        .with_only_columns(Packet.ref, Candidate.name)
    )
    return [Offer(ref, name) for ref, name in rows if ref not in without]


def packets_of(opening: Opening, person: Person, refs: Sequence[str]) -> list[Packet]:
    """Those packets of an opening that this person may know of, in the order given."""
    found = db.session.scalars(
        select(Packet)
        .join(Packet.application)
        .where(Packet.ref.in_(refs), Application.opening_id == opening.id, leads_or_reads(person))
        .options(joinedload(Packet.decision), joinedload(Packet.application).joinedload(Application.candidate))
    )
    by_ref = {packet.ref: packet for packet in found}
    return [by_ref[ref] for ref in dict.fromkeys(refs) if ref in by_ref]


def may_call_for(person: Person) -> list[Opening]:
    """Openings whose committee this person may call together, because it has something to decide."""
    calls = is_on_team(person, Opening.id, ("recruiter", "chair"))
    waits = _undecided(person).where(Application.opening_id == Opening.id).with_only_columns(Packet.id).exists()
    wanted = select(Opening).where(calls, waits, is_no_candidate(person, Opening.id), Opening.closed_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Opening.title, Opening.id)))


def committee_of(opening: Opening) -> Sequence[Person]:
    """The chair and the members, each once, but for whoever is a candidate there."""
    part = exists().where(
        TeamMember.person_id == Person.id,
        TeamMember.opening_id == Opening.id,
        TeamMember.role.in_(COMMITTEE),
        TeamMember.removed_at.is_(None),
    )
    return db.session.scalars(
        select(Person)
        .join(Opening, Opening.id == opening.id)
        .where(part, Person.deactivated_at.is_(None), is_no_candidate(AnyReader(Person.id), Opening.id))
        .order_by(Person.name, Person.id)
        .options(lazyload(Person.capabilities))
    ).all()


def _undecided(person: Person) -> Select[Packet]:
    """Joined to Application."""
    return (
        select(Packet)
        .join(Packet.application)
        .outerjoin(Move, Move.id == Application.current_move_id)
        .where(leads_or_reads(person), ~exists().where(Decision.packet_id == Packet.id), Move.outcome.is_(None))
    )


def _line(meeting: Meeting, taken_up: int) -> Line:
    return Line(
        ref=meeting.ref,
        starts_at=meeting.starts_at,
        place=meeting.place,
        opening=meeting.opening.known_as,
        is_over=meeting.ended_at is not None,
        taken_up=count("%(num)d candidate", "%(num)d candidates", taken_up),
    )


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    course = Course(
        ballots=row.ballots,
        is_open=row.ballots > 0 and row.closed_at is None,
        roll=row.roll,
        cast=row.cast,
        committee=row.roll,
        is_decided=row.is_decided,
        has_ended=row.has_ended,
    )
    return Item(
        packet_ref=row.ref,
        candidate=row.name,
        state=_state(course, owes=row.owes),
        may_read=not row.owes,
        has_read=row.has_read,
        may_vote=not row.owes and row.has_place and why_not_vote(course) is None,
        has_voted=row.has_voted,
        is_decided=row.is_decided,
    )


def _state(course: Course, *, owes: bool) -> Text:
    if owes:
        return text("You owe a scorecard for this candidate. Hand it in first.")
    if course.is_decided:
        return text("Decided")
    if course.has_ended:
        return text("The application is closed")
    if not course.ballots:
        return text("No ballot yet")
    title = title_of(course.ballots, is_light=has_light_form(course))
    return text("%(title)s: %(status)s", title=title, status=status_of(course))
