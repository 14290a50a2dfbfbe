"""Reading a packet: every card, seat, rubric and committee member that its reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from hiring.access import group_scorecards, owed_slots, visible_scorecards
from hiring.access.clauses import COMMITTEE
from hiring.db import db
from hiring.models import Interview, Packet, Person, Reading, RubricVersion, Scorecard, Slot, StageRow, TeamMember
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the committee, and whether they have opened the packet."""

    person_id: int
    name: str
    role: str
    has_read: bool


@dataclass(frozen=True, slots=True)
class Material:
    """What one packet is drawn from. `rubrics` are by the id of their version, the opening's own among them.

    `cards` may be shown with their names; `group_cards` only together. `seats` are all live ones, in or out.
    """

    cards: Sequence[Scorecard]
    group_cards: Sequence[Scorecard]
    seats: Sequence[Slot]
    rubrics: Mapping[int, Rubric]
    committee: Sequence[Member]


class Reads(NamedTuple):
    """The three selections of one reader, each waiting for `application_id`."""

    cards: Select[Scorecard]
    group_cards: Select[Scorecard]
    seats: Select[Slot]


def material(packet: Packet, reader: Person) -> Material:
    """Six queries, and one more where people answered as a group."""
    application = packet.application
    reads, this = _reads_of(reader.id), {"application_id": application.id}
    cards = db.session.scalars(reads.cards, this).all()
    group_cards = db.session.scalars(reads.group_cards, this).all()
    seats = db.session.scalars(reads.seats, this).all()
    pinned = {seat.rubric_version_id for seat in (*(card.slot for card in (*cards, *group_cards)), *seats)}
    versions = select(RubricVersion).where(RubricVersion.id.in_(pinned | {application.opening.rubric_version_id}))
    return Material(
        cards=cards,
        group_cards=group_cards,
        seats=seats,
        rubrics={version.id: rubric_of(version) for version in db.session.scalars(versions)},
        committee=_committee(packet),
    )


@lru_cache(maxsize=128)
def _reads_of(reader_id: int) -> Reads:
    """Built once for a reader: what they may see is asked anew each time, but the question stays the same."""
    reader = Person(id=reader_id)
    return Reads(
        cards=_with_all(visible_scorecards(reader).where(Slot.collective.is_(False))),
        group_cards=_with_all(group_scorecards(reader)),
        seats=owed_slots(reader)
        .where(Slot.application_id == bindparam("application_id"))
        .options(
            joinedload(Slot.person).options(lazyload(Person.capabilities)),
            contains_eager(Slot.interview).joinedload(Interview.stage).load_only(StageRow.title, StageRow.position),
        )
        .order_by(Slot.id),
    )


def packet_of(application_id: int) -> Packet | None:
    """The packet of an application, if one has been built."""
    return db.session.scalar(select(Packet).filter_by(application_id=application_id))


def has_card(application_id: int) -> bool:
    """Whether anybody has handed in a card for the application."""
    handed_in = exists().where(Slot.application_id == application_id, Slot.handed_in_at.is_not(None))
    return bool(db.session.scalar(select(handed_in)))


def committee_of(opening_id: int) -> Sequence[Person]:
    """The chair and the members of an opening's committee, each once."""
    return db.session.scalars(
        select(Person)
        .where(
            exists().where(
                TeamMember.person_id == Person.id,
                TeamMember.opening_id == opening_id,
                TeamMember.role.in_(COMMITTEE),
                TeamMember.removed_at.is_(None),
            ),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.id)
    ).all()


def _with_all(cards: Select[Scorecard]) -> Select[Scorecard]:
    """The cards of one application with their seats, people, stages and ratings, in the order of the loop."""
    slot = contains_eager(Scorecard.slot)
    return (
        cards.where(Slot.application_id == bindparam("application_id"))
        .options(
            slot.joinedload(Slot.person).options(lazyload(Person.capabilities)),
            slot.contains_eager(Slot.interview)
            .contains_eager(Interview.stage)
            .load_only(StageRow.title, StageRow.position),
            selectinload(Scorecard.ratings),
        )
        .order_by(Interview.starts_at, Slot.id)
    )


def _committee(packet: Packet) -> list[Member]:
    has_read = exists().where(
        Reading.person_id == TeamMember.person_id,
        Reading.application_id == packet.application_id,
        Reading.what == "packet",
    )
    members = (
        select(Person.id, Person.name, TeamMember.role, has_read)
        .join(Person, Person.id == TeamMember.person_id)
        .where(
            TeamMember.opening_id == packet.application.opening_id,
            TeamMember.role.in_(COMMITTEE),
            TeamMember.removed_at.is_(None),
        )
        .order_by(TeamMember.id)
    )
    return [Member(*row) for row in db.session.execute(members)]
