"""The scorecards on an application page: only those the blind rule shows its reader, as they stand now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from hiring import access
from hiring.access.clauses import READER
from hiring.db import db
from hiring.models import Amendment, Application, Interview, Person, Rating, Scorecard, Slot, StageRow
from hiring.text import Text, text

VERDICTS = {
    "strong_no": ("r1", "−−", text("Strong no")),
    "no": ("r2", "−", text("No")),
    "yes": ("r4", "+", text("Yes")),
    "strong_yes": ("r5", "++", text("Strong yes")),
}
IMPORTED = ("na", "", text("Past scores"))
BEFORE = text("changed before seeing others")
AFTER = text("changed after seeing others")


@dataclass(frozen=True, slots=True)
class Card:
    """One scorecard the reader may see, as a short row; `first` is its verdict as handed in, if it is another now."""

    slot_ref: str
    name: str
    is_own: bool
    stage: str
    colour: str
    sign: str
    verdict: Text
    at: datetime
    first: Text | None
    marks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag on a card the reader may see: what to check, and who raised it; one taken back stays in sight."""

    to_check: str
    name: str
    stage: str
    taken_back: Text | None


_LAST, _ANY, _TYPIST = aliased(Amendment), aliased(Amendment), aliased(Person)
_HIGHEST = select(func.max(_ANY.number)).where(_ANY.scorecard_id == Scorecard.id).scalar_subquery()
_APPLICATION_ID: BindParameter[int] = bindparam("application_id")
_CARDS = (
    access.visible_scorecards(READER)
    .where(Slot.application_id == _APPLICATION_ID)
    .join(Person, Person.id == Slot.person_id)
    .outerjoin(Rating, and_(Rating.scorecard_id == Scorecard.id, Rating.red_flag))
    .outerjoin(_LAST, and_(_LAST.scorecard_id == Scorecard.id, _LAST.number == _HIGHEST))
    .outerjoin(_TYPIST, _TYPIST.id == Scorecard.typed_by_id)
    .with_only_columns(
        Scorecard.id,
        Slot.ref,
        Person.name,
        Slot.person_id,
        StageRow.title,
        Scorecard.verdict,
        Scorecard.handed_in_at,
        Scorecard.saw_others_at,
        Interview.unscheduled,
        _TYPIST.name.label("typist"),
        Rating.dimension,
        Rating.to_check,
        _LAST.content,
        _LAST.first_saw_others_at,
    )
    .order_by(Scorecard.handed_in_at.desc(), Scorecard.id, Rating.position)
)


def cards_of(application: Application, reader: Person) -> tuple[list[Card], list[Flag]]:
    """What this reader may see of the cards, and every red flag on them. One query."""
    asked = {"application_id": application.id, "reader_id": reader.id}
    cards: list[Card] = []
    flags: list[Flag] = []
    for _id, rows in groupby(db.session.execute(_CARDS, asked), key=lambda row: row.id):
        row, *others = rows
        cards.append(_card(row, reader))
        flags += _flags(row, {one.dimension: one.to_check for one in (row, *others) if one.dimension})
    return cards, flags


def _card(row: Row[*tuple[Any, ...]], reader: Person) -> Card:
    verdict = row.verdict if row.content is None else row.content["verdict"]
    colour, sign, words = VERDICTS.get(verdict, IMPORTED)
    return Card(
        slot_ref=row.ref,
        name=row.name,
        is_own=row.person_id == reader.id,
        stage=row.title,
        colour=colour,
        sign=sign,
        verdict=words,
        at=row.handed_in_at,
        first=None if verdict == row.verdict else VERDICTS[row.verdict][2],
        marks=tuple(_marks(row)),
    )


def _marks(row: Row[*tuple[Any, ...]]) -> Iterator[Text]:
    """What a reader should know of how the card came about."""
    if row.typist is not None:
        yield text("typed by %(typist)s, judged and confirmed by %(judge)s", typist=row.typist, judge=row.name)
    if row.unscheduled:
        yield text("met outside the plan")
    if row.saw_others_at is not None:
        yield text("written after seeing others")
    if row.content is not None:
        yield _changed(row)


def _changed(row: Row[*tuple[Any, ...]]) -> Text:
    return BEFORE if row.first_saw_others_at is None else AFTER


def _flags(row: Row[*tuple[Any, ...]], first: Mapping[str, str]) -> Iterator[Flag]:
    """Those that stand, and then those of the card as handed in that do not any more."""
    current = first if row.content is None else {said["dimension"]: said["to_check"] for said in _flagged(row.content)}
    for to_check in current.values():
        yield Flag(to_check, row.name, row.title, None)
    for dimension, to_check in first.items():
        if dimension not in current:
            yield Flag(to_check, row.name, row.title, _changed(row))


def _flagged(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [said for said in content["ratings"] if said["red_flag"]]
