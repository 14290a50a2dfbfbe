"""Who asks about what in the talks of one loop, and what is wrong with that: gaps, repetitions, haste and overload."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from hiring.text import Text, count, text

TOO_SHORT = 20
"""Minutes for one area: with these or fewer nobody gets past the first answer."""

Kind = Literal["uncovered", "repeated", "hurried", "single_view", "unled", "overloaded", "untrained"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the rubric."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Area:
    """One dimension: how many people should look at it, and what can be asked about it."""

    id: str
    title: str
    wanted: int = 1
    is_must_have: bool = False
    questions: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """One interviewer in one talk.

    `is_over`: it has begun, and nothing about it changes any more. `may_gain`: they can be given another area.
    `untrained`: the areas they are not trained for. `loops_that_day`: other candidates they meet on that `day`.
    `agreed`: for how many areas somebody says that the time will do.
    """

    id: str
    person: str
    name: str
    talk: str
    minutes: int
    is_over: bool = False
    may_gain: bool = True
    untrained: frozenset[str] = frozenset()
    loops_that_day: int = 0
    talks_that_week: int = 0
    weekly_cap: int | None = None
    day: str = ""
    agreed: int = 1

    @property
    def room(self) -> int:
        """For how many areas there is time: more than TOO_SHORT minutes each, and one in any case."""
        return max(self.agreed, (self.minutes - 1) // TOO_SHORT)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one seat does about one area. `counts` is False where it is known that nothing came of it."""

    leads: bool
    asks: tuple[str, ...] = ()
    counts: bool = True


Place = tuple[str, str]
"""An area and a seat, by their ids."""


@dataclass(frozen=True)
class Matrix:
    """Areas by seats; the seats in the order of their talks."""

    areas: tuple[Area, ...]
    seats: tuple[Seat, ...]
    cells: Mapping[Place, Cell] = field(default_factory=dict)

    def area(self, area_id: str) -> Area:
        return next(one for one in self.areas if one.id == area_id)

    def seat(self, seat_id: str) -> Seat:
        return next(one for one in self.seats if one.id == seat_id)

    def row(self, area_id: str) -> list[tuple[Seat, Cell]]:
        """Who asks about an area, in the order of the talks."""
        return [(seat, self.cells[area_id, seat.id]) for seat in self.seats if (area_id, seat.id) in self.cells]

    def column(self, seat_id: str) -> list[Area]:
        """What one seat asks about, in the rubric's order."""
        return [area for area in self.areas if (area.id, seat_id) in self.cells]

    def views(self, area_id: str) -> int:
        """How many different people look at an area."""
        return len({seat.person for seat, cell in self.row(area_id) if cell.counts})

    def with_cells(self, cells: Mapping[Place, Cell]) -> Matrix:
        return replace(self, cells=cells)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: its title, what is the matter, the area or seat it is about, and the facts it rests on."""

    kind: Kind
    title: Text
    words: Text
    facts: tuple[object, ...]
    is_bad: bool = False
    area: str = ""
    seat: str = ""

    @property
    def id(self) -> str:
        return "-".join(filter(None, (self.kind, self.area, self.seat)))

    @property
    def key(self) -> str:
        """Its id and a seal on its facts: whoever accepts it accepts these facts and no others."""
        return f"{self.id}-{hashlib.sha256(json.dumps(self.facts).encode()).hexdigest()[:16]}"


def findings(matrix: Matrix) -> tuple[Finding, ...]:
    """Everything wrong, the gravest kind first; within a kind must-haves first, then in the order of the matrix."""
    return (
        *_uncovered(matrix),
        *_repeated(matrix),
        *_hurried(matrix),
        *_single_views(matrix),
        *_unled(matrix),
        *_overloaded(matrix),
        *_untrained(matrix),
    )


def askers(matrix: Matrix, area: Area) -> dict[str, list[Seat]]:
    """Who asks each question of an area and can be heard out, by the question's id."""
    by_question: dict[str, list[Seat]] = defaultdict(list)
    for seat, cell in matrix.row(area.id):
        if cell.counts:
            for question in cell.asks:
                by_question[question].append(seat)
    return by_question


def repeated(seats: list[Seat]) -> bool:
    """Whether the candidate would hear a question of theirs twice, and one of the talks is still to come."""
    return len({seat.talk for seat in seats}) > 1 and any(not seat.is_over for seat in seats)


