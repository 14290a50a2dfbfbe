"""Reading ballots: how far they have come for a verb, and what one reader of a packet may see of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Integer, and_, bindparam, case, exists, func, select
from sqlalchemy.orm import aliased

from hiring import access
from hiring.access.clauses import READER, AnyReader, is_on_team
from hiring.access.packets import readable_packets
from hiring.ballots.closed import Place
from hiring.ballots.rules import FEWEST, Course, Past
from hiring.ballots.view import BallotView, Live, Noted, Rights, live_of, own_of, view_of
from hiring.db import db
from hiring.models import (
    Application,
    Ballot,
    Candidate,
    Decision,
    Move,
    Opening,
    Packet,
    Person,
    PointNote,
    RubricVersion,
    Slot,
    Vote,
)
from hiring.policy import Permission, Standing, permits
from hiring.rolls import belongs
from hiring.rubrics.queries import rubric_of

_PACKET_ID = bindparam("packet_id", type_=Integer)
_ANY = aliased(Ballot)
_NEWEST = select(func.max(_ANY.number)).where(_ANY.packet_id == _PACKET_ID).scalar_subquery()
_ON_THE_ROLL = (
    select(func.count())
    .select_from(Vote)
    .join(Ballot, Ballot.id == Vote.ballot_id)
    .where(Vote.struck_at.is_(None), Ballot.packet_id == _PACKET_ID, Ballot.number == _NEWEST)
)
_COURSE = (
    select(
        select(func.count()).select_from(Ballot).where(Ballot.packet_id == _PACKET_ID).scalar_subquery(),
        exists().where(Ballot.packet_id == _PACKET_ID, Ballot.closed_at.is_(None)),
        _ON_THE_ROLL.scalar_subquery(),
        _ON_THE_ROLL.where(Vote.verdict.is_not(None)).scalar_subquery(),
        select(func.count()).select_from(Person).where(belongs()).correlate(Application).scalar_subquery(),
        exists().where(Decision.packet_id == _PACKET_ID),
        func.coalesce(Move.outcome, "") != "",
    )
    .select_from(Packet)
    .join(Packet.application)
    .outerjoin(Move, Move.id == Application.current_move_id)
    .where(Packet.id == _PACKET_ID)
)
_IS_EXECUTIVE = exists().where(
    Slot.application_id == Packet.application_id, Slot.person_id == Vote.person_id, Slot.perspective == "executive"
) | is_on_team(AnyReader(Vote.person_id), Application.opening_id, ("hiring_manager",))
_SENIORITY = case(
    (is_on_team(AnyReader(Vote.person_id), Application.opening_id, ("chair",)), 2), (_IS_EXECUTIVE, 1), else_=0
)
_UNSEALED = access.is_unsealed(READER)
_PLACES = (
    select(
        Ballot.number,
        Ballot.closed_at,
        Vote.person_id,
        Person.name,
        Vote.struck_at.is_not(None),
        Vote.verdict.is_not(None),
        case((_UNSEALED, Vote.verdict)),
        case((_UNSEALED, Vote.reason)),
        _SENIORITY,
    )
    .join(Vote.ballot)
    .join(Vote.person)
    .join(Ballot.packet)
    .join(Packet.application)
    .where(Ballot.packet_id == _PACKET_ID)
    .order_by(Ballot.number, Person.name, Person.id)
)
_POINTS = (
    select(PointNote.dimension, RubricVersion, PointNote.body, Person.name, PointNote.at)
    .join(RubricVersion, RubricVersion.id == PointNote.rubric_version_id)
    .join(Person, Person.id == PointNote.by_id)
    .where(PointNote.packet_id == _PACKET_ID)
    .order_by(PointNote.id)
)


_WANTED = (
    readable_packets(READER)
    .join(Application.candidate)
    .join(Application.opening)
    .outerjoin(Move, Move.id == Application.current_move_id)
    .join(Ballot, and_(Ballot.packet_id == Packet.id, Ballot.closed_at.is_(None)))
    .join(Vote, and_(Vote.ballot_id == Ballot.id, Vote.person_id == READER.id))
    .where(
        Vote.verdict.is_(None),
        Vote.struck_at.is_(None),
        Move.outcome.is_(None),
        ~exists().where(Decision.packet_id == Packet.id),
    )
    .with_only_columns(Packet.ref, Candidate.name, Opening)
    .order_by(Ballot.opened_at, Ballot.id)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A packet whose open ballot waits for somebody's vote."""

    packet_ref: str
    candidate: str
    opening: str


@dataclass(frozen=True, slots=True)
class Point:
    """A dimension that something can be noted about."""

    rubric_version_id: int
    id: str
    title: str


def course_of(packet: Packet) -> Course:
    """How far the ballots on it have come, as the database has it now."""
    db.session.flush()
    return Course(*db.session.execute(_COURSE, {"packet_id": packet.id}).one())


