"""Rating columns: what is taken, and the sentence for what is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hiring import calibration
from hiring.calibration.ratings import Ratings

GOOD: dict[str, Any] = {
    "candidate": [0, 0, 1],
    "interviewer": [0, 1, 0],
    "dimension": [0, 0, 0],
    "score": [1, 5, 3],
}

SAME_SEAT = "Rows 0 and 2 hold the same seat: candidate 1, interviewer 0, dimension 0."


def test_columns_become_whole_numbers() -> None:
    ratings = Ratings(**{**GOOD, "score": np.array([1.0, 5.0, 3.0]), "interview": [0, 1, 2], "perspective": [0, 0, 1]})
    assert (ratings.score.tolist(), ratings.score.dtype, len(ratings)) == ([1, 5, 3], np.dtype(np.int64), 3)
    assert ratings.interview is not None
    assert ratings.perspective is not None
    assert (ratings.interview.tolist(), ratings.perspective.tolist()) == ([0, 1, 2], [0, 0, 1])


def test_optional_columns_stay_away() -> None:
    ratings = Ratings(**GOOD)
    assert (ratings.interview, ratings.perspective, ratings.scale) == (None, None, (1, 5))


def test_nothing_is_a_column_too() -> None:
    nothing = np.empty(0, np.int64)
    assert len(Ratings(nothing, nothing, nothing, nothing)) == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"score": [1, np.nan, 3]}, "Column score holds nan in row 1, which is not a number."),
        ({"score": [1, 2, np.inf]}, "Column score holds inf in row 2, which is not a number."),
        ({"score": [1.5, 2, 3]}, "Column score holds 1.5 in row 0, which is not a whole number."),
        ({"score": ["a", "b", "c"]}, "Column score must hold numbers."),
        ({"score": [True, True, True]}, "Column score must hold numbers."),
        ({"score": [[1], [2], [3]]}, "Column score must have one dimension, not 2."),
        ({"score": [1, 2, 6]}, "The score 6 in row 2 is not on the scale 1 to 5."),
        ({"score": [1, 0, 5]}, "The score 0 in row 1 is not on the scale 1 to 5."),
        ({"scale": (5, 5)}, "The scale 5 to 5 has no two levels."),
        ({"candidate": [0, 1, -1]}, "Column candidate holds -1 in row 2; codes start from 0."),
        ({"interview": [0, -2, 0]}, "Column interview holds -2 in row 1; codes start from 0."),
        (
            {"dimension": [0, 0]},
            "Columns differ in length: candidate 3, interviewer 3, dimension 2, score 3.",
        ),
        (
            {"perspective": [0]},
            "Columns differ in length: candidate 3, interviewer 3, dimension 3, perspective 1, score 3.",
        ),
        (
            {"candidate": [1, 0, 1], "interviewer": [0, 1, 0]},
            f"{SAME_SEAT} An interview column tells two meetings apart.",
        ),
        (
            {"candidate": [1, 0, 1], "interviewer": [0, 1, 0], "interview": [4, 4, 4]},
            SAME_SEAT,
        ),
    ],
)
def test_refusals(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        Ratings(**{**GOOD, **change})
    assert str(refused.value) == sentence


def test_two_meetings_of_the_same_two_people() -> None:
    again = {"candidate": [1, 0, 1], "interviewer": [0, 1, 0], "interview": [0, 0, 1]}
    assert len(Ratings(**{**GOOD, **again})) == 3


def test_the_package_looks_ratings_up_when_asked() -> None:
    assert calibration.Ratings is Ratings
    with pytest.raises(AttributeError, match="has no attribute 'rank'"):
        calibration.rank  # noqa: B018
