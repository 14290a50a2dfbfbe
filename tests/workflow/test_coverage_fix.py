"""The smallest fix is the smallest: held against every way there is, on small loops."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain, combinations
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.workflow.coverage import Area, Ask, Cell, Finding, Matrix, Place, Seat, askers, findings, repeated
from hiring.workflow.coverage_fix import GIVE, TAKE_LEAD, TAKE_SECOND, fix_of, smallest_fix, unevenness

PEOPLE = ("Sanjay Rao", "Elif Demir", "Maja Lindqvist", "Daniel Osei")
TITLES = ("Plant performance", "Food safety", "Cost and capital", "Building a team")
Score = tuple[int, ...]


def an_area(number: int, *, is_must_have: bool = False, wanted: int = 1, questions: int = 2) -> Area:
    asks = tuple(Ask(f"{number}-{one}", f"Question {number}-{one}") for one in range(questions))
    return Area(f"area-{number}", TITLES[number % len(TITLES)], wanted, is_must_have, asks)


def a_seat(number: int, **facts: object) -> Seat:
    name = PEOPLE[number % len(PEOPLE)]
    made = Seat(f"seat-{number}", name, name, f"talk-{number}", 60)
    return replace(made, **facts)  # type: ignore[arg-type]


@st.composite
def matrices(draw: st.DrawFn, most: int = 9) -> Matrix:
    """At most so many places, so that every way can be looked at."""
    size = draw(st.integers(1, 4))
    areas = tuple(
        an_area(
            number,
            is_must_have=draw(st.booleans()),
            wanted=draw(st.integers(1, 3)),
            questions=draw(st.integers(0, 3)),
        )
        for number in range(size)
    )
    seats = tuple(
        a_seat(
            number,
            person=PEOPLE[draw(st.integers(0, number))],
            talk=f"talk-{draw(st.integers(0, number))}",
            minutes=draw(st.sampled_from((15, 30, 45, 60, 90))),
            is_over=draw(st.integers(0, 3)) == 0,
            may_gain=draw(st.integers(0, 3)) > 0,
            untrained=frozenset(draw(st.sets(st.sampled_from([it.id for it in areas]), max_size=2))),
        )
        for number in range(draw(st.integers(1, most // size if size > 2 else 3)))
    )
    cells = {
        (area.id, seat.id): Cell(
            draw(st.booleans()),
            tuple(ask.id for ask in area.questions if draw(st.integers(0, 3))),
            counts=not seat.is_over or draw(st.booleans()),
        )
        for area in areas
        for seat in seats
        if draw(st.booleans())
    }
    return Matrix(areas, seats, cells)


def score(matrix: Matrix, before: Matrix, accepted: Collection[Finding] = ()) -> Score:
    """What is wrong and not accepted and what it took, the gravest first; counted anew, not as the fix counts it."""
    ahead = [seat for seat in matrix.seats if not seat.is_over]
    views = {area.id: matrix.views(area.id) for area in matrix.areas}
    loads = {seat.id: len(matrix.column(seat.id)) for seat in ahead}
    left = {(one.kind, one.area, one.seat) for one in accepted}
    nobody = [area for area in matrix.areas if not views[area.id] and ("uncovered", area.id, "") not in left]
    wanted = {
        area.id: before.views(area.id)
        if {("uncovered", area.id, ""), ("single_view", area.id, "")} & left
        else area.wanted
        for area in matrix.areas
    }
    room = {
        seat.id: max(seat.room, len(before.column(seat.id)) if ("hurried", "", seat.id) in left else 0)
        for seat in ahead
    }
    places = {place for place in matrix.cells if place[1] in loads}
    given = places - before.cells.keys()
    taken = {place for place in before.cells.keys() - matrix.cells.keys() if place[1] in loads}
    return (
        sum(not load for load in loads.values()),
        sum(area.is_must_have for area in nobody),
        sum(not area.is_must_have for area in nobody),
        sum(max(0, loads[seat.id] - room[seat.id]) for seat in ahead),
        sum(max(0, wanted[area.id] - views[area.id]) for area in matrix.areas),
        sum(area in matrix.seat(seat).untrained and ("untrained", area, seat) not in left for area, seat in places),
        GIVE * len(given) + sum(TAKE_LEAD if before.cells[place].leads else TAKE_SECOND for place in taken),
        sum(unevenness(number, seat) for seat in ahead for number in range(1, loads[seat.id] + 1)),
    )


def every_way(matrix: Matrix, only: Collection[Place] | None = None) -> Iterator[Matrix]:
    free: list[Place] = [
        (area.id, seat.id)
        for area in matrix.areas
        for seat in matrix.seats
        if not seat.is_over
        and (seat.may_gain or (area.id, seat.id) in matrix.cells)
        and (only is None or (area.id, seat.id) in only)
    ]
    fixed = {place: cell for place, cell in matrix.cells.items() if place not in free}
    for chosen in chain.from_iterable(combinations(free, size) for size in range(len(free) + 1)):
        yield matrix.with_cells(fixed | {place: matrix.cells.get(place, Cell(leads=False)) for place in chosen})


@given(matrices())
@settings(max_examples=150)
def test_no_way_is_better(matrix: Matrix) -> None:
    best = min(score(way, matrix) for way in every_way(matrix))
    assert score(smallest_fix(matrix).after, matrix) == best


@st.composite
def accepting(draw: st.DrawFn) -> tuple[Matrix, list[Finding]]:
    """A matrix, and some of what is wrong with it accepted."""
    matrix = draw(matrices())
    return matrix, [one for one in findings(matrix) if draw(st.booleans())]


def moved(matrix: Matrix, after: Matrix) -> set[Place]:
    return set(matrix.cells.keys() ^ after.cells.keys())


@given(accepting())
@settings(max_examples=150)
def test_accepting_takes_changes_away_and_leaves_the_best_of_the_others(given: tuple[Matrix, list[Finding]]) -> None:
    matrix, accepted = given
    without, fixed = smallest_fix(matrix).after, smallest_fix(matrix, accepted).after
    assert moved(matrix, fixed) <= moved(matrix, without)
    best = min(score(way, matrix, accepted) for way in every_way(matrix, only=moved(matrix, without)))
    assert score(fixed, matrix, accepted) == best


@given(matrices())
@settings(max_examples=60)
def test_where_everything_is_accepted_and_nobody_is_idle_nothing_changes(matrix: Matrix) -> None:
    areas = tuple(area if area.is_must_have else replace(area, wanted=1) for area in matrix.areas)
    busy = tuple(seat for seat in matrix.seats if matrix.column(seat.id))
    matrix = Matrix(areas, busy, matrix.cells)
    assert smallest_fix(matrix, findings(matrix)).steps == ()


@given(accepting())
@settings(max_examples=60)
def test_nobody_asks_less_about_an_area_whose_repetition_is_accepted(given: tuple[Matrix, list[Finding]]) -> None:
    matrix, accepted = given
    after = smallest_fix(matrix, accepted).after
    for area in {one.area for one in accepted if one.kind == "repeated"}:
        asked = {seat.id: cell.asks for seat, cell in matrix.row(area)}
        still = {seat.id: cell.asks for seat, cell in after.row(area)}
        assert {seat: asks for seat, asks in still.items() if seat in asked} == {
            seat: asks for seat, asks in asked.items() if seat in still
        }
        known = {question for asks in asked.values() for question in asks}
        assert not known & {question for seat, asks in still.items() if seat not in asked for question in asks}


@given(matrices())
@settings(max_examples=60)
def test_what_may_not_change_does_not(matrix: Matrix) -> None:
    after = smallest_fix(matrix).after
    for seat in matrix.seats:
        was = {area.id: matrix.cells[area.id, seat.id] for area in matrix.column(seat.id)}
        will = {area.id: after.cells[area.id, seat.id] for area in after.column(seat.id)}
        if seat.is_over:
            assert will == was
        if not seat.may_gain:
            assert will.keys() <= was.keys()


@given(matrices())
@settings(max_examples=60)
def test_a_fix_is_fixed(matrix: Matrix) -> None:
    after = smallest_fix(matrix).after
    assert smallest_fix(after).steps == ()


@given(matrices())
@settings(max_examples=60)
def test_afterwards_no_question_is_asked_in_two_talks_and_every_area_that_is_covered_is_led(matrix: Matrix) -> None:
    after = smallest_fix(matrix).after
    assert not {one.kind for one in findings(after)} & {"repeated", "unled"}
    for area in after.areas:
        assert sum(cell.leads for seat, cell in after.row(area.id) if not seat.is_over) <= max(
            1, sum(cell.leads for seat, cell in matrix.row(area.id) if not seat.is_over)
        )


@given(matrices())
@settings(max_examples=60)
def test_as_many_talks_as_can_be_keep_a_question(matrix: Matrix) -> None:
    """Over every way to leave each repeated question to one talk."""
    after = smallest_fix(matrix).after
    for area in matrix.areas:
        finding = next((it for it in findings(matrix) if it.kind == "repeated" and it.area == area.id), None)
        if finding is None or any(seat.is_over for seat, _ in matrix.row(area.id)):
            continue
        shared = fix_of(finding, smallest_fix(matrix)).after
        by_question = {one: [it.talk for it in seats] for one, seats in askers(matrix, area).items()}
        ways: list[set[str]] = [set()]
        for talks in by_question.values():
            ways = [way | {talk} for way in ways for talk in set(talks)]
        asking = {seat.talk for seat, cell in shared.row(area.id) if cell.asks}
        assert len(asking) == max(map(len, ways))
    assert all(not repeated(seats) for area in after.areas for seats in askers(after, area).values())


@given(matrices())
@settings(max_examples=60)
def test_the_fix_of_one_finding_leaves_nobody_without_an_area(matrix: Matrix) -> None:
    whole = smallest_fix(matrix)
    for finding in findings(matrix):
        after = fix_of(finding, whole).after
        assert all(after.column(seat.id) for seat in matrix.seats if matrix.column(seat.id))


def test_the_loop_of_the_drawing() -> None:
    """Nobody asks about food safety; one question is asked three times. Two have 45 minutes and room for two areas."""
    areas = (
        an_area(0, is_must_have=True, wanted=2),
        an_area(1, is_must_have=True, wanted=1),
        an_area(2),
        an_area(3, questions=1),
    )
    seats = tuple(a_seat(number, minutes=minutes) for number, minutes in enumerate((60, 45, 45, 60)))
    cells = {
        ("area-0", "seat-0"): Cell(leads=True, asks=("0-0",)),
        ("area-0", "seat-1"): Cell(leads=False, asks=("0-1",)),
        ("area-2", "seat-2"): Cell(leads=True, asks=("2-0",)),
        ("area-3", "seat-0"): Cell(leads=False, asks=("3-0",)),
        ("area-3", "seat-1"): Cell(leads=False, asks=("3-0",)),
        ("area-3", "seat-3"): Cell(leads=True, asks=("3-0",)),
    }
    matrix = Matrix(areas, seats, cells)
    assert [one.id for one in findings(matrix)] == ["uncovered-area-1", "repeated-area-3"]
    assert [str(step.words) for step in smallest_fix(matrix).steps] == [
        "Daniel Osei leads Food safety",
        "Sanjay Rao leaves “Question 3-0” to others",
        "Elif Demir leaves “Question 3-0” to others",
    ]


def test_twelve_areas_and_ten_talks_take_less_than_the_limit() -> None:
    areas = tuple(an_area(number, is_must_have=number % 2 == 0, wanted=2 - number % 2) for number in range(12))
    seats = tuple(a_seat(number, minutes=45 + 15 * (number % 3)) for number in range(10))
    everything = {
        (area.id, seat.id): Cell(leads=seat is seats[0], asks=tuple(ask.id for ask in area.questions))
        for area in areas
        for seat in seats
    }
    for cells in ({}, everything):
        began = perf_counter()
        smallest_fix(Matrix(areas, seats, cells))
        assert perf_counter() - began < 0.3
