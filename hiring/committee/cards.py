"""The cards of one packet as plain rows: every one its reader may see, with its seat, its ratings and its layers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, select, union_all
from sqlalchemy.orm import aliased

from hiring import models
from hiring.access import group_scorecards, visible_scorecards
from hiring.access.clauses import READER, owes_card
from hiring.committee.layers import AMENDMENT, Layers, Rating, Said, layers_of
from hiring.db import db
from hiring.models import Amendment, Interview, Person, Scorecard, Slot, StageRow


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
    rubric_sha256: str
    due_at: datetime
    handed_in_at: datetime | None
    owes_card: bool
    stage_slug: str
    stage: str
    stage_position: int


class Card(NamedTuple):
    """One handed-in scorecard as it stands now; `layers` if it was changed since it came in.

    `is_practice`: it is read, and counted nowhere.
    """

    verdict: str | None
    sure: str | None
    headline: str
    private_note: str
    worries: str
    next_question: str
    ratings: Sequence[Rating]
    had_read_earlier_rounds: bool
    saw_others: bool
    is_practice: bool
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


SEAT = (
    Slot.id,
    Slot.application_id,
    Slot.interview_id,
    Slot.person_id,
    Person.name,
    Slot.perspective,
    Slot.collective,
    Slot.dimensions,
    Slot.rubric_version_id,
    Slot.rubric_sha256,
    Slot.due_at,
    Slot.handed_in_at,
    owes_card(Slot),
    StageRow.slug,
    StageRow.title,
    StageRow.position,
)
IN_APPLICATION = Slot.application_id == bindparam("application_id")
_TYPIST = aliased(Person)
_CARD = (
    Scorecard.verdict,
    Scorecard.sure,
    Scorecard.headline,
    Scorecard.private_note,
    Scorecard.worries,
    Scorecard.next_question,
    Scorecard.had_read_earlier_rounds,
    Scorecard.saw_others_at.is_not(None),
    Scorecard.is_practice,
    Interview.unscheduled,
    _TYPIST.name,
)
_SAID = len(Said._fields) - 1
_FIRST = 2 + len(_CARD)


def _rows_of(cards: Select[Scorecard]) -> Select[*tuple[Any, ...]]:
    """One row a card and amendment, so that both come in one query."""
    return (
        cards.join(Slot.person)
        .outerjoin(_TYPIST, _TYPIST.id == Scorecard.typed_by_id)
        .outerjoin(Amendment, Amendment.scorecard_id == Scorecard.id)
        .where(IN_APPLICATION)
        .with_only_columns(Scorecard.id, Interview.starts_at, *_CARD, *SEAT, *AMENDMENT)
    )


# plain rows of what the page shows: a packet of eight dimensions by six people would be a hundred objects
_CARDS = union_all(
    _rows_of(visible_scorecards(READER).where(Slot.collective.is_(False))),
    _rows_of(group_scorecards(READER).where(Scorecard.is_practice.is_(False))),
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


def cards_of(asked: Mapping[str, int]) -> list[Card]:
    """Of one application for one reader, in the order of the loop; those of groups last. Two queries."""
    rows: defaultdict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in db.session.execute(_CARDS, dict(asked)):
        rows[row[0]].append(row)
    ratings = _ratings(rows)
    cards = [(each[0][1], _card(each, ratings[card_id])) for card_id, each in rows.items()]
    cards.sort(key=lambda pair: (pair[1].slot.collective, pair[0], pair[1].slot.id))
    return [card for _starts_at, card in cards]


def _ratings(card_ids: Collection[int]) -> Mapping[int, Sequence[Rating]]:
    """By card, in the order of its form."""
    ratings: defaultdict[int, list[Rating]] = defaultdict(list)
    for scorecard_id, *said in db.session.execute(_RATINGS, {"scorecard_ids": [*card_ids]}):
        ratings[scorecard_id].append(Rating(*said))
    return ratings


def _card(rows: Sequence[Row[*tuple[Any, ...]]], ratings: Sequence[Rating]) -> Card:
    """From its rows, one for each amendment."""
    row = rows[0]
    first = Said._make((*row[2 : 2 + _SAID], ratings))
    ends = _FIRST + len(SEAT)
    layers = layers_of(first, [each[ends:] for each in rows if each[ends] is not None])
    current = first if layers is None else layers.current
    return Card._make((*current, *row[2 + _SAID : _FIRST], Seat._make(row[_FIRST:ends]), layers))
