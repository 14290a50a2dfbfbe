"""Reading one's own: how one rates, how timely, what one changed, and what was said of one's evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from hiring.access import visible_scorecards
from hiring.db import db
from hiring.models import (
    Amendment,
    Ballot,
    EvidenceFeedback,
    Packet,
    Person,
    RubricVersion,
    Scorecard,
    Slot,
    StoredReport,
    Vote,
)
from hiring.pool.pictures import KIND, subject_of
from hiring.rubric import Rubric
from hiring.rubrics.queries import rubric_of


class Picture(NamedTuple):
    """How somebody rates by one rubric, as the worker last let it be seen."""

    rubric: Rubric
    made_at: datetime
    figures: dict[str, Any]


class OwnCard(NamedTuple):
    """When a card came in, when it was due, and whether it was changed since: `saw_others` at the last change."""

    handed_in_at: datetime
    due_at: datetime
    is_changed: bool
    saw_others: bool


class Rated(NamedTuple):
    """One card of a packet that somebody may say something of."""

    id: int
    ref: str
    person_id: int
    name: str
    headline: str
    handed_in_at: datetime


_SECOND, _FIRST_BALLOT, _SECOND_BALLOT = aliased(Vote), aliased(Ballot), aliased(Ballot)
_LATER = aliased(Amendment)


def pictures_of(person: Person) -> list[Picture]:
    """One a rubric version, the newest version first. Two queries."""
    own = (
        select(StoredReport)
        .where(StoredReport.kind == KIND, StoredReport.subject.startswith(subject_of(person.id, "")))
        .order_by(StoredReport.number)
    )
    last = {int(one.subject.rsplit("/", 1)[1]): one for one in db.session.scalars(own)}
    versions = select(RubricVersion).where(RubricVersion.id.in_(last)).order_by(RubricVersion.id.desc())
    return [
        Picture(rubric_of(one), last[one.id].made_at, last[one.id].content["figures"])
        for one in db.session.scalars(versions)
    ]


def own_cards(person: Person) -> list[OwnCard]:
    """Every card of theirs, the oldest first, but past scores that were brought along. One query."""
    is_last = ~exists().where(_LATER.scorecard_id == Amendment.scorecard_id, _LATER.number > Amendment.number)
    cards = (
        select(
            Slot.handed_in_at,
            Slot.due_at,
            Amendment.id.is_not(None),
            Amendment.first_saw_others_at.is_not(None),
        )
        .select_from(Scorecard)
        .join(Scorecard.slot)
        .outerjoin(Amendment, (Amendment.scorecard_id == Scorecard.id) & is_last)
        .where(Slot.person_id == person.id, Scorecard.imported_at.is_(None))
        .order_by(Slot.handed_in_at, Slot.id)
    )
    return [OwnCard._make(row) for row in db.session.execute(cards)]


def second_votes(person: Person) -> list[bool]:
    """Of each packet on which they voted twice, whether the second vote was another. One query."""
    both = (
        select(Vote.verdict != _SECOND.verdict)
        .join(_FIRST_BALLOT, (_FIRST_BALLOT.id == Vote.ballot_id) & (_FIRST_BALLOT.number == 1))
        .join(_SECOND_BALLOT, (_SECOND_BALLOT.packet_id == _FIRST_BALLOT.packet_id) & (_SECOND_BALLOT.number == 2))
        .join(_SECOND, (_SECOND.ballot_id == _SECOND_BALLOT.id) & (_SECOND.person_id == Vote.person_id))
        .where(Vote.person_id == person.id, Vote.verdict.is_not(None), _SECOND.verdict.is_not(None))
        .order_by(Vote.id)
    )
    return [bool(differs) for differs in db.session.scalars(both)]


def answers_about(person: Person) -> Sequence[tuple[int, str]]:
    """What was said of their evidence, in the order in which it came: to be told only together. One query."""
    answers = (
        select(EvidenceFeedback.person_id, EvidenceFeedback.usefulness)
        .join(Scorecard, Scorecard.id == EvidenceFeedback.scorecard_id)
        .join(Scorecard.slot)
        .where(Slot.person_id == person.id)
        .order_by(EvidenceFeedback.id)
    )
    return [(by, answer) for by, answer in db.session.execute(answers)]


def to_rate(packet: Packet, reader: Person) -> list[Rated]:
    """The cards of a packet of which this reader may say whether their evidence helped, and has not yet. One query."""
    said = exists().where(EvidenceFeedback.scorecard_id == Scorecard.id, EvidenceFeedback.person_id == reader.id)
    cards = (
        visible_scorecards(reader)
        .join(Slot.person)
        .where(
            Slot.application_id == packet.application_id,
            Slot.collective.is_(False),
            Slot.person_id != reader.id,
            Scorecard.imported_at.is_(None),
            ~said,
        )
        .with_only_columns(
            Scorecard.id, Scorecard.ref, Slot.person_id, Person.name, Scorecard.headline, Scorecard.handed_in_at
        )
        .order_by(Person.name, Scorecard.id)
    )
    return [Rated._make(row) for row in db.session.execute(cards)]
