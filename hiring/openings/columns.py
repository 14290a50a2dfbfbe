"""The board's second view: a column for each stage in which somebody stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hiring.openings.reading import Board, Entry, Stage
from hiring.openings.terms import Filter, slug
from hiring.openings.track import LOOKS
from hiring.text import Text
from hiring.workflow import clock

InColumns = Mapping[int, tuple[Sequence["Column"], Sequence[tuple[str, str]]]]
ENDED = "is:closed"


@dataclass(frozen=True, slots=True)
class Card:
    """One application in its column; `look` is how its clock stands."""

    ref: str
    name: str
    headline: str
    clock: Text | str
    look: str
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: how many stand there, the query that lists them, and those of this page."""

    title: str
    number: int
    query: str
    cards: Sequence[Card]


def columns(board: Board, entries: Sequence[Entry], asked: Filter) -> InColumns:
    """By opening, in the order read: its columns, and the stages of its plan today. Two queries."""
    counts = board.by_stage(asked)
    plans = board.plans({entry.revision_id for entry in entries if entry.revision_id is not None})
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.stage_id is not None:
            found.setdefault(entry.opening_id, []).append(entry)
    return {
        id_: (_columns(board, rows, plans[id_], asked, counts), list(_today(plans[id_]).items()))
        for id_, rows in found.items()
    }


def _columns(
    board: Board, rows: Sequence[Entry], stages: Sequence[Stage], asked: Filter, counts: Mapping[tuple[int, str], int]
) -> list[Column]:
    by_id = {stage.id: stage for stage in stages}
    opening = board.seen[rows[0].opening_id]
    here = " ".join(dict.fromkeys((*asked.typed.split(), f"opening:{slug(opening.title) or opening.ref}")))
    titles = _today(stages) | {stage.slug: stage.title for stage in stages if stage.slug not in _today(stages)}
    placed: dict[str, list[Card]] = {name: [] for name in titles}
    for row in rows:
        if row.stage_id in by_id:
            stage = by_id[row.stage_id]
            placed[stage.slug].append(_card(board, row, stage))
    return [
        Column(titles[name], counts.get((opening.id, name), len(cards)), f"{here} stage:{name}", cards)
        for name, cards in placed.items()
        if cards
    ]


def _today(stages: Sequence[Stage]) -> dict[str, str]:
    """Titles by slug of the newest revision among them, in the order walked."""
    newest = max((stage.revision_id for stage in stages), default=0)
    return {stage.slug: stage.title for stage in stages if stage.revision_id == newest}


def _card(board: Board, row: Entry, stage: Stage) -> Card:
    running = clock.clock(row.entered_at, stage.limit_days, board.now)
    return Card(row.ref, row.name, row.headline, running.text, LOOKS[running.state], board.leads(row.opening_id))
