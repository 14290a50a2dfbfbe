"""How candidates came to an opening and where those of each way stand now; candidates of the house come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, func

from hiring import access
from hiring.access.clauses import READER
from hiring.candidates.queries import source_words
from hiring.db import db
from hiring.models import Application, Candidate, Move, Opening, Person, StageRow
from hiring.openings.queries import board_query
from hiring.text import Text, text

INTERNAL = "internal"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand in one stage, or have ended, and the question to the board that lists them."""

    title: Text
    number: int
    asks: str


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to us: how many came by it and are still considered, and where they are."""

    words: Text
    number: int
    asks: str
    places: Sequence[Standing]


@dataclass(frozen=True, slots=True)
class Insider:
    """A candidate of the house."""

    ref: str
    name: str
    stage: str


def channels(opening: Opening, reader: Person) -> list[Channel]:
    """One query. Counts nobody the reader may not see."""
    counted = (
        access.overseen_applications(READER)
        .where(Application.opening_id == opening.id)
        .join(Move, Move.id == Application.current_move_id)
        .outerjoin(StageRow, StageRow.id == Move.stage_id)
        .with_only_columns(
            Application.channel,
            StageRow.slug,
            func.min(StageRow.title).label("title"),
            func.min(StageRow.position).label("position"),
            func.count(Application.id).label("number"),
        )
        .group_by(Application.channel, StageRow.slug)
    )
    rows = db.session.execute(counted, {"reader_id": reader.id}).all()
    ordered = sorted(rows, key=_insiders_first)
    asks = board_query(opening)
    return [_channel(asks, name, list(group)) for name, group in groupby(ordered, key=lambda row: row.channel)]


def insiders(opening: Opening, reader: Person) -> list[Insider]:
    """Those of the house who are still considered, by name. One query."""
    found = db.session.execute(
        access.overseen_applications(READER)
        .where(Application.opening_id == opening.id, Application.channel == INTERNAL)
        .join(Application.candidate)
        .join(Move, Move.id == Application.current_move_id)
        .join(StageRow, StageRow.id == Move.stage_id)
        .with_only_columns(Application.ref, Candidate.name, StageRow.title)
        .order_by(Candidate.name, Application.id)
        .limit(SHOWN),
        {"reader_id": reader.id},
    )
    return [Insider(row.ref, row.name, row.title) for row in found]


def _insiders_first(row: Row[*tuple[Any, ...]]) -> tuple[bool, str, bool, int]:
    return row.channel != INTERNAL, row.channel, row.slug is None, row.position or 0


def _channel(asks: str, name: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> Channel:
    asks = f"{asks} channel:{name.replace('_', '-')}"
    considered = sum(row.number for row in rows if row.slug is not None)
    return Channel(source_words(name), considered, asks, list(_places(asks, rows)))


def _places(asks: str, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Standing]:
    for row in rows:
        if row.slug is None:
            yield Standing(text("ended"), row.number, f"{asks} is:closed")
        else:
            yield Standing(text("%(stage)s", stage=row.title), row.number, f"{asks} stage:{row.slug}")
