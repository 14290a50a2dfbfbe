"""What is wrong with a loop, said in the order of how grave it is."""

from __future__ import annotations

from dataclasses import replace

from hiring.workflow.coverage import Cell, Matrix, findings
from tests.workflow.test_coverage_fix import a_seat, an_area


def ids(matrix: Matrix) -> list[str]:
    return [one.id for one in findings(matrix)]


def test_must_haves_that_nobody_covers_come_first_and_are_bad() -> None:
    matrix = Matrix((an_area(0), an_area(1, is_must_have=True, wanted=2)), (a_seat(0),))
    assert [(one.id, one.is_bad) for one in findings(matrix)] == [
        ("uncovered-area-1", True),
        ("uncovered-area-0", False),
    ]


def test_everything_at_once_in_order() -> None:
    areas = (
        an_area(0, is_must_have=True, wanted=2),
        an_area(1, is_must_have=True, wanted=2),
        *(an_area(number) for number in (2, 3, 4)),
    )
    seats = (a_seat(0, untrained=frozenset({"area-2"})), a_seat(1, loops_that_day=1, talks_that_week=4, weekly_cap=3))
    cells = {
        ("area-1", "seat-0"): Cell(leads=True),
        ("area-2", "seat-0"): Cell(leads=True, asks=("2-0",)),
        ("area-2", "seat-1"): Cell(leads=False, asks=("2-0",)),
        ("area-3", "seat-0"): Cell(leads=True),
        ("area-4", "seat-1"): Cell(leads=False),
    }
    found = findings(Matrix(areas, seats, cells))
    assert [one.id for one in found] == [
        "uncovered-area-0",
        "repeated-area-2",
        "hurried-seat-0",
        "single_view-area-1",
        "unled-area-4",
        "overloaded-seat-1",
        "overloaded-seat-1",
        "untrained-area-2-seat-0",
    ]
    assert [str(one.words) for one in found[1:3]] == [
        "Cost and capital: “Question 2-0” is with Sanjay Rao, Elif Demir.",
        "3 dimensions in 60 minutes, about 20 each.",
    ]
    assert [str(one.words) for one in found[5:7]] == [
        "Elif Demir meets another candidate on the same day.",
        "Elif Demir holds 4 interviews that week; 3 is the most agreed.",
    ]


def test_twenty_minutes_for_each_are_too_few_and_a_single_area_never_is() -> None:
    areas = (an_area(0), an_area(1))
    for minutes, expected in ((40, ["hurried-seat-0"]), (41, [])):
        cells = {(area.id, "seat-0"): Cell(leads=True) for area in areas}
        assert ids(Matrix(areas, (a_seat(0, minutes=minutes),), cells)) == expected
    assert ids(Matrix(areas[:1], (a_seat(0, minutes=15),), {("area-0", "seat-0"): Cell(leads=True)})) == []


def test_two_people_in_one_talk_do_not_repeat_each_other_and_one_person_in_two_talks_is_one_view() -> None:
    area = an_area(0, is_must_have=True, wanted=2)
    both = {("area-0", seat): Cell(leads=seat == "seat-0", asks=("0-0",)) for seat in ("seat-0", "seat-1")}
    together = Matrix((area,), (a_seat(0), a_seat(1, talk="talk-0")), both)
    assert ids(together) == []
    same = a_seat(0)
    assert ids(Matrix((area,), (same, replace(same, id="seat-1", talk="talk-1")), both)) == [
        "repeated-area-0",
        "single_view-area-0",
    ]


def test_what_came_to_nothing_is_no_view_and_may_be_asked_again() -> None:
    area = an_area(0, is_must_have=True)
    seats = (a_seat(0, is_over=True), a_seat(1))
    cells = {
        ("area-0", "seat-0"): Cell(leads=True, asks=("0-0",), counts=False),
        ("area-0", "seat-1"): Cell(leads=False, asks=("0-0",)),
    }
    assert ids(Matrix((area,), seats, cells)) == ["unled-area-0"]
    del cells["area-0", "seat-1"]
    assert ids(Matrix((area,), seats, cells)) == ["uncovered-area-0"]


def changed_in_the_key(before: Matrix, after: Matrix) -> list[str]:
    """The ids of what is found in both, but not on the same facts."""
    was = {one.id: one.key for one in findings(before)}
    return [one.id for one in findings(after) if one.id in was and one.key not in was.values()]


def test_a_key_holds_until_what_was_found_rests_on_other_facts() -> None:
    areas = (an_area(0, is_must_have=True, wanted=3), an_area(1), an_area(2), an_area(3))
    seats = tuple(
        a_seat(number, untrained=frozenset({"area-1"}), talks_that_week=2, weekly_cap=1, day="2026-11-23")
        for number in (0, 1, 2)
    )
    cells = {(area, "seat-0"): Cell(leads=area == "area-1", asks=("1-0",)) for area in ("area-0", "area-1", "area-2")}
    cells["area-1", "seat-1"] = Cell(leads=False, asks=("1-0",))
    matrix = Matrix(areas, seats, cells)
    assert ids(matrix) == [
        "uncovered-area-3",
        "repeated-area-1",
        "hurried-seat-0",
        "single_view-area-0",
        "unled-area-0",
        "unled-area-2",
        "overloaded-seat-0",
        "overloaded-seat-1",
        "overloaded-seat-2",
        "untrained-area-1-seat-0",
        "untrained-area-1-seat-1",
    ]

    def with_seat(number: int, **facts: object) -> Matrix:
        changed = replace(seats[number], **facts)  # type: ignore[arg-type]
        return replace(matrix, seats=tuple(changed if one is seats[number] else one for one in seats))

    second, elsewhere = Cell(leads=False), {**cells}
    elsewhere["area-0", "seat-1"] = elsewhere.pop(("area-0", "seat-0"))
    assert changed_in_the_key(matrix, matrix) == []
    assert changed_in_the_key(matrix, with_seat(0, name="Someone else")) == ["overloaded-seat-0"]
    assert changed_in_the_key(matrix, with_seat(0, minutes=45)) == ["hurried-seat-0"]
    assert changed_in_the_key(matrix, with_seat(2, day="2026-11-24")) == ["overloaded-seat-2"]
    assert changed_in_the_key(matrix, with_seat(1, talks_that_week=3)) == ["overloaded-seat-1"]
    assert changed_in_the_key(matrix, matrix.with_cells(elsewhere)) == ["single_view-area-0", "unled-area-0"]
    assert changed_in_the_key(matrix, matrix.with_cells(cells | {("area-1", "seat-2"): Cell(False, ("1-0",))})) == [
        "repeated-area-1"
    ]
    assert changed_in_the_key(matrix, matrix.with_cells(cells | {("area-1", "seat-0"): second})) == [
        "untrained-area-1-seat-0"
    ]
    assert changed_in_the_key(matrix, matrix.with_cells(cells | {("area-3", "seat-0"): second})) == ["hurried-seat-0"]
    missed = cells | {("area-3", "seat-2"): Cell(leads=True, counts=False)}
    assert changed_in_the_key(matrix, matrix.with_cells(missed)) == ["uncovered-area-3"]


def test_of_a_talk_that_is_over_nothing_is_said_that_nobody_can_mend() -> None:
    areas = (an_area(0), an_area(1), an_area(2))
    over = a_seat(0, is_over=True, untrained=frozenset({"area-0"}), loops_that_day=2)
    later = a_seat(1, is_over=True)
    cells = {(area.id, seat.id): Cell(leads=False, asks=("0-0",)) for area in areas for seat in (over, later)}
    assert ids(Matrix(areas, (over, later), cells)) == []
