"""What the page of a loop shows: the matrix, what is wrong with it, what is accepted, and the smallest fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from hiring.coverage.matters import Matter, Settled, matters_of, settled_in, whole_fix
from hiring.coverage.queries import Loop
from hiring.text import Text, count, text
from hiring.web.language import clock_time, day, say
from hiring.workflow.coverage import Area, Place, Seat, askers, repeated

IN_A_ROW = ("uncovered", "repeated", "single_view")
"""What is wrong with an area as a whole, and not only with one of its places."""
SHORT = 40
"""Characters of a question that a place of the matrix holds."""


@dataclass(frozen=True, slots=True)
class Head:
    """One column: who meets the candidate when."""

    name: str
    title: str
    talk: str
    stage: str
    day: str
    time: str
    minutes: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the matrix: the first question, and how many `more`. `label` is its whole name, as a screen reader
    says it.
    """

    value: str
    state: str
    words: Text | str
    more: Text | None
    label: Text
    name: str
    is_repeated: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One area with its places, and how many look at it."""

    id: str
    title: str
    weight: Text
    spots: Sequence[Spot]
    total: Text
    under: Text
    kind: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Foot:
    """The time one seat has for each of its areas."""

    name: str
    each: Text
    under: Text
    percent: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The whole."""

    application: str
    candidate: str
    opening_ref: str
    opening: str
    heads: Sequence[Head]
    rows: Sequence[Row]
    feet: Sequence[Foot]
    matters: Sequence[Matter]
    settled: Sequence[Settled]
    steps: Sequence[Text]
    talks: int
    length: Text
    grouped: int
    watching: Sequence[str]
    may_change: bool
    is_blind: bool


def page_of(loop: Loop, *, may_change: bool, is_blind: bool) -> Page:
    """Everything the page says. `is_blind`: its reader owes a card here, so nothing rests on what cards say."""
    matrix, application = loop.matrix, loop.application
    fix = whole_fix(loop)
    minutes = sum({seat.talk: seat.minutes for seat in matrix.seats}.values())
    return Page(
        application=application.ref,
        candidate=application.candidate.name,
        opening_ref=application.opening.ref,
        opening=application.opening.known_as,
        heads=[_head(loop, seat) for seat in matrix.seats],
        rows=[_row(loop, area) for area in matrix.areas],
        feet=[_foot(loop, seat) for seat in matrix.seats],
        matters=matters_of(loop, fix),
        settled=settled_in(loop),
        steps=[step.words for step in fix.steps],
        talks=len({seat.talk for seat in matrix.seats}),
        length=text("%(hours)d h %(minutes)d min", hours=minutes // 60, minutes=minutes % 60),
        grouped=loop.grouped,
        watching=loop.watching,
        may_change=may_change,
        is_blind=is_blind,
    )


def _head(loop: Loop, seat: Seat) -> Head:
    slot = loop.slots[seat.id]
    interview = slot.interview
    return Head(
        name=seat.name,
        title=slot.person.title,
        talk=seat.talk,
        stage=interview.stage.title,
        day=day(interview.starts_at),
        time=clock_time(interview.starts_at),
        minutes=seat.minutes,
        is_over=seat.is_over,
    )


def _row(loop: Loop, area: Area) -> Row:
    matrix = loop.matrix
    views = matrix.views(area.id)
    twice = {name for name, seats in askers(matrix, area).items() if repeated(seats)}
    about = sum(seat.minutes // len(matrix.column(seat.id)) for seat, cell in matrix.row(area.id) if cell.counts)
    open_here = [one for one in loop.unsettled if one.area == area.id and one.kind in IN_A_ROW]
    is_gap = any(one.is_bad for one in open_here)
    total = text("%(views)d of %(wanted)d", views=views, wanted=area.wanted) if views else text("Nobody")
    return Row(
        id=area.id,
        title=area.title,
        weight=_weight(loop, area),
        spots=[_spot(loop, area, seat, twice) for seat in matrix.seats],
        total=total,
        under=_under(loop, area, twice, about),
        kind="bad" if is_gap else "warn" if open_here else "",
        is_gap=is_gap,
    )


def _under(loop: Loop, area: Area, twice: set[str], about: int) -> Text:
    if any(one.area == area.id and one.kind in ("uncovered", "single_view") for one in loop.settled):
        return text("accepted")
    if not loop.matrix.views(area.id):
        return text("0 of %(wanted)d", wanted=area.wanted)
    if twice:
        times = max(len({seat.talk for seat in askers(loop.matrix, area)[question]}) for question in twice)
        return text("same question × %(times)d", times=times)
    if area.is_must_have and loop.matrix.views(area.id) < area.wanted:
        return count("one view only", "%(num)d views only", loop.matrix.views(area.id))
    return text("about %(minutes)d min", minutes=about)


IMPORTANCE = {
    "critical": (text("critical"), text("critical, must have")),
    "important": (text("important"), text("important, must have")),
    "optional": (text("optional"), text("optional, must have")),
}


def _weight(loop: Loop, area: Area) -> Text:
    return IMPORTANCE[loop.rubric.dimension(area.id).importance][area.is_must_have]


def _spot(loop: Loop, area: Area, seat: Seat, twice: set[str]) -> Spot:
    place: Place = (area.id, seat.id)
    cell = loop.matrix.cells.get(place)
    said = {"area": area.title, "name": seat.name}
    if cell is None:
        state, label = "empty", text("Assign %(area)s to %(name)s", **said)
    elif not cell.counts:
        state, label = "nothing", text("%(area)s with %(name)s: not assessed", **said)
    elif cell.leads:
        state, label = "leads", text("%(area)s with %(name)s: leads", **said)
    else:
        state, label = "second", text("%(area)s with %(name)s: second view", **said)
    asks = [] if cell is None else [ask for ask in area.questions if ask.id in cell.asks]
    # what somebody else asks too is what is looked at
    asked = [ask.words for ask in sorted(asks, key=lambda one: one.id not in twice)]
    more = len(asked) - 1
    return Spot(
        value=".".join(place),
        state=state,
        words=shorten(asked[0], SHORT, placeholder="…") if asked else text("Listens"),
        more=count("and %(num)d more", "and %(num)d more", more) if more > 0 else None,
        label=text("%(place)s. Asks: %(questions)s", place=say(label), questions=" ".join(asked)) if asked else label,
        name=seat.name,
        is_repeated=cell is not None and cell.counts and bool(twice & set(cell.asks)),
        is_fixed=seat.is_over or (cell is None and not seat.may_gain),
    )


def _foot(loop: Loop, seat: Seat) -> Foot:
    areas = len(loop.matrix.column(seat.id))
    words = count("%(num)d dimension in %(minutes)d", "%(num)d dimensions in %(minutes)d", areas, minutes=seat.minutes)
    return Foot(
        name=seat.name,
        each=text("%(minutes)d min", minutes=seat.minutes // areas),
        under=words,
        percent=min(100, 100 * areas // (seat.room + 1)),
        is_short=any(one.kind == "hurried" and one.seat == seat.id for one in loop.unsettled),
    )