def standing_of(packet: Packet, reader: Person, standing: Standing) -> BallotView | None:
    """What this reader is shown of the ballots on a packet. No query before the first ballot, two after it."""
    move = packet.application.current_move
    return _view(
        packet.id,
        packet.ref,
        reader,
        standing,
        has_ballots=bool(packet.ballots),
        has_ended=move is not None and move.outcome is not None,
    )


def standing_of_poll(poll: access.Poll, reader: Person, standing: Standing) -> BallotView | None:
    """The same for whoever only asked how the ballot stands."""
    return _view(
        poll.packet_id, poll.packet_ref, reader, standing, has_ballots=poll.ballots > 0, has_ended=poll.has_ended
    )


def _view(
    packet_id: int, packet_ref: str, reader: Person, standing: Standing, *, has_ballots: bool, has_ended: bool
) -> BallotView | None:
    rights, asked = _rights(standing), {"packet_id": packet_id, "reader_id": reader.id}
    places = [Place(*row) for row in db.session.execute(_PLACES, asked)] if has_ballots else []
    return view_of(
        places,
        _noted(packet_id) if rights.reads and any(one.closed_at for one in places) else (),
        packet_ref=packet_ref,
        reader_id=reader.id,
        rights=rights,
        is_decided=standing.is_decided,
        has_ended=has_ended,
    )


def live_of_poll(poll: access.Poll, standing: Standing) -> Live:
    """How the last ballot stands. One query more for whoever opens and closes ballots, while one is open."""
    rights = _rights(standing)
    course = Course(
        ballots=poll.ballots,
        is_open=poll.ballots > 0 and poll.closed_at is None,
        roll=poll.roll,
        cast=poll.cast,
        committee=poll.roll if poll.ballots else FEWEST,
        is_decided=poll.is_decided,
        has_ended=poll.has_ended,
    )
    return live_of(
        course,
        packet_ref=poll.packet_ref,
        own=own_of(poll.own_verdict, poll.own_reason) if poll.has_place else None,
        still_out=access.still_out(poll) if rights.opens and course.is_open else (),
        rights=rights,
    )


def _rights(standing: Standing) -> Rights:
    return Rights(
        opens=permits(Permission.BALLOT_OPEN, standing),
        votes=permits(Permission.VOTE_CAST, standing),
        reads=permits(Permission.BALLOT_READ, standing),
        notes=permits(Permission.POINT_NOTE, standing),
    )


def _noted(packet_id: int) -> list[Noted]:
    found = db.session.execute(_POINTS, {"packet_id": packet_id})
    return [
        Noted(dimension, version.id, rubric_of(version).dimension(dimension).title, body, name, at)
        for dimension, version, body, name, at in found
    ]


def open_ballot_of(packet: Packet) -> Ballot | None:
    """The one that is open, as the database has it now."""
    return db.session.scalar(
        select(Ballot).where(Ballot.packet_id == packet.id, Ballot.closed_at.is_(None)),
        execution_options={"populate_existing": True},
    )


def place_of(packet: Packet, person: Person) -> Vote | None:
    """Somebody's place in the open ballot, struck or not, as the database has it now."""
    return db.session.scalar(
        select(Vote)
        .join(Vote.ballot)
        .where(Ballot.packet_id == packet.id, Ballot.closed_at.is_(None), Vote.person_id == person.id),
        execution_options={"populate_existing": True},
    )


def past_of(packet: Packet, person_id: int) -> Past:
    """What somebody has voted on the packet so far, struck or not."""
    cast = db.session.execute(
        select(Ballot.closed_at.is_(None), Vote.verdict)
        .join(Vote.ballot)
        .where(Ballot.packet_id == packet.id, Vote.person_id == person_id, Vote.verdict.is_not(None))
        .order_by(Ballot.number)
    ).all()
    before = [verdict for is_open, verdict in cast if not is_open]
    return Past(before[-1] if before else None, bool(cast))


def points_to_note(packet: Packet) -> Mapping[str, Point]:
    """The dimensions of the opening's rubric, then those of single stages, by `slug@number/dimension`."""
    application = packet.application
    judged_by = select(Slot.rubric_version_id).where(Slot.application_id == application.id)
    own = application.opening.rubric_version_id
    versions = db.session.scalars(
        select(RubricVersion)
        .where(RubricVersion.id.in_(judged_by) | (RubricVersion.id == own))
        .order_by(RubricVersion.id != own, RubricVersion.id)
    )
    return {
        f"{version.slug}@{version.number}/{dimension.id}": Point(version.id, dimension.id, dimension.title)
        for version in versions
        for dimension in rubric_of(version).dimensions
    }


def waiting_for(person: Person) -> list[Wanted]:
    """The ballots that wait for this person's vote, the oldest first. One query."""
    rows = db.session.execute(_WANTED, {"reader_id": person.id})
    return [Wanted(packet_ref, candidate, opening.known_as) for packet_ref, candidate, opening in rows]
