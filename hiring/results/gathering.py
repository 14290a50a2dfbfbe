"""Every card that a report may count, as columns of numbers: one query for the cards, one for each 2,000 of them.

Rows come as plain tuples and leave as integers: a million ratings take some forty megabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CursorResult, Select, select

from hiring.db import db
from hiring.models import Amendment, Opening, Rating, Scorecard, Slot
from hiring.models.application import Application
from hiring.pool.counted import AT_ONCE, counted
from hiring.results.admitting import quarter_of
from hiring.results.reasons import REASONS, reason_group

Ids = NDArray[np.int64]
Many = TypeVar("Many", Sequence[int], Ids)

IN_A_QUERY = 2_000
NOT_ASSESSED = np.iinfo(np.int64).min
REASON_CODES = {name: code for code, name in enumerate(REASONS)}
_NO_REASON = -1


@dataclass(frozen=True, eq=False, slots=True)
class Cards:
    """One row a card, by its id; `amended` holds the id of its last amendment, 0 where there is none."""

    id: Ids
    application: Ids
    person: Ids
    version: Ids
    quarter: Ids
    amended: Ids

    def only(self, rows: NDArray[np.bool_]) -> Cards:
        return Cards(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(frozen=True, eq=False, slots=True)
class Ratings:
    """One row a rating: the place of its card in `Cards`, codes, and `level`, `NOT_ASSESSED` where there is none."""

    card: Ids
    dimension: Ids
    level: Ids
    reason: Ids
    dimensions: Sequence[str]


def cards() -> Cards:
    """Every card that may be counted, oldest first."""
    columns = (
        Scorecard.id,
        Slot.application_id,
        Slot.person_id,
        Slot.rubric_version_id,
        Scorecard.handed_in_at,
        Amendment.id,
    )
    found = (
        counted(*columns)
        .join(Opening, Opening.id == Application.opening_id)
        .where(Opening.confidential.is_(False), Scorecard.is_practice.is_(False))
        .order_by(Scorecard.id)
    )
    rows = rows_of(found, yield_per=AT_ONCE)
    parts = [_columns_of(some, len(columns)) for some in rows.partitions()]
    return Cards(*(np.concatenate(parts, axis=1) if parts else np.empty((len(columns), 0), dtype=np.int64)))


def ratings(of: Cards) -> Ratings:
    """What these cards say now."""
    codes: dict[str, int] = {}
    found = [*_as_handed_in(of, codes), *_as_amended(of, codes)]
    columns = np.concatenate(found, axis=1) if found else np.empty((4, 0), dtype=np.int64)
    card, dimension, level, reason = columns
    return Ratings(card, dimension, level, reason, dimensions=list(codes))


def rows_of(statement: Select[*tuple[Any, ...]], **options: Any) -> CursorResult[*tuple[Any, ...]]:
    """Rows past the session, which would look each over for objects to keep: that took half of the time."""
    return db.session.connection().execute(statement, execution_options=options)


def _columns_of(rows: Sequence[Any], many: int) -> Ids:
    """The last two columns become a quarter, and 0 where nothing was amended."""
    *numbers, at, amended = zip(*rows, strict=True)
    made = [*numbers, [quarter_of(one) for one in at], [one or 0 for one in amended]]
    return np.array(made, dtype=np.int64).reshape(many, len(rows))


def _as_handed_in(of: Cards, codes: dict[str, int]) -> Iterator[Ids]:
    """Cards in between are read along and left: a range is found faster than 2,000 ids. `codes` takes in dimensions."""
    for some in stretches(of.id[of.amended == 0]):
        said = select(Rating.scorecard_id, Rating.dimension, Rating.level, Rating.not_assessed)
        cursor = rows_of(said.where(Rating.scorecard_id.between(int(some[0]), int(some[-1])))).cursor
        assert cursor is not None
        rows = cursor.fetchall()  # numbers and words come from either driver as they are
        if rows:
            columns = _columns(*zip(*rows, strict=True), codes=codes)
            yield _placed(of, columns[:, np.isin(columns[0], some)])


def _as_amended(of: Cards, codes: dict[str, int]) -> Iterator[Ids]:
    """The last amendment repeats the whole card."""
    for some in stretches(of.amended[of.amended > 0]):
        said = select(Amendment.scorecard_id, Amendment.content).where(Amendment.id.in_(some.tolist()))
        rows = [
            (card, one["dimension"], one["level"], one["not_assessed"])
            for card, content in rows_of(said)
            for one in content["ratings"]
        ]
        if rows:
            yield _placed(of, _columns(*zip(*rows, strict=True), codes=codes))


def _columns(
    card: Sequence[int],
    dimension: Sequence[str],
    level: Sequence[int | None],
    why: Sequence[str],
    *,
    codes: dict[str, int],
) -> Ids:
    for name in dict.fromkeys(dimension):
        codes.setdefault(name, len(codes))
    return np.array(
        [
            card,
            [codes[name] for name in dimension],
            [NOT_ASSESSED if one is None else one for one in level],
            [REASON_CODES[reason_group(words)] if words else _NO_REASON for words in why],
        ],
        dtype=np.int64,
    )


def _placed(of: Cards, columns: Ids) -> Ids:
    """The same with the place of a card instead of its id."""
    columns[0] = np.searchsorted(of.id, columns[0])
    return columns


def stretches(values: Many) -> Iterator[Many]:
    """As many at a time as one query asks for."""
    return (values[at : at + IN_A_QUERY] for at in range(0, len(values), IN_A_QUERY))
