"""Krippendorff's alpha: the published example, another program, and an interval that means what it says."""

from __future__ import annotations

from typing import get_args

import krippendorff
import numpy as np
import pytest

from hiring.calibration import agreement
from hiring.calibration.alpha import ALL_EQUAL, METRICS, NOT_A_RATIO, Metric, alpha, verdict
from hiring.calibration.units import PILES, in_piles
from tests.calibration.published import columns, example, near, seats


@pytest.mark.parametrize("metric", get_args(Metric))
def test_published(metric: str) -> None:
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: 4 observers, some missing."""
    data, expected = example("krippendorff_2011_C")
    found = agreement(seats(list(zip(*data["observers_by_units"], strict=True)))).alpha[metric]
    assert (found["value"], found["n"]) == (near(expected["exact"][metric], abs=1e-12), 40)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("seed", range(5))
def test_the_krippendorff_package_agrees(metric: Metric, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(1, 10, size=(40, 6)).astype(float)
    table[rng.random(table.shape) < 0.4] = np.nan
    ratings = seats([[None if np.isnan(score) else int(score) for score in row] for row in table], (1, 9))
    theirs = krippendorff.alpha(reliability_data=table.T, level_of_measurement=metric)
    assert agreement(ratings, bootstrap=0).alpha[metric]["value"] == near(theirs, abs=1e-12)


def test_the_krippendorff_package_wraps_around_in_small_integers() -> None:
    """Its interval metric subtracts bytes, so that 1 - 2 is 255; small integers are how scores are often stored."""
    table = np.array([[1, 2, 5, 4], [2, 2, 4, 5]])
    right = krippendorff.alpha(reliability_data=table, level_of_measurement="interval")
    wrong = krippendorff.alpha(reliability_data=table.astype(np.uint8), level_of_measurement="interval")
    ours = agreement(seats(table.T.astype(np.uint8).tolist())).alpha["interval"]["value"]
    assert (ours, right, wrong) == (near(38 / 45), near(38 / 45), near(0.0783, abs=1e-4))


def test_the_krippendorff_package_has_a_figure_for_one_unit() -> None:
    """It is 0 whatever the two say, because they are also all that chance has to draw from: no figure at all."""
    theirs = krippendorff.alpha(reliability_data=[[1], [2]], level_of_measurement="ordinal")
    assert (theirs, agreement(seats([[1, 2]])).alpha["ordinal"]["value"]) == (0.0, None)


def test_all_equal_scores_tell_nothing() -> None:
    found = agreement(seats([[3, 3], [3, 3]]))
    assert [found.alpha[metric].get("why") for metric in METRICS] == [str(ALL_EQUAL)] * 4


def test_a_score_that_nobody_shares_makes_no_difference_to_compare() -> None:
    found = agreement(seats([[3, 3], [3, 3], [5, None]]))
    assert [found.alpha[metric]["value"] for metric in METRICS] == [None] * 4


def test_ratios_need_scores_above_nought() -> None:
    found = agreement(seats([[0, 1], [4, 4], [9, 10]], (0, 10))).alpha
    assert [(metric, found[metric].get("why")) for metric in METRICS] == [
        ("nominal", None),
        ("ordinal", None),
        ("interval", None),
        ("ratio", str(NOT_A_RATIO)),
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0.8, "That is enough to rely on."),
        (0.79, "That is enough for careful conclusions."),
        (0.66, "That is too little to rely on one panel's scores."),
    ],
)
def test_verdicts(value: float, sentence: str) -> None:
    assert str(verdict(value)) == sentence


def test_one_candidate_is_one_thing_to_draw() -> None:
    """Five copies of a dimension are no more evidence than one: the interval stays as wide."""
    rng = np.random.default_rng(5)
    score = np.clip(rng.integers(1, 6, size=(60, 1)) + rng.integers(-1, 2, size=(60, 3)), 1, 5)
    c, r = (place.ravel() for place in np.indices(score.shape))
    once = [(*seat, 0, level) for *seat, level in zip(c, r, score.ravel(), strict=True)]
    copies = [(candidate, person, side, level) for side in range(5) for candidate, person, _, level in once]
    one, five = (agreement(columns(rows)).alpha["interval"] for rows in (once, copies))
    assert one["low"] is not None
    assert (five["low"], five["high"]) == (
        near(one["low"], abs=0.02),
        near(one["high"], abs=0.02),
    )


@pytest.mark.parametrize(
    ("candidates", "dimensions", "people"), [(60, 2, 3), (4 * PILES + 3, 2, 3), (40 * PILES + 3, 1, 2)]
)
def test_the_interval_is_a_bootstrap_of_candidates(candidates: int, dimensions: int, people: int) -> None:
    """Against resampling written out, one candidate at a time; beyond `PILES` candidates by whole piles."""
    rng = np.random.default_rng(candidates)
    theirs = rng.normal(3, 1, size=(candidates, 1, 1)) + rng.normal(0, 0.5, size=(candidates, dimensions, 1))
    score = np.clip(np.rint(theirs + rng.normal(0, 0.7, size=(candidates, dimensions, people))), 1, 5).astype(int)
    c, d, r = (place.ravel() for place in np.indices(score.shape))
    found = agreement(columns(np.transpose([c, r, d, score.ravel()])), bootstrap=2000).alpha["interval"]

    points = score.astype(float)
    within, total, squares = points.var(axis=2, ddof=1).sum(axis=1), points.sum(axis=(1, 2)), np.square(points)
    drawn = rng.integers(candidates, size=(min(4000, 10_000_000 // candidates), candidates))
    around = squares.sum(axis=(1, 2))[drawn].sum(axis=1) - total[drawn].sum(axis=1) ** 2 / score.size
    written_out = 1 - within[drawn].sum(axis=1) / (dimensions * candidates) / (around / (score.size - 1))
    low, high = np.quantile(written_out, [0.025, 0.975])
    width = high - low
    assert (found["low"], found["high"]) == (
        near(low, abs=0.08 * width),
        near(high, abs=0.08 * width),
    )


def test_an_interval_needs_two_candidates_and_a_bootstrap() -> None:
    table = [[1, 2], [4, 4], [5, 4]]
    assert agreement(seats(table), bootstrap=0).alpha["ordinal"]["low"] is None
    assert agreement(seats(table)).alpha["ordinal"]["low"] is not None


def test_stacked_sums_give_stacked_figures() -> None:
    piles = in_piles(seats([[1, 2], [4, 4], [5, 4]]), 0)
    assert alpha(piles.resampled(7, 0), piles.levels, "ordinal").shape == (7,)
    assert alpha(piles.total(), piles.levels, "ordinal").shape == ()
