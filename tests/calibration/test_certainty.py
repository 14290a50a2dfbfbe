"""Deviations read back from intervals, chances to be above a bar, and shrinking against the law that it estimates."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.calibration.certainty import chances, deviations, shrink
from hiring.calibration.intervals import reach

ROW = np.dtype([("adjusted", np.float64), ("low", np.float64), ("high", np.float64)])


@given(st.floats(0.01, 0.999), st.floats(0, 3))
def test_an_interval_says_its_deviation(level: float, deviation: float) -> None:
    wide = reach(level) * deviation
    table = np.array([(3.0, 3 - wide, 3 + wide)], ROW)
    assert deviations(table, level) == pytest.approx([deviation], abs=1e-9)


def test_chances() -> None:
    """Half of what lies at the bar is above it, and 97.5 % of what lies 1.96 deviations above; nan stays nan."""
    rows = [(3, 2, 4), (4, 3, 5), (3.5, 3.5, 3.5), (2.5, 2.5, 2.5), (3, 3, 3), (np.nan, np.nan, np.nan)]
    found = chances(np.array(rows, ROW), 0.95, 3).tolist()
    assert found[:5] == pytest.approx([0.5, 0.975, 1, 0, 0.5])
    assert isnan(found[5])


def test_shrinking_is_the_best_guess() -> None:
    """5,000 true values of deviation .3 seen with errors of .2 to .6: what they are shrunk to errs as it claims."""
    rng = np.random.default_rng(7)
    true, error = rng.normal(1, 0.3, 5000), rng.uniform(0.2, 0.6, 5000)
    found = shrink(true + rng.normal(0, error), error**2)
    assert [found.centre, found.between] == pytest.approx([1, 0.09], abs=0.02)
    assert float((((found.estimate - true) / found.deviation) ** 2).mean()) == pytest.approx(1, abs=0.05)


def test_paule_and_mandel() -> None:
    """Two values d apart with variances v and w: (d² - v - w) / 2 between, by hand."""
    found = shrink(np.array([0.0, 2.0]), np.array([0.5, 0.5]))
    assert (found.centre, found.between) == pytest.approx((1.0, 1.5))
    assert found.estimate == pytest.approx([0.25, 1.75])


def test_those_who_do_not_differ_are_one() -> None:
    found = shrink(np.array([1.0, 1.1, 0.9]), np.ones(3))
    assert (found.between, found.estimate.tolist()) == (0.0, pytest.approx([1, 1, 1]))
    assert found.deviation == pytest.approx([3**-0.5] * 3)
    assert shrink(np.array([1.0, 1.1, 0.9]), np.ones(3), least=0.04).between == 0.04
