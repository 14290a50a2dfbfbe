"""What each interviewer of a loop will find in their brief, side by side, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hiring.coverage.queries import Loop
from hiring.web.language import moment
from hiring.workflow.coverage import Seat


@dataclass(frozen=True, slots=True)
class Share:
    """One area of one interviewer."""

    title: str
    leads: bool
    asks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """One interviewer's part."""

    name: str
    stage: str
    when: str
    minutes: int
    is_over: bool
    shares: Sequence[Share]


def briefs_of(loop: Loop) -> list[Preview]:
    return [_preview(loop, seat) for seat in loop.matrix.seats]


def _preview(loop: Loop, seat: Seat) -> Preview:
    interview = loop.slots[seat.id].interview
    shares = []
    for area in loop.matrix.column(seat.id):
        cell = loop.matrix.cells[area.id, seat.id]
        shares.append(Share(area.title, cell.leads, [ask.words for ask in area.questions if ask.id in cell.asks]))
    return Preview(seat.name, interview.stage.title, moment(interview.starts_at), seat.minutes, seat.is_over, shares)
