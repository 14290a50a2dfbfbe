"""Where an application stands, as the cells of its board row: one for each round of its plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Row

from hiring.text import Text, text
from hiring.workflow import clock, kinds

LOOKS = {"on_track": "now", "due_soon": "soon", "late": "late"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One round: walked, present (with the stage and its clock), or ahead. `percent` of the stage's time is used."""

    round: str
    label: Text | str
    state: str
    text: Text | str = ""
    percent: int = 0


def round_title(slug: str) -> str:
    """`first-calls` as a heading: First calls."""
    return slug.replace("-", " ").capitalize()


def days_by_round(moves: Sequence[Row[Any]], now: datetime) -> dict[str, int]:
    """How long an application stood in each round, in days begun."""
    spent: dict[str, timedelta] = defaultdict(timedelta)
    for move, after in pairwise([*moves, None]):
        if move is not None and move.slug is not None:
            spent[move.slug] += (now if after is None else after.at) - move.at
    return {slug: max(1, -(-time // clock.DAY)) for slug, time in spent.items()}


def cells(
    row: Row[Any], rounds: Sequence[str], plan: Sequence[Row[Any]], days: Mapping[str, int], now: datetime
) -> list[Cell]:
    """The cells of one row. A closed application has no present cell, only the rounds it walked."""
    reached = max((rounds.index(slug) for slug in days), default=-1)
    here = reached + 1 if row.round is None else rounds.index(row.round)
    return [
        _present(row, plan, now) if row.round == slug else _other(slug, days, is_past=place < here)
        for place, slug in enumerate(rounds)
    ]


def _present(row: Row[Any], plan: Sequence[Row[Any]], now: datetime) -> Cell:
    stage = next(stage for stage in plan if stage.id == row.stage_id)
    running = clock.clock(row.entered_at, stage.limit_days, now)
    return Cell(
        round=round_title(row.round),
        label=kinds.known()[stage.kind].label,
        state=LOOKS[running.state],
        text=text("%(day)d of %(limit)d d", day=running.day, limit=running.limit),
        percent=min(100, 100 * running.day // running.limit),
    )


def _other(slug: str, days: Mapping[str, int], *, is_past: bool) -> Cell:
    title = round_title(slug)
    if not is_past:
        return Cell(title, title, "future")
    spent = days.get(slug)
    return Cell(title, title, "past", "–" if spent is None else text("%(days)d d", days=spent))
