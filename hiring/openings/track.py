"""Where an application stands, as the cells of its board row: one for each round of its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hiring.openings.speaking import Speaker
from hiring.text import text
from hiring.workflow import clock, kinds
from hiring.workflow.words import round_title

if TYPE_CHECKING:
    from hiring.openings.reading import Entry, Stage, Walked

LOOKS = {"on_track": "now", "due_soon": "soon", "late": "late"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One round: walked, present (with the stage and its clock), or ahead. `percent` of the stage's time is used."""

    round: str
    label: str
    state: str
    text: str = ""
    percent: int = 0


def days_by_round(entered: Sequence[Walked], now: datetime) -> dict[str, int]:
    """How many days an application spent from first coming into each round to first coming into the next."""
    ends = [*(row.first for row in entered[1:]), now]
    return {row.slug: max(1, -(-(end - row.first) // clock.DAY)) for row, end in zip(entered, ends, strict=True)}


class Track:
    """Makes the cells of one page: the words are looked up once, and cells that say the same are the same."""

    def __init__(self, speaker: Speaker, now: datetime) -> None:
        self.say, self.now = speaker.say, now
        self._running, self._past = self.say(text("%(day)d of %(limit)d d")), self.say(text("%(days)d d"))
        self._known: dict[tuple[str, int], Cell] = {}

    def cells(self, row: Entry, rounds: Sequence[str], plan: Sequence[Stage], days: Mapping[str, int]) -> list[Cell]:
        """One row's. A closed application has no present cell, only the rounds it walked."""
        reached = max((rounds.index(slug) for slug in days), default=-1)
        here = reached + 1 if row.round is None else rounds.index(row.round)
        return [
            self._present(row, plan)
            if row.round == slug
            else self._other(slug, days.get(slug, 0) if place < here else -1)
            for place, slug in enumerate(rounds)
        ]

    def _present(self, row: Entry, plan: Sequence[Stage]) -> Cell:
        stage = next(stage for stage in plan if stage.id == row.stage_id)
        running = clock.clock(row.entered_at, stage.limit_days, self.now)
        return Cell(
            round=round_title(row.round),
            label=self.say(kinds.known()[stage.kind].label),
            state=LOOKS[running.state],
            text=self._running % {"day": running.day, "limit": running.limit},
            percent=min(100, 100 * running.day // running.limit),
        )

    def _other(self, slug: str, days: int) -> Cell:
        """A round that is over after so many days, 0 when it was passed over, or -1 when it lies ahead."""
        if (slug, days) not in self._known:
            title = round_title(slug)
            said = "" if days < 0 else self._past % {"days": days} if days else "–"
            self._known[slug, days] = Cell(title, title, "future" if days < 0 else "past", said)
        return self._known[slug, days]
