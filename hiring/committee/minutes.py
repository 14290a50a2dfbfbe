"""The minutes of a packet, from the database alone: every closed ballot and change, what was noted and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from hiring.access.clauses import COMMITTEE
from hiring.committee.decisions import dimensions_of
from hiring.db import db
from hiring.models import (
    Ballot,
    Conflict,
    Decision,
    Packet,
    Person,
    PointNote,
    Proposal,
    RubricVersion,
    TeamMember,
    Vote,
)
from hiring.rubrics.queries import rubric_of


@dataclass(frozen=True, slots=True)
class Cast:
    """What somebody voted. `was`: their vote of the ballot before, where it was another one."""

    name: str
    verdict: str
    reason: str
    was: str | None


@dataclass(frozen=True, slots=True)
class BallotTold:
    """A closed ballot; `closed_by` is None where it closed by itself. `left` lost their place while it was open."""

    number: int
    opened_at: datetime
    opened_by: str
    closed_at: datetime
    closed_by: str | None
    votes: tuple[Cast, ...]
    absent: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def changes(self) -> tuple[Cast, ...]:
        """Those who voted otherwise than before."""
        return tuple(vote for vote in self.votes if vote.was is not None)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that somebody said and signed: a point of the discussion, a dissent, a note."""

    name: str
    at: datetime
    body: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A decision, or a proposal of one. `ended_by` withdrew a proposal, `seconded_by` made one a decision."""

    outcome: str
    condition: str
    reasons: str
    rests_on: tuple[str, ...]
    against_rule: str
    by: str
    at: datetime
    rule_said: str = ""
    proposed_at: datetime | None = None
    seconded_by: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """How a condition came out."""

    is_met: bool
    finding: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that a committee did about one packet. `is_voting`: a ballot is open, and sealed, so nothing of it is here.

    `proposals` are those that came to nothing, or wait. `stepped_back`: who had a part in it and gave it up; why is
    theirs.
    """

    candidate: str
    opening: str
    rubric: str
    sha256: str
    built_by: str
    built_at: datetime
    committee: tuple[tuple[str, str], ...]
    stepped_back: tuple[str, ...]
    ballots: tuple[BallotTold, ...]
    is_voting: bool
    points: tuple[Remark, ...]
    proposals: tuple[Resolved, ...]
    decision: Resolved | None
    settlement: Settled | None
    dissents: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def minutes_of(packet: Packet) -> Minutes:
    """The same for everybody who may read them. Nine queries, however much was said."""
    application, decision = packet.application, packet.decision
    opening = application.opening
    ballots = _ballots(packet)
    version = opening.rubric_version
    team = _team(opening.id, None if decision is None else decision.at)
    away = _stepped_back(packet)
    left = {name for one in ballots for name in one.left}
    proposals = _proposals(packet)
    return Minutes(
        candidate=application.candidate.name,
        opening=opening.known_as,
        rubric=f"{version.slug}@{version.number}",
        sha256=version.sha256,
        built_by=_names({packet.built_by_id})[packet.built_by_id],
        built_at=packet.built_at,
        committee=tuple((name, role) for person_id, name, role in team if person_id not in away),
        stepped_back=tuple(sorted({name for person_id, name, _role in team if person_id in away} | left)),
        ballots=ballots,
        is_voting=packet.ballot is not None and packet.ballot.is_open,
        points=_points(packet),
        proposals=tuple(_proposed(one, packet) for one in proposals if decision is None or one.ended_at != decision.at),
        decision=None if decision is None else _decided(decision, proposals, packet),
        settlement=None if decision is None else _settled(decision),
        dissents=() if decision is None else tuple(Remark(a.person.name, a.at, a.reason) for a in decision.dissents),
        notes=() if decision is None else tuple(Remark(note.by.name, note.at, note.body) for note in decision.notes),
    )


def _ballots(packet: Packet) -> tuple[BallotTold, ...]:
    """Closed ones only: of an open one nobody reads anything but their own."""
    found = db.session.scalars(
        select(Ballot)
        .where(Ballot.packet_id == packet.id, Ballot.closed_at.is_not(None))
        .order_by(Ballot.number)
        .options(selectinload(Ballot.votes).joinedload(Vote.person))
    ).all()
    people = _names({one.opened_by_id for one in found} | {one.closed_by_id for one in found if one.closed_by_id})
    return tuple(_ballot(one, before, people) for before, one in pairwise([None, *found]) if one is not None)


