"""Funnels as columns and as rows, and one sentence with row and column for each that cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from hiring.calibration.funnel import Funnel, Step, read_funnel

STEPS = [Step("screen", "blue", 40, 12), Step("screen", "green", 80, 48)]
COLUMNS: dict[str, list[object]] = {
    "stage": ["screen", "screen"],
    "group": ["blue", "green"],
    "entered": [40, 80],
    "passed": [12, 48],
}


@pytest.mark.parametrize(
    "funnel",
    [
        STEPS,
        [tuple(step) for step in STEPS],
        [step[:4] for step in STEPS],
        [step._asdict() for step in STEPS],
        COLUMNS,
        {**COLUMNS, "opening": ["", ""], "remark": ["none", "of ours"]},
        {**COLUMNS, "entered": np.array([40, 80])},
    ],
)
def test_columns_and_rows_are_the_same_funnel(funnel: Funnel) -> None:
    assert read_funnel(funnel) == STEPS


def test_openings_are_kept() -> None:
    assert read_funnel(COLUMNS | {"opening": ["x", "y"]}) == [
        Step("screen", "blue", 40, 12, "x"),
        Step("screen", "green", 80, 48, "y"),
    ]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("passed", 81, "Row 2, column passed: 81 is more than the 80 who entered."),
        ("passed", -1, "Row 2, column passed: -1 is not a whole number from 0."),
        ("entered", 80.5, "Row 2, column entered: 80.5 is not a whole number from 0."),
        ("entered", float("nan"), "Row 2, column entered: nan is not a whole number from 0."),
        ("entered", "many", "Row 2, column entered: 'many' is not a whole number from 0."),
        ("entered", None, "Row 2, column entered: it is empty."),
        ("passed", "", "Row 2, column passed: it is empty."),
        ("group", " ", "Row 2, column group: it is empty."),
        ("stage", None, "Row 2, column stage: it is empty."),
        ("group", "blue", "Row 2, column group: blue stands at stage screen in row 1 already."),
    ],
)
def test_a_row_that_cannot_be_is_named(column: str, value: object, sentence: str) -> None:
    funnel = {name: list(values) for name, values in COLUMNS.items()}
    funnel[column][1] = value
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        read_funnel(funnel)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("funnel", "sentence"),
    [
        ([], "The funnel has no rows."),
        ({name: [] for name in COLUMNS}, "The funnel has no rows."),
        ({name: COLUMNS[name] for name in ("stage", "group", "passed")}, "Column entered is missing."),
        ({**COLUMNS, "group": ["blue"]}, "Columns differ in length: stage 2, group 1, entered 2, passed 2."),
        ({**COLUMNS, "opening": ["x", ""]}, "Row 2, column opening: it is empty, but other rows name theirs."),
        (
            {**COLUMNS, "group": ["blue", "blue"], "opening": ["x", "x"]},
            "Row 2, column group: blue stands at stage screen of opening x in row 1 already.",
        ),
        ([("screen", "blue", 40)], "Row 1, column passed: it is empty."),
    ],
)
def test_a_funnel_that_cannot_be_is_refused(funnel: Funnel, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        read_funnel(funnel)
    assert str(refused.value) == sentence


def test_rows_are_called_by_the_lines_of_their_file() -> None:
    with pytest.raises(ValueError, match=r"^Row 7, column passed: 9 is more than the 8 who entered\.$"):
        read_funnel([("screen", "blue", 4, 2), ("screen", "green", 8, 9)], lines=[3, 7])
