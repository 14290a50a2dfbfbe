"""Reading a packet: every card, seat, rubric and committee member that its reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, or_, select

from hiring.access import owed_slots
from hiring.access.clauses import COMMITTEE, READER, AnyReader, decides_on_packets, is_clear
from hiring.access.packets import readable_packets
from hiring.committee.cards import IN_APPLICATION, SEAT, Card, Seat, cards_of
from hiring.committee.habits import Habits, habits_of
from hiring.db import db
from hiring.models import (
    Application,
    Candidate,
    Decision,
    Interview,
    Move,
    Opening,
    Packet,
    Person,
    Proposal,
    Reading,
    RoundRow,
    Settlement,
    Slot,
    StageRow,
    TeamMember,
)
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of, rubrics_of


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody to whom the packet is delivered: in which part, since when, and when they first and last opened it."""

    person_id: int
    name: str
    role: str
    since: datetime
    first_read_at: datetime | None
    last_read_at: datetime | None

    @property
    def is_committee(self) -> bool:
        return self.role in COMMITTEE


@dataclass(frozen=True, slots=True)
class Material:
    """What one packet is drawn from. `rubrics` are by the id of their version, the opening's own among them.

    `cards` may be shown with their names; `group_cards` only together; `practice` are read and counted nowhere. `seats`
    are all live ones, in or out. `readers` are the opening's team. `habits` are by rubric version too, and say nothing
    of anybody while the opening keeps adjusted numbers back.
    """

    cards: Sequence[Card]
    group_cards: Sequence[Card]
    practice: Sequence[Card]
    seats: Sequence[Seat]
    rubrics: Mapping[int, Rubric]
    readers: Sequence[Member]
    habits: Mapping[int, Habits]

    @property
    def committee(self) -> Sequence[Member]:
        return [one for one in self.readers if one.is_committee]


_SEATS = (
    owed_slots(READER)
    .join(Slot.person)
    .join(Interview.stage)
    .where(IN_APPLICATION)
    .with_only_columns(*SEAT)
    .order_by(Slot.id)
)
_READERS = (
    select(Person.id, Person.name, TeamMember.role, TeamMember.added_at, func.min(Reading.at), func.max(Reading.at))
    .select_from(TeamMember)
    .join(Person, Person.id == TeamMember.person_id)
    .outerjoin(
        Reading,
        and_(
            Reading.application_id == bindparam("application_id"),
            Reading.person_id == TeamMember.person_id,
            Reading.what == "packet",
        ),
    )
    .where(
        TeamMember.opening_id == bindparam("opening_id"),
        TeamMember.removed_at.is_(None),
        is_clear(AnyReader(TeamMember.person_id), bindparam("application_id", type_=Integer)),
    )
    .group_by(TeamMember.id, Person.id)
    .order_by(TeamMember.id)
)


def material(packet: Packet, reader: Person) -> Material:
    """Five queries, and one more when this process meets a rubric for the first time."""
    application = packet.application
    asked = {"reader_id": reader.id, "application_id": application.id}
    cards = cards_of(asked)
    seats = [Seat._make(row) for row in db.session.execute(_SEATS, asked)]
    own = application.opening.rubric_version
    pinned = {one.rubric_version_id: one.rubric_sha256 for one in (*(card.slot for card in cards), *seats)}
    team = {"application_id": application.id, "opening_id": application.opening_id}
    counted = [card for card in cards if not (card.is_practice or card.slot.collective)]
    return Material(
        cards=counted,
        group_cards=[card for card in cards if card.slot.collective],
        practice=[card for card in cards if card.is_practice and not card.slot.collective],
        seats=seats,
        rubrics=rubrics_of(pinned) | {own.id: rubric_of(own)},
        readers=[Member(*row) for row in db.session.execute(_READERS, team)],
        habits=habits_of(pinned, {card.slot.person_id for card in counted} if packet.shows_adjusted else ()),
    )


def packet_of(application_id: int) -> Packet | None:
    """The packet of an application, if one has been built."""
    return db.session.scalar(select(Packet).filter_by(application_id=application_id))


def has_card(application_id: int) -> bool:
    """Whether anybody has handed in a card for the application."""
    handed_in = exists().where(Slot.application_id == application_id, Slot.handed_in_at.is_not(None))
    return bool(db.session.scalar(select(handed_in)))


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """What is left to do about a decision: a proposal "to_second", or a condition "to_settle"."""

    packet_ref: str
    candidate: str
    opening: str
    what: str


def _has_part(*roles: str | ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(
        TeamMember.opening_id == Application.opening_id,
        TeamMember.person_id == READER.id,
        TeamMember.removed_at.is_(None),
        or_(*(TeamMember.role == role for role in roles)),
    )


_WAITS = and_(Proposal.id.is_not(None), Proposal.by_id != READER.id, _has_part(*COMMITTEE, "hiring_manager"))
_DECIDES = func.coalesce(decides_on_packets(Application.opening_id), RoundRow.decides, "chair")
_IS_OPEN = and_(Decision.condition != "", Settlement.id.is_(None), _has_part("recruiter", _DECIDES))
_LOOSE_ENDS = (
    readable_packets(READER)
    .join(Candidate, Candidate.id == Application.candidate_id)
    .join(Opening, Opening.id == Application.opening_id)
    .outerjoin(Decision, Decision.packet_id == Packet.id)
    .outerjoin(Settlement, Settlement.decision_id == Decision.id)
    .outerjoin(Proposal, and_(Proposal.packet_id == Packet.id, Proposal.ended_at.is_(None)))
    .outerjoin(Move, Move.id == Application.current_move_id)
    .outerjoin(StageRow, StageRow.id == Move.stage_id)
    .outerjoin(RoundRow, RoundRow.id == StageRow.round_id)
    .where(Application.due_at.is_not(None), or_(_WAITS, _IS_OPEN))
    .with_only_columns(
        Packet.ref, Candidate.name, Opening, case((Proposal.id.is_not(None), "to_second"), else_="to_settle")
    )
    .order_by(Packet.built_at, Packet.id)
)


def loose_ends(person: Person) -> list[LooseEnd]:
    """What waits for this person after a committee has met, the oldest packet first. One query."""
    rows = db.session.execute(_LOOSE_ENDS, {"reader_id": person.id})
    return [LooseEnd(ref, candidate, opening.known_as, what) for ref, candidate, opening, what in rows]
