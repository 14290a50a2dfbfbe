"""Connected components of who met whom, against joining one meeting after another by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import groups

MEETINGS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 6)), max_size=16)


def joined(meetings: list[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    """(candidates, interviewers) of each group, in the order in which groups are numbered."""
    found: list[tuple[set[int], set[int]]] = []
    for candidate, interviewer in meetings:
        touched = [each for each in found if candidate in each[0] or interviewer in each[1]]
        found = [each for each in found if each not in touched]
        found.append(
            ({candidate}.union(*(each[0] for each in touched)), {interviewer}.union(*(each[1] for each in touched)))
        )
    return sorted(found, key=lambda each: (-sum(candidate in each[0] for candidate, _ in meetings), min(each[0])))


@settings(deadline=None)
@given(MEETINGS)
def test_groups_are_those_found_by_hand(meetings: list[tuple[int, int]]) -> None:
    candidate, interviewer = np.array(meetings, dtype=np.int64).reshape(-1, 2).T
    of_candidate, of_interviewer = groups(candidate, interviewer)
    expected = joined(meetings)
    assert of_candidate.tolist() == [
        next((number for number, each in enumerate(expected) if code in each[0]), -1)
        for code in range(max(candidate, default=-1) + 1)
    ]
    assert of_interviewer.tolist() == [
        next((number for number, each in enumerate(expected) if code in each[1]), -1)
        for code in range(max(interviewer, default=-1) + 1)
    ]


@pytest.mark.parametrize(
    ("candidate", "interviewer", "of_candidate", "of_interviewer"),
    [
        ([], [], [], []),
        ([2], [1], [-1, -1, 0], [-1, 0]),
        ([0, 1, 1], [0, 1, 1], [1, 0], [1, 0]),
        ([0, 1], [1, 0], [0, 1], [1, 0]),
        ([3, 3, 1, 1], [0, 1, 1, 2], [-1, 0, -1, 0], [0, 0, 0]),
    ],
    ids=["nobody", "unused codes", "more ratings first", "then the smallest candidate", "a shared interviewer"],
)
def test_numbers(
    candidate: list[int], interviewer: list[int], of_candidate: list[int], of_interviewer: list[int]
) -> None:
    found = groups(np.array(candidate, dtype=np.int64), np.array(interviewer, dtype=np.int64))
    assert [each.tolist() for each in found] == [of_candidate, of_interviewer]


def test_ten_thousand_singletons() -> None:
    each = np.arange(10_000)
    of_candidate, of_interviewer = groups(each, each[::-1])
    assert of_candidate.tolist() == each.tolist()
    assert of_interviewer.tolist() == each[::-1].tolist()
