"""Reading a packet: every card, seat, rubric and committee member that its reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, exists, select

from hiring import models
from hiring.access import group_scorecards, owed_slots, visible_scorecards
from hiring.access.clauses import COMMITTEE, READER, owes_card
from hiring.db import db
from hiring.models import Interview, Packet, Person, Reading, RubricVersion, Scorecard, Slot, StageRow, TeamMember
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of


class Seat(NamedTuple):
    """One interviewer's seat, with whose it is and the stage it is in."""

    id: int
    application_id: int
    interview_id: int
    person_id: int
    name: str
    perspective: str
    collective: bool
    dimensions: Sequence[str]
    rubric_version_id: int
    due_at: datetime
    owes_card: bool
    stage_id: int
    stage: str
    stage_position: int


class Rating(NamedTuple):
    """What one card says of one dimension."""

    dimension: str
    level: int | None
    not_assessed: str
    evidence: str
    situation: str
    action: str
    result: str
    red_flag: bool
    to_check: str


class Card(NamedTuple):
    """One handed-in scorecard."""

    verdict: str | None
    sure: str | None
    headline: str
    private_note: str
    had_read_earlier_rounds: bool
    slot: Seat
    ratings: Sequence[Rating]


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

    cards: Sequence[Card]
    group_cards: Sequence[Card]
    seats: Sequence[Seat]
    rubrics: Mapping[int, Rubric]
    committee: Sequence[Member]


_SEAT = (
    Slot.id,
    Slot.application_id,
    Slot.interview_id,
    Slot.person_id,
    Person.name,
    Slot.perspective,
    Slot.collective,
    Slot.dimensions,
    Slot.rubric_version_id,
    Slot.due_at,
    owes_card(Slot),
    Interview.stage_id,
    StageRow.title,
    StageRow.position,
)
_CARD = (
    Scorecard.id,
    Scorecard.verdict,
    Scorecard.sure,
    Scorecard.headline,
    Scorecard.private_note,
    Scorecard.had_read_earlier_rounds,
)
_IN_APPLICATION = Slot.application_id == bindparam("application_id")


def _with_seats(cards: Select[Scorecard]) -> Select[*tuple[Any, ...]]:
    """The cards of one application, in the order of the loop."""
    return (
        cards.join(Slot.person)
        .where(_IN_APPLICATION)
        .with_only_columns(*_CARD, *_SEAT)
        .order_by(Interview.starts_at, Slot.id)
    )


# plain rows of what the page shows: a packet of eight dimensions by six people would be a hundred objects
_CARDS = _with_seats(visible_scorecards(READER).where(Slot.collective.is_(False)))
_GROUP_CARDS = _with_seats(group_scorecards(READER))
_SEATS = (
    owed_slots(READER)
    .join(Slot.person)
    .join(Interview.stage)
    .where(_IN_APPLICATION)
    .with_only_columns(*_SEAT)
    .order_by(Slot.id)
)
_RATINGS = (
    select(
        models.Rating.scorecard_id,
        models.Rating.dimension,
        models.Rating.level,
        models.Rating.not_assessed,
        models.Rating.evidence,
        models.Rating.situation,
        models.Rating.action,
        models.Rating.result,
        models.Rating.red_flag,
        models.Rating.to_check,
    )
    .where(models.Rating.scorecard_id.in_(bindparam("scorecard_ids", expanding=True)))
    .order_by(models.Rating.position)
)
_VERSIONS = select(RubricVersion).where(RubricVersion.id.in_(bindparam("version_ids", expanding=True)))
_COMMITTEE = (
    select(
        Person.id,
        Person.name,
        TeamMember.role,
        exists().where(
            Reading.person_id == TeamMember.person_id,
            Reading.application_id == bindparam("application_id"),
            Reading.what == "packet",
        ),
    )
    .join(Person, Person.id == TeamMember.person_id)
    .where(
        TeamMember.opening_id == bindparam("opening_id"),
        TeamMember.role.in_(COMMITTEE),
        TeamMember.removed_at.is_(None),
    )
    .order_by(TeamMember.id)
)


def material(packet: Packet, reader: Person) -> Material:
    """Six queries."""
    application = packet.application
    asked = {"reader_id": reader.id, "application_id": application.id}
    rows, group_rows = db.session.execute(_CARDS, asked).all(), db.session.execute(_GROUP_CARDS, asked).all()
    ratings = _ratings(row.id for row in (*rows, *group_rows))
    cards, group_cards = _cards(rows, ratings), _cards(group_rows, ratings)
    seats = [Seat._make(row) for row in db.session.execute(_SEATS, asked)]
    pinned = {seat.rubric_version_id for seat in (*(card.slot for card in (*cards, *group_cards)), *seats)}
    versions = db.session.scalars(_VERSIONS, {"version_ids": [*pinned, application.opening.rubric_version_id]})
    members = {"application_id": application.id, "opening_id": application.opening_id}
    return Material(
        cards=cards,
        group_cards=group_cards,
        seats=seats,
        rubrics={version.id: rubric_of(version) for version in versions},
        committee=[Member(*row) for row in db.session.execute(_COMMITTEE, members)],
    )


def _ratings(scorecard_ids: Iterable[int]) -> Mapping[int, Sequence[Rating]]:
    """By card, in the order of its form."""
    ratings: defaultdict[int, list[Rating]] = defaultdict(list)
    for scorecard_id, *said in db.session.execute(_RATINGS, {"scorecard_ids": list(scorecard_ids)}):
        ratings[scorecard_id].append(Rating(*said))
    return ratings


def _cards(rows: Iterable[Row[*tuple[Any, ...]]], ratings: Mapping[int, Sequence[Rating]]) -> list[Card]:
    own = len(_CARD)
    return [Card._make((*row[1:own], Seat._make(row[own:]), ratings[row[0]])) for row in rows]


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
