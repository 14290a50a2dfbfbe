"""The decision rule's reading of must-haves: median against floor, once enough people assessed it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration.floors import Reading, rule


@pytest.mark.parametrize(
    ("levels", "quorum", "state", "median"),
    [
        ([3, 3], 2, "met", 3.0),
        ([2, 3], 2, "not met", 2.5),
        ([2, 4], 2, "met", 3.0),
        ([5, 2, 2], 2, "not met", 2.0),
        ([4, 1, 3], 3, "met", 3.0),
        ([5], 2, "not shown", 5.0),
        ([5], 1, "met", 5.0),
        ([], 1, "not shown", None),
        ([Fraction(8, 3), Fraction(10, 3)], 2, "met", 3.0),
    ],
)
def test_states(levels: list[Fraction | int], quorum: int, state: str, median: float | None) -> None:
    (reading,) = rule({"risk": levels}, {"risk": 3}, quorum)
    assert (reading.state, reading.n, reading.median) == (state, len(levels), median)


def test_only_must_haves_are_read_and_in_their_order() -> None:
    readings = rule({"style": [1, 1], "risk": [4, 4]}, {"board": 3, "risk": 4}, 2)
    assert readings == (Reading("board", "not shown", 0, None), Reading("risk", "met", 2, 4.0))


def test_a_quorum_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A quorum is at least one person\.$"):
        rule({}, {}, 0)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=9), st.integers(1, 5))
def test_raising_a_level_never_unmeets(levels: list[int], floor: int) -> None:
    raised = [min(level + 1, 5) for level in levels]
    (before,), (after,) = (rule({"risk": own}, {"risk": floor}, 1) for own in (levels, raised))
    assert (before.state, after.state) != ("met", "not met")
