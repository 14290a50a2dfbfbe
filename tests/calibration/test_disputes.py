"""Disagreement of all cells at once is what the packet says of each, and noise alone is rarely disputed."""

from __future__ import annotations

from hiring.calibration import Ratings, calibrate
from hiring.calibration.disputes import disputes
from hiring.calibration.panel import Score, cells, disagreements
from hiring.calibration.surprise import fitted_deviation
from tests.calibration.published import columns
from tests.calibration.simulated import KINDS, simulate


def test_every_row_is_what_the_packet_says() -> None:
    ratings = simulate(KINDS["again"], ratings=600, seed=5).ratings
    fit = calibrate(ratings)
    table = disputes(fit, bar=4)
    assert table[["candidate", "dimension", "n"]].tolist() == fit.cells[["candidate", "dimension", "n"]].tolist()
    wanted = {
        (candidate, each.dimension): (each.n, each.spread, each.chance, each.across_bar)
        for candidate in set(ratings.candidate.tolist())
        for each in disagreements(
            cells(scores(ratings, candidate)),
            bar=4,
            deviation=fitted_deviation(fit.components),
            at_most=99,
        )
    }
    assert {tuple(row)[:2]: tuple(row)[2:6] for row in table[table["disputed"]].tolist()} == wanted


def scores(ratings: Ratings, candidate: int) -> list[Score]:
    assert ratings.interview is not None
    rows = ratings.candidate == candidate
    named = (ratings.dimension, ratings.interviewer, ratings.score, ratings.interview)
    return [Score(*row) for row in zip(*(column[rows].tolist() for column in named), strict=True)]


def test_noise_alone_is_rarely_surprising() -> None:
    """What chance gives less than one time in ten comes less than that: levels are whole and the scale has ends."""
    table = disputes(calibrate(simulate(KINDS["noeffect"], ratings=20_000, seed=5).ratings))
    several = table[table["n"] > 1]
    assert 0.01 < (several["chance"] < 0.1).mean() < 0.1


def test_one_voice_disputes_nothing() -> None:
    table = disputes(calibrate(columns([(0, 0, 0, 1), (1, 0, 0, 5)])))
    assert table[["n", "spread", "chance", "disputed"]].tolist() == [(1, 0.0, 1.0, False)] * 2
