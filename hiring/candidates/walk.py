"""Where an application has been: its track and its clock, as a page tells them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hiring.candidates import queries
from hiring.models import Application, Move, StageRow
from hiring.text import text
from hiring.web.language import say
from hiring.workflow import clock, moves

ENDED = {
    "hired": text("Hired"),
    "rejected": text("Rejected by us"),
    "withdrawn": text("Withdrawn by the candidate"),
    "mutual_no": text("Mutual no"),
    "must_have_missing": text("A must-have is missing, found late"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One stage of the track."""

    label: str
    state: str
    text: str
    percent: int


def stage_words(application: Application, *, sees_stage: bool) -> str:
    """The stage, or no more than that it goes on for somebody whose own card is still out."""
    move = application.current_move
    if move is None or move.outcome is not None:
        return say(ENDED[move.outcome]) if move is not None and move.outcome and sees_stage else say(text("Closed"))
    return move.stage.title if sees_stage and move.stage is not None else say(text("Under consideration"))


def running_clock(application: Application, now: datetime) -> clock.Clock | None:
    if application.due_at is None or application.entered_at is None:
        return None
    return clock.running(application.entered_at, application.due_at, now)


def track(
    application: Application, stages: Sequence[StageRow], walked: Sequence[Move], now: datetime
) -> Iterator[Cell]:
    """Every stage of the plan: days spent in those behind, the clock of the present one."""
    spent = _days_spent(walked)
    here = moves.fold(queries.steps(walked))
    place = next((stage.position for stage in stages if stage.slug == here), -1)
    running = running_clock(application, now)
    for stage in stages:
        if stage.slug == here and running is not None:
            state = {"on_track": "now", "due_soon": "soon", "late": "late"}[running.state]
            yield Cell(stage.title, state, say(running.text), min(100, 100 * running.day // running.limit))
        elif stage.slug in spent and stage.position <= place:
            yield Cell(stage.title, "past", say(text("%(days)s d", days=spent[stage.slug])), 100)
        else:
            yield Cell(stage.title, "past" if stage.position < place else "future", "", 0)


def _days_spent(walked: Sequence[Move]) -> dict[str, int]:
    undone = {move.undoes_id for move in walked}
    standing = [move for move in walked if move.undoes_id is None and move.id not in undone]
    spent: dict[str, int] = {}
    for move, following in pairwise(standing):
        if move.stage is not None:
            days = max(1, (following.at - move.at) // clock.DAY)
            spent[move.stage.slug] = spent.get(move.stage.slug, 0) + days
    return spent
