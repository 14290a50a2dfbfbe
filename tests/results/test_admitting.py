"""Whoever is counted comes in company, whatever happens in which order; held against trying every subset."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hiring.results.admitting import Flags, admitted, by_quarter, named, quarter_of

FEWEST = 3
belonging = st.tuples(st.integers(0, 9), st.integers(1, 4)).flatmap(lambda shape: arrays(bool, shape))


def in_company(joined: Flags, fewest: int) -> bool:
    """Nobody of theirs, or enough of them, in every figure."""
    many = joined.sum(axis=0)
    return bool(((many == 0) | (many >= fewest)).all())


def largest(belongs: Flags, fewest: int) -> set[int]:
    """By trying every subset. Two that may come in may come in together, so the largest is the union of all."""
    rows = range(len(belongs))
    subsets = (some for size in range(len(belongs) + 1) for some in combinations(rows, size))
    return {row for some in subsets if in_company(belongs[list(some)], fewest) for row in some}


@given(belonging)
def test_the_most_come_in_who_may(belongs: Flags) -> None:
    there = admitted(belongs, FEWEST)
    assert in_company(belongs[there], FEWEST)
    assert set(np.flatnonzero(there).tolist()) == largest(belongs, FEWEST)


@given(st.data())
def test_whoever_comes_in_comes_in_once_and_not_before_their_quarter(data: st.DataObject) -> None:
    many = data.draw(st.integers(0, 40))
    belongs = data.draw(arrays(bool, (many, 2)))
    quarters = data.draw(st.lists(st.integers(8100, 8104), min_size=many, max_size=many))
    seen: list[int] = []
    for quarter, rows in by_quarter(lambda rows: belongs[rows], quarters):
        assert in_company(belongs[rows], 5)
        assert all(quarters[row] <= quarter for row in rows)
        seen += rows.tolist()
    assert len(seen) == len(set(seen))


def test_who_is_left_alone_in_a_quarter_is_counted_with_the_next() -> None:
    everybody = np.ones((7, 1), dtype=bool)
    found = by_quarter(lambda rows: everybody[rows], [8100, 8100, 8101, 8101, 8101, 8102, 8102])
    assert [(quarter, rows.tolist()) for quarter, rows in found] == [(8101, [0, 1, 2, 3, 4])]


@pytest.mark.parametrize(("month", "name"), [(1, "2026-Q1"), (3, "2026-Q1"), (4, "2026-Q2"), (12, "2026-Q4")])
def test_quarters_are_named_so_that_they_sort(month: int, name: str) -> None:
    assert named(quarter_of(datetime(2026, month, 28, tzinfo=UTC))) == name


def test_quarters_count_up_by_one() -> None:
    months = [datetime(2025 + at // 12, 1 + at % 12, 1, tzinfo=UTC) for at in range(24)]
    assert sorted({quarter_of(one) for one in months}) == list(range(8100, 8108))
