"""The verbs: areas and questions of a loop are shared out among its talks, and everybody is sent their brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from hiring import audit, outbox
from hiring.candidates.actions import write_note
from hiring.coverage.queries import Loop
from hiring.db import db
from hiring.mail.compose import compose, said
from hiring.models import AcceptedFinding, Person, Slot
from hiring.outbox import Message
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.coverage import Cell, Matrix, Place, Seat

Part = Literal["auto", "leads", "second", "none"]


def share_out(loop: Loop, after: Matrix, *, by: Person, now: datetime) -> None:
    """Give the seats the areas and questions that `after` has for them. Cards that are begun stay as they are."""
    before = loop.matrix
    changed = [seat for seat in before.seats if _column(before, seat) != _column(after, seat)]
    if not changed:
        raise Refusal(text("The loop stands like that already."))
    for seat in changed:
        _refuse_change(after, seat)
        slot = loop.slots[seat.id]
        cells = _column(after, seat)
        slot.dimensions = list(cells)
        slot.seconds = [area for area, cell in cells.items() if not cell.leads]
        slot.questions = [question for cell in cells.values() for question in cell.asks]
        audit.record("slot.shared_out", slot, by=by, now=now)


def with_place(loop: Loop, place: Place, part: Part, asks: Sequence[str]) -> Matrix:
    """The matrix with one place changed: whoever leads an area, nobody else does. “auto” asks everything there is."""
    matrix, (area_id, seat_id) = loop.matrix, place
    if area_id not in {one.id for one in matrix.areas} or seat_id not in loop.slots:
        raise Refusal(text("That talk is not part of this loop any more. Look at it again."))
    if not matrix.seat(seat_id).may_gain and place not in matrix.cells:
        raise Refusal(text("%(name)s is away that day.", name=matrix.seat(seat_id).name))
    row = matrix.row(area_id)
    if part == "auto":
        asks = [one.id for one in matrix.area(area_id).questions]
        part = "second" if any(cell.leads and cell.counts for _, cell in row) else "leads"
    cells = {known: cell for known, cell in matrix.cells.items() if known != place}
    if part != "none":
        known = tuple(one.id for one in matrix.area(area_id).questions if one.id in asks)
        cells[place] = Cell(part == "leads", known)
    for seat, cell in row if part == "leads" else ():
        if seat.id != seat_id and not seat.is_over:
            cells[area_id, seat.id] = replace(cell, leads=False)
    return matrix.with_cells(cells)


def accept(loop: Loop, key: str, *, reason: str, by: Person, now: datetime) -> None:
    """Leave something that was found as it is. Of a must-have that nobody covers it is said why."""
    finding = loop.unsettled_as(key)
    if finding is None:
        raise Refusal(text("There is nothing left to accept there. Look at it again."))
    if finding.is_bad and not reason.strip():
        raise Refusal(
            text("Say why nobody need cover %(area)s.", area=loop.matrix.area(finding.area).title), Kind.INPUT
        )
    accepted = AcceptedFinding(application=loop.application, finding=key, reason=reason.strip(), by=by, at=now)
    db.session.add(accepted)
    db.session.flush()
    audit.record("coverage.accepted", loop.application, by=by, now=now, accepted=accepted.id, finding=finding.kind)


def take_up(loop: Loop, key: str, *, by: Person, now: datetime) -> None:
    """What was accepted is something to mend again."""
    accepted = loop.accepted.get(key)
    if accepted is None:
        raise Refusal(text("Nobody accepts that any more. Look at it again."))
    accepted.taken_back_at = now
    audit.record("coverage.taken_up", loop.application, by=by, now=now, accepted=accepted.id)


def send_briefs(loop: Loop, *, reason: str, by: Person, now: datetime) -> None:
    """Tell everybody who has still to meet the candidate that their brief is ready. A must-have that nobody covers
    needs a reason, which stays as a note on the application, unless one was given when it was accepted.
    """
    ahead = [loop.slots[seat.id] for seat in loop.matrix.seats if not seat.is_over]
    if not ahead:
        raise Refusal(text("No talk is still to come, so there is nobody to send a brief to."))
    missing = [one for one in loop.unsettled if one.kind == "uncovered" and one.is_bad]
    if missing and not reason.strip():
        titles = ", ".join(loop.matrix.area(one.area).title for one in missing)
        raise Refusal(text("Nobody covers %(areas)s. Give it to somebody, or say why not.", areas=titles), Kind.INPUT)
    if missing:
        write_note(loop.application, reason, by=by, now=now)
    for slot in ahead:
        outbox.queue(_brief(slot), now=now)
    audit.record("briefs.sent", loop.application, by=by, now=now, seats=len(ahead))


def _column(matrix: Matrix, seat: Seat) -> dict[str, Cell]:
    return {area.id: matrix.cells[area.id, seat.id] for area in matrix.column(seat.id)}


def _refuse_change(after: Matrix, seat: Seat) -> None:
    if seat.is_over:
        raise Refusal(text("The talk with %(name)s has begun. What it is about stays.", name=seat.name))
    if not after.column(seat.id):
        words = "%(name)s would have nothing to ask about. Take the seat away instead, on the interview’s page."
        raise Refusal(text(words, name=seat.name))


def _brief(slot: Slot) -> Message:
    """Without an account the link is the one they were sent."""
    interview, reader = slot.interview, slot.person
    return compose(
        "brief_ready",
        to=reader,
        application=interview.application,
        name=reader.name,
        when=said(interview.starts_at, reader),
        zone=reader.zone,
        stage=interview.stage.title,
        path="" if reader.is_guest else f"/slots/{slot.ref}/brief",
    )
