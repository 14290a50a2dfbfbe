"""Reading several packets of one opening at once: those their reader may open, and every level given in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Integer, bindparam, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from hiring.access import visible_scorecards
from hiring.access.clauses import READER, is_live, leads_or_reads, owes_card
from hiring.access.packets import readable_packets
from hiring.db import db
from hiring.models import (
    Amendment,
    Application,
    Candidate,
    Opening,
    Packet,
    Person,
    Rating,
    RubricVersion,
    Scorecard,
    Slot,
    StageRow,
)
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of


class Card(NamedTuple):
    """One card that counts, without what was written: whose it is, about whom, and what kind of meeting it was."""

    id: int
    application_id: int
    interview_id: int
    person_id: int
    name: str
    perspective: str
    rubric_version_id: int
    stage_kind: str
    exercises: Sequence[str]


class Judge(NamedTuple):
    """Somebody who meets candidates of an opening, and by which rubric they judge."""

    person_id: int
    name: str
    perspective: str
    rubric_version_id: int


class Level(NamedTuple):
    """One level as it stands now."""

    card: Card
    dimension: str
    level: int


_PACKETS = (
    readable_packets(READER)
    .join(Application.candidate)
    .where(Application.opening_id == bindparam("opening_id"))
    .options(
        contains_eager(Packet.application).options(
            contains_eager(Application.candidate), joinedload(Application.opening), joinedload(Application.current_move)
        ),
        joinedload(Packet.ballots),
        joinedload(Packet.decision),
    )
    .order_by(Candidate.name, Packet.id)
)
_CARDS = (
    visible_scorecards(READER)
    .join(Slot.person)
    .where(
        Slot.application_id.in_(bindparam("application_ids", expanding=True)),
        Slot.collective.is_(False),
        Scorecard.is_practice.is_(False),
    )
    .with_only_columns(
        Scorecard.id,
        Slot.application_id,
        Slot.interview_id,
        Slot.person_id,
        Person.name,
        Slot.perspective,
        Slot.rubric_version_id,
        StageRow.kind,
        StageRow.exercises,
    )
    .order_by(StageRow.position, Slot.id)
)
_OWN = aliased(Slot)
_JUDGES = (
    select(Slot.person_id, Person.name, Slot.perspective, Slot.rubric_version_id)
    .distinct()
    .join(Slot.person)
    .join(Application, Application.id == Slot.application_id)
    .where(
        Application.opening_id == bindparam("opening_id"),
        is_live(Slot),
        Slot.card == "full",
        Slot.collective.is_(False),
        leads_or_reads(READER),
        ~exists().where(_OWN.application_id == Slot.application_id, _OWN.person_id == READER.id, owes_card(_OWN)),
    )
    .order_by(Person.name, Slot.person_id, Slot.perspective)
)
_IN_CARDS = bindparam("cards", expanding=True, type_=Integer)
_RATINGS = (
    select(Rating.scorecard_id, Rating.dimension, Rating.level)
    .where(Rating.scorecard_id.in_(_IN_CARDS))
    .order_by(Rating.scorecard_id, Rating.position)
)
_AMENDED = (
    select(Amendment.scorecard_id, Amendment.content)
    .where(Amendment.scorecard_id.in_(_IN_CARDS))
    .order_by(Amendment.number)
)
_VERSIONS = select(RubricVersion).where(RubricVersion.id.in_(bindparam("versions", expanding=True)))


def packets_of(opening: Opening, reader: Person) -> Sequence[Packet]:
    """By the candidates' names: no other order tells less of what was scored. One query."""
    asked = {"reader_id": reader.id, "opening_id": opening.id}
    return db.session.scalars(_PACKETS, asked).unique().all()


def levels_of(packets: Iterable[Packet], reader: Person) -> list[Level]:
    """Every level of these packets that its reader may see with a name and that counts. Three queries."""
    applications = [packet.application_id for packet in packets]
    rows = db.session.execute(_CARDS, {"reader_id": reader.id, "application_ids": applications})
    cards = {row.id: Card._make(row) for row in rows}
    return list(_levels(cards))


def rubrics_of(versions: Collection[int]) -> Mapping[int, Rubric]:
    """By the id of their version. One query."""
    return {one.id: rubric_of(one) for one in db.session.scalars(_VERSIONS, {"versions": [*versions]})}


def judges_of(opening: Opening, reader: Person) -> list[Judge]:
    """Whoever has a seat, handed in or not, on an application that the reader leads or has before them, unless they owe
    a card on it. One query.
    """
    rows = db.session.execute(_JUDGES, {"reader_id": reader.id, "opening_id": opening.id})
    return [Judge._make(row) for row in rows]


def _levels(cards: Mapping[int, Card]) -> Iterator[Level]:
    asked = {"cards": [*cards]}
    changed: dict[int, Mapping[str, Any]] = {
        one.scorecard_id: one.content for one in db.session.execute(_AMENDED, asked)
    }
    for scorecard_id, dimension, level in db.session.execute(_RATINGS, asked):
        if scorecard_id not in changed and level is not None:
            yield Level(cards[scorecard_id], dimension, level)
    for scorecard_id, content in changed.items():
        for said in content["ratings"]:
            if said["level"] is not None:
                yield Level(cards[scorecard_id], said["dimension"], said["level"])