def _ballot(one: Ballot, before: Ballot | None, people: dict[int, str]) -> BallotTold:
    assert one.closed_at is not None
    # what somebody had voted before they were struck stays theirs
    was = {} if before is None else {vote.person_id: vote.verdict for vote in before.votes if vote.struck_at is None}
    ordered = sorted(one.votes, key=lambda vote: (vote.person.name, vote.person_id))
    kept = [vote for vote in ordered if vote.struck_at is None]
    return BallotTold(
        number=one.number,
        opened_at=one.opened_at,
        opened_by=people[one.opened_by_id],
        closed_at=one.closed_at,
        closed_by=None if one.closed_by_id is None else people[one.closed_by_id],
        votes=tuple(_cast(vote, was.get(vote.person_id)) for vote in kept if vote.verdict is not None),
        absent=tuple(vote.person.name for vote in kept if vote.verdict is None),
        left=tuple(vote.person.name for vote in ordered if vote.struck_at is not None),
    )


def _cast(vote: Vote, was: str | None) -> Cast:
    assert vote.verdict is not None
    return Cast(vote.person.name, vote.verdict, vote.reason, was if was != vote.verdict else None)


def _points(packet: Packet) -> tuple[Remark, ...]:
    found = db.session.execute(
        select(PointNote, RubricVersion)
        .join(RubricVersion, RubricVersion.id == PointNote.rubric_version_id)
        .where(PointNote.packet_id == packet.id)
        .order_by(PointNote.id)
        .options(joinedload(PointNote.by))
    )
    return tuple(
        Remark(note.by.name, note.at, note.body, rubric_of(version).dimension(note.dimension).title)
        for note, version in found
    )


def _proposals(packet: Packet) -> Sequence[Proposal]:
    return db.session.scalars(
        select(Proposal)
        .where(Proposal.packet_id == packet.id)
        .order_by(Proposal.id)
        .options(joinedload(Proposal.by), joinedload(Proposal.ended_by))
    ).all()


def _proposed(one: Proposal, packet: Packet) -> Resolved:
    return Resolved(
        one.outcome,
        one.condition,
        one.reasons,
        _titles(packet, one.dimensions),
        one.against_rule,
        one.by.name,
        one.at,
        ended_by=None if one.ended_by is None else one.ended_by.name,
        ended_at=one.ended_at,
    )


def _decided(decision: Decision, proposals: Sequence[Proposal], packet: Packet) -> Resolved:
    return Resolved(
        decision.outcome,
        decision.condition,
        decision.reasons,
        _titles(packet, decision.dimensions or ()),
        decision.against_rule,
        decision.by.name,
        decision.at,
        rule_said=decision.rule_said,
        proposed_at=next((one.at for one in proposals if one.ended_at == decision.at), None),
        seconded_by=None if decision.seconded_by is None else decision.seconded_by.name,
    )


def _settled(decision: Decision) -> Settled | None:
    one = decision.settlement
    return None if one is None else Settled(one.is_met, one.finding, one.by.name, one.at)


def _titles(packet: Packet, dimensions: Sequence[str]) -> tuple[str, ...]:
    titles = dimensions_of(packet)
    return tuple(titles.get(one, one) for one in dimensions)


def _team(opening_id: int, decided_at: datetime | None) -> list[tuple[int, str, str]]:
    """Chair and members as it was decided, or of today, in the order in which they came."""
    member = TeamMember
    was_there = (
        member.removed_at.is_(None)
        if decided_at is None
        else and_(member.added_at <= decided_at, or_(member.removed_at.is_(None), member.removed_at > decided_at))
    )
    found = db.session.execute(
        select(Person.id, Person.name, member.role)
        .join(Person, Person.id == member.person_id)
        .where(member.opening_id == opening_id, member.role.in_(COMMITTEE), was_there)
        .order_by(member.id)
    )
    return [(person_id, name, role) for person_id, name, role in found]


def _stepped_back(packet: Packet) -> set[int]:
    """To whom the application was closed by a conflict of interest before it was decided."""
    application, decision = packet.application, packet.decision
    here: ColumnElement[bool] = or_(
        Conflict.application_id == application.id,
        and_(Conflict.kind == "candidate", Conflict.opening_id == application.opening_id),
    )
    known = select(Conflict.person_id).where(here, Conflict.ended_at.is_(None))
    return set(db.session.scalars(known if decision is None else known.where(Conflict.at <= decision.at)))


def _names(people: set[int]) -> dict[int, str]:
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in found}
