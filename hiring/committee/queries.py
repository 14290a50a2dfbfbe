"""Reading a packet: every card, seat, rubric and committee member that its reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, bindparam, exists, literal, select
from sqlalchemy.orm import aliased

from hiring import models
from hiring.access import group_scorecards, owed_slots, visible_scorecards
from hiring.access.clauses import COMMITTEE, READER, AnyReader, is_clear, owes_card
from hiring.committee.habits import Habits, habits_of
from hiring.committee.layers import Layers, Rating, Said, layers_of
from hiring.db import db
from hiring.models import (
    Application,
    Interview,
    Packet,
    Person,
    Reading,
    RubricVersion,
    Scorecard,
    Slot,
    StageRow,
    TeamMember,
)
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


class Card(NamedTuple):
    """One handed-in scorecard as it stands now; `layers` if it was changed since it came in."""

    verdict: str | None
    sure: str | None
    headline: str
    private_note: str
    worries: str
    next_question: str
    ratings: Sequence[Rating]
    had_read_earlier_rounds: bool
    saw_others: bool
    is_unscheduled: bool
    typed_by: str | None
    slot: Seat
    layers: Layers | None

    def first_rating(self, dimension: str) -> Rating | None:
        """What it said of a dimension at first, if it says something else now."""
        return None if self.layers is None else self.layers.first_rating(dimension)

    @property
    def as_handed_in(self) -> Card:
        """The same card before any change."""
        return self if self.layers is None else self._replace(**self.layers.first._asdict(), layers=None)


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

    `cards` may be shown with their names; `group_cards` only together. `seats` are all live ones, in or out. `habits`
    are by rubric version too, and empty while the opening keeps adjusted numbers back.
    """

    cards: Sequence[Card]
    group_cards: Sequence[Card]
    seats: Sequence[Seat]
    rubrics: Mapping[int, Rubric]
    committee: Sequence[Member]
    habits: Mapping[int, Habits]


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
_TYPIST = aliased(Person)
_CARD = (
    Scorecard.id,
    Scorecard.verdict,
    Scorecard.sure,
    Scorecard.headline,
    Scorecard.private_note,
    Scorecard.worries,
    Scorecard.next_question,
    Scorecard.had_read_earlier_rounds,
    Scorecard.saw_others_at.is_not(None),
    Interview.unscheduled,
    _TYPIST.name,
)
_IN_APPLICATION = Slot.application_id == bindparam("application_id")


def _with_seats(cards: Select[Scorecard]) -> Select[*tuple[Any, ...]]:
    """The cards of one application, in the order of the loop."""
    return (
        cards.join(Slot.person)
        .outerjoin(_TYPIST, _TYPIST.id == Scorecard.typed_by_id)
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
        is_clear(AnyReader(TeamMember.person_id), bindparam("application_id", type_=Integer)),
    )
    .order_by(TeamMember.id)
)


def material(packet: Packet, reader: Person) -> Material:
    """Seven queries, and one more where adjusted numbers are shown."""
    application = packet.application
    asked = {"reader_id": reader.id, "application_id": application.id}
    rows, group_rows = db.session.execute(_CARDS, asked).all(), db.session.execute(_GROUP_CARDS, asked).all()
    first = _as_handed_in((*rows, *group_rows))
    layers = layers_of(first)
    cards, group_cards = _cards(rows, first, layers), _cards(group_rows, first, layers)
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
        habits=habits_of(pinned, {card.slot.person_id for card in cards}) if packet.shows_adjusted else {},
    )


def _as_handed_in(rows: Collection[Row[*tuple[Any, ...]]]) -> Mapping[int, Said]:
    """By card, with the ratings in the order of its form."""
    ratings: defaultdict[int, list[Rating]] = defaultdict(list)
    for scorecard_id, *said in db.session.execute(_RATINGS, {"scorecard_ids": [row.id for row in rows]}):
        ratings[scorecard_id].append(Rating(*said))
    return {row.id: Said._make((*row[1:7], ratings[row.id])) for row in rows}


def _cards(
    rows: Iterable[Row[*tuple[Any, ...]]], first: Mapping[int, Said], layers: Mapping[int, Layers]
) -> list[Card]:
    own = len(_CARD)
    return [
        Card._make(
            (
                *(layers[row.id].current if row.id in layers else first[row.id]),
                *row[7:own],
                Seat._make(row[own:]),
                layers.get(row.id),
            )
        )
        for row in rows
    ]


def packet_of(application_id: int) -> Packet | None:
    """The packet of an application, if one has been built."""
    return db.session.scalar(select(Packet).filter_by(application_id=application_id))


def has_card(application_id: int) -> bool:
    """Whether anybody has handed in a card for the application."""
    handed_in = exists().where(Slot.application_id == application_id, Slot.handed_in_at.is_not(None))
    return bool(db.session.scalar(select(handed_in)))


def committee_of(application: Application) -> Sequence[Person]:
    """The chair and the members of the committee, each once, without whoever has a conflict of interest."""
    return db.session.scalars(
        select(Person)
        .where(
            exists().where(
                TeamMember.person_id == Person.id,
                TeamMember.opening_id == application.opening_id,
                TeamMember.role.in_(COMMITTEE),
                TeamMember.removed_at.is_(None),
            ),
            Person.deactivated_at.is_(None),
            is_clear(AnyReader(Person.id), literal(application.id, Integer)),
        )
        .order_by(Person.id)
    ).all()
