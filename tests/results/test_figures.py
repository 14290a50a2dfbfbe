"""Figures from sums are those of whole columns: alpha and ICC as the calibration package finds them; ranges hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from hiring.calibration.agreement import agreement
from hiring.calibration.icc import iccs
from hiring.calibration.ratings import Ratings
from hiring.results.figures import alpha, change, figures, share
from hiring.results.moments import COLUMNS, PILES, Floats, Judged, sums

LEVELS = 5
Whole = NDArray[np.int64]
counted = st.integers(2, 30).flatmap(lambda many: arrays(np.int64, (many, LEVELS), elements=st.integers(0, 3)))


def judged(counts: Whole) -> Judged:
    return Judged(counts.sum(axis=1) + 1, counts)


def in_piles(counts: Whole) -> Floats:
    return sums(judged(counts), np.arange(len(counts)) % PILES)


def a_panel(candidates: int, people: int, seed: int, spread: float = 0.8) -> Whole:
    """Scores, candidates × people, from 1."""
    chance = np.random.default_rng(seed)
    own = chance.normal(3, spread, (candidates, 1))
    return np.rint(own + chance.normal(0, 0.7, (candidates, people))).clip(1, LEVELS).astype(np.int64)


def counts_of(
    scores: Whole,
) -> Whole:
    return np.stack([np.bincount(row - 1, minlength=LEVELS) for row in scores])


@given(counted)
def test_alpha_is_that_of_the_ratings_themselves(counts: Whole) -> None:
    rows = [(unit, level) for unit, row in enumerate(counts) for level, many in enumerate(row) for _ in range(many)]
    candidate, score = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    ratings = Ratings(candidate, np.arange(len(rows)), np.zeros(len(rows), dtype=np.int64), score + 1)
    known = agreement(ratings, bootstrap=0).alpha["interval"]["value"]
    found = float(alpha(in_piles(counts).sum(axis=1)))
    if known is None:
        assert not np.isfinite(found) or not (counts.sum(axis=1) > 1).sum() > 1
    else:
        assert found == pytest.approx(known, abs=1e-9)


@given(st.integers(2, 40), st.integers(2, 6), st.integers(0, 999))
def test_the_share_between_candidates_is_the_first_icc(candidates: int, people: int, seed: int) -> None:
    scores = a_panel(candidates, people, seed)
    known = iccs(scores)["ICC1"]["value"]
    found = float(share(in_piles(counts_of(scores)).sum(axis=1)))
    if known is not None and np.isfinite(found):
        assert found == pytest.approx(known, abs=1e-9)


@given(counted, counted)
def test_sums_of_two_sets_are_the_sums_of_both(one: Whole, other: Whole) -> None:
    together = in_piles(np.concatenate([one, other])).sum(axis=1)
    apart = in_piles(one).sum(axis=1) + in_piles(other).sum(axis=1)
    assert together == pytest.approx(apart)


def test_ranges_hold_four_times_in_five() -> None:
    truth = figures(in_piles(counts_of(a_panel(40_000, 4, seed=0))), people=9)
    held = {"alpha": 0, "share": 0}
    for seed in range(1, 301):
        found = figures(in_piles(counts_of(a_panel(60, 4, seed))), people=9)
        for name in held:
            held[name] += found[name]["low"] <= truth[name]["value"] <= found[name]["high"]
    assert {name: 0.74 <= times / 300 <= 0.86 for name, times in held.items()} == {"alpha": True, "share": True}


def test_pairs_are_counted_two_by_two() -> None:
    # one candidate at 1, 1, 2 and one at 2, 4
    counts = np.array([[2, 1, 0, 0, 0], [0, 1, 0, 1, 0]], dtype=np.int64)
    total = dict(zip(COLUMNS, in_piles(counts).sum(axis=1).tolist(), strict=True))
    assert (total["pairs"], total["same"], total["near"]) == (4, 1, 3)
    assert (total["asked"], total["ratings"], total["met_twice"]) == (7, 5, 2)


def test_little_is_said_of_few() -> None:
    counts = counts_of(a_panel(12, 4, seed=3))
    named = ("alpha", "same", "near", "share", "spread")
    assert [figures(in_piles(counts), people=4)[name] for name in named] == [None] * 5
    assert [figures(in_piles(counts[:4]), people=9)[name] for name in named] == [None] * 5
    assert None not in [figures(in_piles(counts[:5]), people=5)[name] for name in named]


def test_who_all_give_the_same_level_tell_nothing() -> None:
    everybody_four = np.tile(np.array([0, 0, 0, 4, 0], dtype=np.int64), (9, 1))
    found = figures(in_piles(everybody_four), people=9)
    assert (found["alpha"], found["share"], found["same"], found["near"]) == (None, None, 1.0, 1.0)


def test_candidates_who_do_not_differ_leave_no_negative_share() -> None:
    found = figures(in_piles(counts_of(a_panel(60, 4, seed=5, spread=0.0))), people=9)
    assert found["share"]["low"] == 0.0
    assert found["share"]["high"] > 0.0
    assert found["spread"] >= 0.0


def test_a_change_is_told_with_its_range() -> None:
    strict, loose = (in_piles(counts_of(a_panel(200, 4, seed, spread))) for seed, spread in ((1, 1.5), (2, 0.3)))
    found = change(alpha, strict, loose)
    assert found is not None
    assert found["low"] > 0
    same = change(alpha, strict, in_piles(counts_of(a_panel(200, 4, 3, 1.5))))
    assert same is not None
    assert same["low"] < 0 < same["high"]
    assert change(alpha, strict, in_piles(counts_of(a_panel(3, 4, 4)))) is None
