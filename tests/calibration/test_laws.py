"""What must hold of every calibration: relabelling, exact raw means, one who is kinder, strangers, a scale reversed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hiring.calibration import Ratings
from hiring.calibration.calibrate import calibrate
from hiring.calibration.summary import Table
from hiring.calibration.tables import Group
from tests.calibration.simulated import BASE, KINDS, Kind, simulate

SEEDS = st.integers(0, 10**6)
SMALL = [KINDS[name] for name in ("base", "thin", "disconnected", "unequal", "eleven-point")]
KEYS = ("candidate", "interviewer", "dimension")
CLOSE = 2e-3
"""Points: the search for components ends a little elsewhere when sums are taken in another order."""

APART = 0.2

loops = st.builds(
    lambda kind, seed, ratings: simulate(kind, ratings=ratings, seed=seed).ratings,
    st.sampled_from(SMALL),
    SEEDS,
    st.integers(300, 700),
)


def changed(ratings: Ratings, *, scale: tuple[int, int] | None = None, **columns: NDArray[np.int64]) -> Ratings:
    given = {name: getattr(ratings, name) for name in (*KEYS, "score")}
    return Ratings(**(given | columns), scale=scale or ratings.scale)


@given(ratings=loops, seed=SEEDS)
@settings(max_examples=8)
def test_relabelling_changes_nothing(ratings: Ratings, seed: int) -> None:
    """Codes may have gaps and rows any order; groups of one size may change their numbers."""
    rng = np.random.default_rng(seed)
    new = {name: rng.permutation(getattr(ratings, name).max() + 3) for name in KEYS}
    order = rng.permutation(len(ratings))
    columns = {name: labels[getattr(ratings, name)][order] for name, labels in new.items()}
    one, other = calibrate(ratings), calibrate(changed(ratings, score=ratings.score[order], **columns))

    assert other.components.variances == pytest.approx(one.components.variances, abs=CLOSE)
    assert sorted(map(_sizes, other.groups)) == sorted(map(_sizes, one.groups))
    _same(other.cells, one.cells, new, "candidate", "dimension")
    _same(other.means, one.means, new, "candidate")
    _same(other.severity, one.severity, new, "interviewer")


def _sizes(group: Group) -> tuple[int, int, int]:
    return group["candidates"], group["interviewers"], group["ratings"]


def _same(after: Table, before: Table, new: dict[str, NDArray[np.int64]], *keys: str) -> None:
    place = np.lexsort([new[key][before[key]] for key in reversed(keys)])
    for key in keys:
        assert after[key].tolist() == new[key][before[key]][place].tolist()
    for name in set(before.dtype.names or ()) - {*keys, "group"}:
        assert after[name] == pytest.approx(before[name][place], abs=CLOSE), name


@given(ratings=loops)
@settings(max_examples=8)
def test_raw_means_are_exact(ratings: Ratings) -> None:
    for row in calibrate(ratings).means:
        own = ratings.score[ratings.candidate == row["candidate"]].tolist()
        assert (row["n"], row["raw"]) == (len(own), float(Fraction(sum(own), len(own))))


@given(kind=st.sampled_from(SMALL), seed=SEEDS)
@settings(max_examples=8)
def test_one_who_is_kinder_by_a_point_is_seen_and_the_others_keep_their_order(kind: Kind, seed: int) -> None:
    """Those `APART` points apart or more, that is: a little of the point is taken for the candidates' own."""
    ratings = simulate(kind, ratings=700, seed=seed).ratings
    ratings = changed(ratings, scale=(ratings.scale[0], ratings.scale[1] + 1))
    before = calibrate(ratings).severity["estimate"]
    after = calibrate(changed(ratings, score=ratings.score + (ratings.interviewer == 0))).severity["estimate"]
    assert after[0] > before[0] + 0.3
    stood, stand = (each[1:, None] - each[None, 1:] for each in (before, after))
    assert (stand[stood > APART] > 0).all()


@given(one=SEEDS, other=SEEDS)
@settings(max_examples=5)
def test_strangers_of_the_same_kind_hardly_move_anybody(one: int, other: int) -> None:
    """They share levels and components with the first group, and nothing else. Two groups of 42 interviewers: of 17
    each, their mean leniencies may differ by enough for the levels to move by more.
    """
    ours, theirs = (simulate(BASE, ratings=5000, seed=seed).ratings for seed in (one, other))
    columns = {name: _beside(getattr(ours, name), getattr(theirs, name)) for name in ("candidate", "interviewer")}
    columns |= {name: np.append(getattr(ours, name), getattr(theirs, name)) for name in ("dimension", "score")}
    alone, together = calibrate(ours).means, calibrate(Ratings(**columns, scale=ours.scale)).means
    assert abs(together["adjusted"][: len(alone)] - alone["adjusted"]).max() < 0.15


def _beside(ours: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(ours, theirs + ours.max() + 1)


@given(ratings=loops)
@settings(max_examples=8)
def test_a_scale_read_from_the_other_end_gives_everything_from_the_other_end(ratings: Ratings) -> None:
    ends = sum(ratings.scale)
    one, other = calibrate(ratings), calibrate(changed(ratings, score=ends - ratings.score))
    for after, before in ((other.cells, one.cells), (other.means, one.means)):
        for name, mirrored in (("raw", "raw"), ("adjusted", "adjusted"), ("low", "high"), ("high", "low")):
            assert after[name] == pytest.approx(ends - before[mirrored], abs=CLOSE)
    assert other.severity["estimate"] == pytest.approx(-one.severity["estimate"], abs=CLOSE)
