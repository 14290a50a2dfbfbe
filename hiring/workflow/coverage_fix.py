"""The smallest change to who asks about what that leaves as little wrong as can be, exactly.

Nothing is given to whoever cannot take it, nothing changes about a talk that has begun, and nobody is left without an
area. Among all ways to share the areas out it takes the one with the least of, in this order: must-haves that nobody
covers, other areas that nobody covers, areas beyond what the time allows, views that are missing, areas with somebody
untrained, change, and unevenness. Every one of these counts grows evenly or ever faster, so a cheapest flow finds it.

What somebody accepts as it is counts for nothing, and only such areas are given or taken as would be without it: so
accepting takes changes away and never brings one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Literal

from hiring.text import Text, count, text
from hiring.workflow.coverage import Area, Cell, Finding, Kind, Matrix, Place, Seat, askers
from hiring.workflow.flow import Network
from hiring.workflow.shared_questions import share_questions

UNEVEN = 1
CHANGE = 10**8
UNTRAINED = 10**13
VIEW = 10**17
HURRY = 10**21
UNCOVERED = 10**25
UNCOVERED_MUST_HAVE = 10**29
IDLE = 10**33
KEPT = 10**37

GIVE, TAKE_SECOND, TAKE_LEAD = 2, 2, 3
"""What a change weighs: whoever leads has most likely begun to prepare."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a fix."""

    kind: Literal["leads", "second", "takes", "asks_not"]
    area: str
    seat: str
    words: Text


@dataclass(frozen=True, slots=True)
class Fix:
    """What stands, what should, and the way from the one to the other."""

    before: Matrix
    after: Matrix
    steps: tuple[Step, ...]


def smallest_fix(matrix: Matrix, accepted: Collection[Finding] = ()) -> Fix:
    """The fix of the whole loop but for what is accepted; without steps when nothing can be made better."""
    chosen, now = _choose(matrix), _ahead(matrix)
    if accepted:
        chosen = _choose(agreed(matrix, accepted), only=chosen ^ now)
    changed = {area for area, _ in chosen ^ now}
    after = matrix
    for area in matrix.areas:
        left = {one.kind for one in accepted if one.area == area.id}
        if area.id in changed or (_lacks_lead(matrix, area) and "unled" not in left):
            after = _with_row(after, area, {seat for name, seat in chosen if name == area.id}, left)
        if "repeated" not in left:
            after = share_questions(after, area)
    return _fix(matrix, after)


def agreed(matrix: Matrix, accepted: Collection[Finding]) -> Matrix:
    """The matrix in which nothing of that is wrong: no more views are wanted than there are, the time will do, and
    whoever asks is trained.
    """
    views = {one.area for one in accepted if one.kind in ("uncovered", "single_view")}
    hurried = {one.seat for one in accepted if one.kind == "hurried"}
    untrained = {(one.area, one.seat) for one in accepted if one.kind == "untrained"}
    areas = [replace(one, wanted=matrix.views(one.id)) if one.id in views else one for one in matrix.areas]
    seats = [
        replace(
            seat,
            agreed=len(matrix.column(seat.id)) if seat.id in hurried else seat.agreed,
            untrained=frozenset(area for area in seat.untrained if (area, seat.id) not in untrained),
        )
        for seat in matrix.seats
    ]
    return Matrix(tuple(areas), tuple(seats), matrix.cells)


def fix_of(finding: Finding, fix: Fix) -> Fix:
    """As much of a fix as one finding needs, and whatever keeps it from leaving somebody without an area."""
    before = fix.before
    if finding.kind == "repeated":
        return _fix(before, share_questions(before, before.area(finding.area)))
    rows = {finding.area} if finding.area else {step.area for step in fix.steps if step.seat == finding.seat}
    while True:
        after = before.with_cells(_rows_of(fix.after, rows) | _rows_of(before, {it.id for it in before.areas} - rows))
        idle = {seat.id for seat in after.seats if before.column(seat.id) and not after.column(seat.id)}
        more = {area for area, seat in fix.after.cells if seat in idle} - rows
        if not more:
            return _fix(before, after)
        rows |= more


def _choose(matrix: Matrix, only: Collection[Place] | None = None) -> set[Place]:
    """The places of talks still to come that should be taken; all but `only` those stay as they are."""
    network = Network()
    source, sink = network.add_node(), network.add_node()
    ends = {seat.id: _add_seat(network, seat, len(matrix.areas), sink) for seat in matrix.seats if not seat.is_over}
    arcs: dict[Place, int] = {}
    for area in matrix.areas:
        known = {seat.person for seat, cell in matrix.row(area.id) if seat.is_over and cell.counts}
        views = _add_area(network, area, len(known), source, len(matrix.seats))
        people: dict[str, int] = {}
        for seat in matrix.seats:
            cell = matrix.cells.get((area.id, seat.id))
            stays = only is not None and (area.id, seat.id) not in only
            if seat.is_over or (cell is None and (stays or not seat.may_gain)):
                continue
            if seat.person not in people:
                people[seat.person] = network.add_node()
                # one person is one view, in however many talks they look at it
                if seat.person not in known:
                    network.add_arc(views, people[seat.person], 1, 0)
                network.add_arc(source, people[seat.person], len(matrix.seats), 0)
            cost = _price(area, seat, cell) - (KEPT if stays else 0)
            arcs[area.id, seat.id] = network.add_arc(people[seat.person], ends[seat.id], 1, cost)
    network.send_while_it_pays(source, sink)
    return {place for place, arc in arcs.items() if network.carries(arc)}


