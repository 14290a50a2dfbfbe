"""Who drifted in simulated loops is found, and who did not is flagged no oftener than two deviations promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiring.calibration import calibrate
from hiring.calibration.calibrate import Calibration
from hiring.calibration.drift import drift, drift_sentence
from hiring.calibration.ratings import Column
from hiring.calibration.residuals import number, residuals
from hiring.calibration.summary import Table
from tests.calibration.published import columns
from tests.calibration.simulated import BASE, simulate

DRIFTER = 3
PERIODS = 8


def loops(seed: int, *, shift: int) -> tuple[Calibration, Column]:
    """33 interviewers over eight quarters, of whom one gives `shift` points more in the last three."""
    ratings = simulate(BASE, ratings=4000, seed=seed).ratings
    interview, _ = number(ratings.candidate, ratings.interviewer)
    period = np.random.default_rng(seed).integers(0, PERIODS, int(interview.max()) + 1)[interview]
    late = (ratings.interviewer == DRIFTER) & (period >= PERIODS - 3)
    score = np.where(late, np.clip(ratings.score + shift, 1, 5), ratings.score)
    return calibrate(replace(ratings, score=score)), period


@pytest.fixture(scope="module")
def found() -> list[Table]:
    return [drift(*loops(seed, shift=1)) for seed in range(10)]


def test_a_point_more_is_found_within_three_quarters(found: list[Table]) -> None:
    own = [table[(table["interviewer"] == DRIFTER) & (table["period"] >= PERIODS - 3)] for table in found]
    assert np.mean([rows["flagged"].any() and rows["drift"][-1] > 0 for rows in own]) >= 0.8


def test_the_others_are_left_alone(found: list[Table]) -> None:
    """Two deviations promise one in twenty of a period; shrinking makes it fewer."""
    others = np.concatenate([table[table["interviewer"] != DRIFTER] for table in found])
    enough = others[others["ratings"] >= 8]
    assert 0.005 < enough["flagged"].mean() < 0.05
    assert not others[others["ratings"] < 8]["flagged"].any()


def test_deviations_are_those_of_the_drifts() -> None:
    """Over interviewers and periods the unshrunk drift is as large as its own error: what is kept of it times both."""
    fit, period = loops(11, shift=0)
    table = drift(fit, period)
    late = table[table["period"] == PERIODS - 1]
    prior = fit.components.interviewer
    kept = 1 - late["deviation"] ** 2 / prior
    assert np.mean(late["drift"] ** 2 / (kept * late["deviation"] ** 2)) == pytest.approx(1, abs=0.4)


def test_one_row_an_interviewer_and_period() -> None:
    fit, period = loops(12, shift=0)
    table = drift(fit, period)
    seats = sorted(set(zip(fit.ratings.interviewer.tolist(), period.tolist(), strict=True)))
    assert table[["interviewer", "period"]].tolist() == seats
    assert table["ratings"].sum() == len(fit.ratings)
    assert drift(fit, period, found=residuals(fit)).tolist() == table.tolist()


def test_periods_may_start_anywhere_and_rest_counts() -> None:
    """Other numbers of the same quarters change nothing; a long rest forgets what was before."""
    fit, period = loops(12, shift=0)
    table, moved, rested = (
        drift(fit, other) for other in (period, period - 1000, np.where(period > 5, period + 90, period))
    )
    figures = ["mean", "drift", "deviation"]
    assert moved[figures].tolist() == table[figures].tolist()
    first_after = rested[rested["period"] == 96]
    kept = 1 - first_after["deviation"] ** 2 / fit.components.interviewer
    assert first_after["drift"] == pytest.approx(kept * first_after["mean"], abs=1e-9)


def test_one_period_has_not_moved() -> None:
    fit, period = loops(13, shift=0)
    table = drift(fit, 0 * period)
    assert table["drift"] == pytest.approx(0, abs=1e-9)
    assert not table["flagged"].any()


def test_sentences(found: list[Table]) -> None:
    own = found[0][found[0]["interviewer"] == DRIFTER][-1]
    assert own["flagged"]
    turned = own.copy()
    turned["drift"] = -turned["drift"]
    size = f"{own['drift']:.2f}".removeprefix("0")
    assert [str(drift_sentence(row)) for row in (own, turned)] == [
        f"Has become more lenient: by {size} points, next to all own ratings.",
        f"Has become more severe: by {size} points, next to all own ratings.",
    ]
    turned["flagged"] = False
    assert drift_sentence(turned) is None


def test_bad_input() -> None:
    fit, period = loops(14, shift=0)
    for wrong in (period[1:], period + 0.5, period[:, None]):
        with pytest.raises(ValueError, match=r"^Every rating needs one whole number for its period\.$"):
            drift(fit, wrong)
    with pytest.raises(ValueError, match=r"^One interviewer gave every rating: "):
        drift(calibrate(columns([(0, 0, 0, 2), (1, 0, 0, 4)])), [0, 1])