def _uncovered(matrix: Matrix) -> Iterator[Finding]:
    nobody = [area for area in matrix.areas if not matrix.views(area.id)]
    for area in sorted(nobody, key=lambda one: not one.is_must_have):
        missed = [seat for seat, _ in matrix.row(area.id)]
        if missed:
            names = ", ".join(seat.name for seat in missed)
            words = text("It was with %(names)s and was not assessed.", names=names)
        else:
            words = text("A must-have, and no talk is about it.") if area.is_must_have else text("No talk is about it.")
        yield Finding(
            "uncovered",
            text("Nobody covers %(area)s", area=area.title),
            words,
            (area.is_must_have, [seat.id for seat in missed]),
            is_bad=area.is_must_have,
            area=area.id,
        )


def _repeated(matrix: Matrix) -> Iterator[Finding]:
    for area in matrix.areas:
        by_question = askers(matrix, area)
        doubled = [ask for ask in area.questions if repeated(by_question.get(ask.id, []))]
        if doubled:
            seats = [seat for ask in doubled for seat in by_question[ask.id]]
            names = ", ".join(dict.fromkeys(seat.name for seat in seats))
            first = {"area": area.title, "question": doubled[0].words, "names": names}
            yield Finding(
                "repeated",
                count("One question, asked more than once", "%(num)d questions, asked more than once", len(doubled)),
                text("%(area)s: “%(question)s” is with %(names)s.", **first)
                if len(doubled) == 1
                else text("%(names)s would all ask them about %(area)s.", names=names, area=area.title),
                tuple((ask.id, [seat.id for seat in by_question[ask.id]]) for ask in doubled),
                area=area.id,
            )


def _hurried(matrix: Matrix) -> Iterator[Finding]:
    for seat in _ahead(matrix):
        column = matrix.column(seat.id)
        if (asked := len(column)) > seat.room:
            yield Finding(
                "hurried",
                text("Too little time with %(name)s", name=seat.name),
                text(
                    "%(areas)d dimensions in %(minutes)d minutes, about %(each)d each.",
                    areas=asked,
                    minutes=seat.minutes,
                    each=seat.minutes // asked,
                ),
                (seat.minutes, [area.id for area in column]),
                seat=seat.id,
            )


def _single_views(matrix: Matrix) -> Iterator[Finding]:
    for area in matrix.areas:
        viewing = {seat.person for seat, cell in matrix.row(area.id) if cell.counts}
        if area.is_must_have and 0 < (views := len(viewing)) < area.wanted:
            yield Finding(
                "single_view",
                count("%(area)s has %(num)d view", "%(area)s has %(num)d views", views, area=area.title),
                text("A must-have counts as met only when %(wanted)d people have assessed it.", wanted=area.wanted),
                (area.wanted, sorted(viewing)),
                area=area.id,
            )


def _unled(matrix: Matrix) -> Iterator[Finding]:
    for area in matrix.areas:
        row = matrix.row(area.id)
        if matrix.views(area.id) and not any(cell.leads and cell.counts for _, cell in row) and _has_ahead(row):
            yield Finding(
                "unled",
                text("Nobody leads %(area)s", area=area.title),
                text("Everybody listens for it, and nobody plans the questions."),
                ([seat.id for seat, _ in row],),
                area=area.id,
            )


def _overloaded(matrix: Matrix) -> Iterator[Finding]:
    told: list[Text] = []
    for seat in _ahead(matrix):
        for words in _overloads(seat):
            if words not in told:
                told.append(words)
                title = text("%(name)s has a lot that day", name=seat.name)
                yield Finding("overloaded", title, words, (seat.day, words.msgid, *words.params.values()), seat=seat.id)


def _overloads(seat: Seat) -> Iterator[Text]:
    if seat.loops_that_day:
        yield count(
            "%(name)s meets another candidate on the same day.",
            "%(name)s meets %(num)d other candidates on the same day.",
            seat.loops_that_day,
            name=seat.name,
        )
    if seat.weekly_cap is not None and seat.talks_that_week > seat.weekly_cap:
        yield text(
            "%(name)s holds %(talks)d interviews that week; %(most)d is the most agreed.",
            name=seat.name,
            talks=seat.talks_that_week,
            most=seat.weekly_cap,
        )


def _untrained(matrix: Matrix) -> Iterator[Finding]:
    for seat in _ahead(matrix):
        for area in matrix.column(seat.id):
            if area.id in seat.untrained:
                yield Finding(
                    "untrained",
                    text("%(name)s is not trained for %(area)s", name=seat.name, area=area.title),
                    text("Give it to somebody who is, or let them watch once first."),
                    (matrix.cells[area.id, seat.id].leads,),
                    area=area.id,
                    seat=seat.id,
                )


def _ahead(matrix: Matrix) -> list[Seat]:
    return [seat for seat in matrix.seats if not seat.is_over]


def _has_ahead(row: list[tuple[Seat, Cell]]) -> bool:
    return any(not seat.is_over for seat, _ in row)