def _price(area: Area, seat: Seat, cell: Cell | None) -> int:
    """Of a seat asking about an area, next to not doing so."""
    change = GIVE if cell is None else -(TAKE_LEAD if cell.leads else TAKE_SECOND)
    return change * CHANGE + (UNTRAINED if area.id in seat.untrained else 0)


def _add_area(network: Network, area: Area, known: int, source: int, most: int) -> int:
    """A node for those who look at it; the first is worth most, and whoever comes on top of those wanted nothing."""
    node = network.add_node()
    for number in range(known + 1, area.wanted + 1):
        first = (UNCOVERED_MUST_HAVE if area.is_must_have else UNCOVERED) if number == 1 else 0
        network.add_arc(source, node, 1, -first - VIEW)
    network.add_arc(source, node, most, 0)
    return node


def _add_seat(network: Network, seat: Seat, most: int, sink: int) -> int:
    """A node for what it asks about; each further area costs more than the one before."""
    node = network.add_node()
    for number in range(1, most + 1):
        cost = unevenness(number, seat) + (HURRY if number > seat.room else 0) - (IDLE if number == 1 else 0)
        network.add_arc(node, sink, 1, cost)
    return node


def unevenness(number: int, seat: Seat) -> int:
    """What the so many-th area of a seat weighs, so that what has to be given goes where there is time."""
    return UNEVEN * (number * 480 // seat.minutes)


def _ahead(matrix: Matrix) -> set[Place]:
    over = {seat.id for seat in matrix.seats if seat.is_over}
    return {place for place in matrix.cells if place[1] not in over}


def _lacks_lead(matrix: Matrix, area: Area) -> bool:
    row = matrix.row(area.id)
    return bool(row) and not any(cell.leads and cell.counts for _, cell in row)


def _with_row(matrix: Matrix, area: Area, chosen: Collection[str], left: Collection[Kind]) -> Matrix:
    """The matrix with those seats about that area: whoever led it leads on, or else the first who is trained, unless it
    may be `left` unled. Whoever comes new asks everything, unless what is repeated may be left so: then the rest.
    """
    cells = dict(matrix.cells)
    known = askers(matrix, area) if "repeated" in left else {}
    asks = tuple(ask.id for ask in area.questions if ask.id not in known)
    taking = [seat for seat in matrix.seats if seat.id in chosen]
    leads_already = any(cell.leads and cell.counts for seat, cell in matrix.row(area.id) if seat.is_over)
    led = next((one for one in taking if (it := cells.get((area.id, one.id))) is not None and it.leads), None)
    lead = led
    if led is None and "unled" not in left:
        lead = min(taking, key=lambda one: area.id in one.untrained, default=None)
    for seat in matrix.seats:
        if seat.is_over:
            continue
        was = cells.pop((area.id, seat.id), None)
        if seat in taking:
            leads = seat is lead and not leads_already
            cells[area.id, seat.id] = replace(was, leads=leads) if was is not None else Cell(leads, asks)
    return matrix.with_cells(cells)


def _rows_of(matrix: Matrix, areas: Collection[str]) -> dict[Place, Cell]:
    return {place: cell for place, cell in matrix.cells.items() if place[0] in areas}


def _fix(before: Matrix, after: Matrix) -> Fix:
    return Fix(before, after, tuple(_steps(before, after)))


def _steps(before: Matrix, after: Matrix) -> Iterator[Step]:
    for area in before.areas:
        for seat in before.seats:
            was, will = before.cells.get((area.id, seat.id)), after.cells.get((area.id, seat.id))
            if was != will:
                yield from _change(area, seat, was, will)


def _change(area: Area, seat: Seat, was: Cell | None, will: Cell | None) -> Iterator[Step]:
    if will is None:
        words = text("%(name)s no longer asks about %(area)s", name=seat.name, area=area.title)
        yield Step("takes", area.id, seat.id, words)
        return
    if was is None or was.leads != will.leads:
        leads = text("%(name)s leads %(area)s", name=seat.name, area=area.title)
        second = text("%(name)s gives a second view of %(area)s", name=seat.name, area=area.title)
        yield Step("leads", area.id, seat.id, leads) if will.leads else Step("second", area.id, seat.id, second)
    asked = () if was is None else was.asks
    left = [ask for ask in area.questions if ask.id in asked and ask.id not in will.asks]
    if len(left) == 1:
        words = text(
            "%(name)s leaves “%(question)s” to others",
            name=seat.name,
            question=shorten(left[0].words, 48, placeholder="…"),
        )
        yield Step("asks_not", area.id, seat.id, words)
    elif left:
        said = "%(name)s leaves %(num)d questions about %(area)s to others"
        yield Step("asks_not", area.id, seat.id, count(said, said, len(left), name=seat.name, area=area.title))
