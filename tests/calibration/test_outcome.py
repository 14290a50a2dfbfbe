"""Whether the loop was right later: Thorndike's published case, Fisher's interval, and silence where hires are few."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.calibration import range_correction
from hiring.calibration.outcome import Outcome, correlation_interval, outcome

THORNDIKE = json.loads(
    (Path(__file__).parents[1] / "data" / "calibration" / "thorndike_case2_and_ai_from_d.json").read_text()
)

CORRELATIONS = st.floats(-1, 1)
DEVIATIONS = st.floats(0.01, 100)


def people(n: int, seed: int = 1949) -> tuple[list[float], list[float]]:
    chance = Random(seed)
    said = [chance.gauss(3.5, 0.4) for _ in range(n)]
    return said, [each + chance.gauss(0, 0.8) for each in said]


def test_thorndikes_case_two() -> None:
    """Thorndike (1949), case II; the GRE example of Lilienthal as R's `psych::rangeCorrection` gives it."""
    case = THORNDIKE["data"]["case2"]
    expected = THORNDIKE["expected"]["case2"]
    assert range_correction(case["r"], case["sd_u"], case["sd_r"]) == pytest.approx(expected, abs=1e-9)


@given(CORRELATIONS, DEVIATIONS, DEVIATIONS)
def test_correcting_there_and_back_changes_nothing(r: float, sd_all: float, sd_hired: float) -> None:
    there = range_correction(r, sd_all, sd_hired)
    assert -1 <= there <= 1
    more, less = (abs(there), abs(r)) if sd_all >= sd_hired else (abs(r), abs(there))
    assert more >= less * (1 - 1e-12) - 1e-300
    assert range_correction(-r, sd_all, sd_hired) == -there
    if abs(there) < 0.999999:
        assert range_correction(there, sd_hired, sd_all) == pytest.approx(r, rel=1e-6, abs=1e-9)


def test_correction_recovers_what_selection_took() -> None:
    """200,000 applicants with a correlation of .5, of whom those above the mean are hired: about .33 is left of it."""
    chance = np.random.default_rng(1903)
    said = chance.normal(size=200_000)
    later = 0.5 * said + sqrt(0.75) * chance.normal(size=200_000)
    hired = said > 0
    left = float(np.corrcoef(said[hired], later[hired])[0, 1])
    assert left == pytest.approx(0.329, abs=0.01)
    assert range_correction(left, float(said.std()), float(said[hired].std())) == pytest.approx(0.5, abs=0.01)


def test_fishers_interval() -> None:
    """r .5 of 30 pairs: atanh .5 = .5493, 1.96 / sqrt(27) = .3772, so tanh .1721 to tanh .9265."""
    assert correlation_interval(0.5, 30) == pytest.approx((0.1704, 0.7290), abs=1e-4)
    assert correlation_interval(1.0, 30) == (1.0, 1.0)


@given(CORRELATIONS, st.integers(4, 10_000))
def test_the_interval_holds_the_coefficient_and_mirrors(r: float, n: int) -> None:
    low, high = correlation_interval(r, n)
    assert low <= r <= high
    assert correlation_interval(-r, n) == (-high, -low)


def test_under_thirty_hires_there_is_no_coefficient() -> None:
    found = outcome(*people(29), sd_all=0.8)
    assert (found.hires, found.raw, found.low, found.high, found.corrected) == (29, None, None, None, None)
    assert str(found.why) == "29 hires have ramp goals: a coefficient needs 30."
    assert str(outcome([3], [1]).why) == "One hire has ramp goals: a coefficient needs 30."


def test_the_coefficient_stands_with_its_range() -> None:
    from scipy.stats import pearsonr

    said, reached = people(60)
    theirs = pearsonr(said, reached)
    interval = theirs.confidence_interval()
    found = outcome(said, reached, sd_all=0.8)
    assert (found.raw, found.low, found.high) == pytest.approx((theirs.statistic, interval.low, interval.high))
    sd = float(np.std(said, ddof=1))
    corrected = [range_correction(each, 0.8, sd) for each in (theirs.statistic, interval.low, interval.high)]
    assert [found.corrected, found.corrected_low, found.corrected_high] == pytest.approx(corrected)
    assert found.why is None


def test_without_the_applicants_spread_nothing_is_corrected() -> None:
    found = outcome(*people(60))
    assert (found.corrected, found.corrected_low, found.corrected_high) == (None, None, None)
    assert [str(note) for note in found.notes] == [
        "Only people who were hired are in this figure; the spread of all applicants is not known here."
    ]


def test_what_a_page_must_say_beside_the_figures() -> None:
    notes = [str(note) for note in outcome(*people(60), sd_all=0.8, own_hires=2).notes]
    corrected, own = notes
    assert own == "The ramp goals of 2 hires were scored by the manager who hired."
    assert corrected == (
        "Only people who were hired are in the first figure. The second supposes that what the loop said alone "
        "decided; hiring selects indirectly, by more than that, so the truth may lie on either side of it."
    )


def test_equal_numbers_have_no_correlation() -> None:
    said, reached = people(40)
    for pair in (([0.1] * 40, reached), (said, [0.7] * 40)):
        found = outcome(*pair)
        assert isinstance(found, Outcome)
        assert (found.raw, str(found.why)) == (None, "All hires have the same number: there is nothing to compare.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (lambda: range_correction(1.1, 2, 1), "A correlation lies between -1 and 1; 1.1 does not."),
        (lambda: range_correction(0.3, 2, 0), "Standard deviations are above 0, not 2 and 0."),
        (lambda: correlation_interval(0.3, 3), "An interval needs at least 4 pairs, not 3."),
        (lambda: correlation_interval(0.3, 30, 95), "The level 95 is not between 0 and 1."),
        (lambda: outcome([1, 2], [1]), "2 people were spoken of, but 1 have ramp goals."),
        (lambda: outcome([1, float("nan")], [1, 2]), "Every hire needs two numbers."),
        (lambda: outcome([1], [1], own_hires=2), "2 of 1 hires cannot be the manager's own."),
    ],
)
def test_what_cannot_be_is_refused(given: object, sentence: str) -> None:
    assert callable(given)
    with pytest.raises(ValueError) as refused:  # noqa: PT011
        given()
    assert str(refused.value) == sentence
