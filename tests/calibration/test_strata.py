"""Several openings: a second opinion on the common ratio, brute force on the exact test, one opening as a check."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import comb, exp, log
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.calibration.fisher import fisher_test
from hiring.calibration.proportions import difference_interval, ratio_interval
from hiring.calibration.strata import (
    Opposed,
    common_difference_interval,
    common_ratio_interval,
    exact_test,
    weigh,
)

BERKELEY = [
    Opposed(89, 108, 512, 825),
    Opposed(17, 25, 353, 560),
    Opposed(202, 593, 120, 325),
    Opposed(131, 375, 138, 417),
    Opposed(94, 393, 53, 191),
    Opposed(24, 341, 22, 373),
]
"""Women against men, departments A to F: Bickel, Hammel & O'Connell (1975), Science 187:398."""


def opposed(most: int) -> st.SearchStrategy[Opposed]:
    rate = st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
    return st.tuples(rate, rate).map(lambda both: Opposed(*both[0], *both[1]))


def test_statsmodels_agrees_on_berkeley() -> None:
    """Pooled, women passed at .30 and men at .45; within departments the common ratio is a little above 1."""
    from statsmodels.stats.contingency_tables import StratifiedTable

    table = StratifiedTable([np.array([[a, na - a], [b, nb - b]]) for a, na, b, nb in BERKELEY])
    group, other = weigh(BERKELEY)
    assert float(group / other) == pytest.approx(table.riskratio_pooled, rel=1e-12)
    assert float(group / other) > 1
    assert exact_test(BERKELEY).mid == pytest.approx(table.test_null_odds().pvalue, abs=5e-3)
    low, high = common_ratio_interval(BERKELEY, 0.95)
    assert low is not None
    assert high is not None
    assert low < 1 < high


@given(opposed(30))
def test_one_opening_is_the_plain_case(opening: Opposed) -> None:
    low, high = ratio_interval(*opening)
    assert common_ratio_interval([opening], 0.95) == (low, high if opening.b else None)
    assert common_difference_interval([opening], 0.95) == difference_interval(*opening)
    assert exact_test([opening]) == fisher_test(*opening)
    a, na, b, nb = opening
    group, other = weigh([opening])
    assert group * b * na == other * a * nb


@given(st.lists(opposed(5), min_size=2, max_size=3))
def test_the_exact_test_equals_brute_force(openings: list[Opposed]) -> None:
    ways: defaultdict[int, int] = defaultdict(int)
    for outcome in product(*(range(each.na + 1) for each in openings)):
        chance = 1
        for k, each in zip(outcome, openings, strict=True):
            others = each.passed - k
            chance *= comb(each.na, k) * comb(each.nb, others) if 0 <= others <= each.nb else 0
        ways[sum(outcome)] += chance
    own = ways[sum(each.a for each in openings)]
    less = sum(each for each in ways.values() if each < own)
    same = sum(each for each in ways.values() if each == own)
    every = sum(ways.values())
    assert exact_test(openings) == pytest.approx(((less + same) / every, (less + same / 2) / every), rel=1e-9)


@given(opposed(400), st.integers(0, 40))
def test_openings_where_nobody_or_everybody_passed_say_nothing(opening: Opposed, people: int) -> None:
    silent = [Opposed(0, people + 1, 0, 3), Opposed(2, 2, people + 4, people + 4)]
    assert exact_test([opening, *silent]) == pytest.approx(fisher_test(*opening), rel=1e-7, abs=1e-95)


def test_intervals_of_openings_by_hand() -> None:
    """Two openings, 10 of 20 against 15 of 20 and 4 of 20 against 8 of 40. Ratio: sums 5 + 8/3 and 7.5 + 8/3, variance
    of its logarithm by Greenland and Robins; difference: weights 10 and 40/3, variance by Sato."""
    openings = [Opposed(10, 20, 15, 20), Opposed(4, 20, 8, 40)]
    group, other, weight = 5 + 8 / 3, 7.5 + 8 / 3, 10 + 40 / 3
    spread = (25 * 400 - 150 * 40) / 1600 + (12 * 800 - 32 * 60) / 3600
    reach = 1.959963984540054 * (spread / (group * other)) ** 0.5
    middle = log(group / other)
    assert common_ratio_interval(openings, 0.95) == pytest.approx((exp(middle - reach), exp(middle + reach)))

    shift = (group - other) / weight
    sway = (400 * 15 - 400 * 10) / 1600 + (400 * 8 - 1600 * 4 + 800 * 20 / 2) / 3600
    rest = (10 * 5 + 15 * 10) / 80 + (4 * 32 + 8 * 16) / 120
    reach = 1.959963984540054 * (shift * sway + rest) ** 0.5 / weight
    assert common_difference_interval(openings, 0.95) == pytest.approx((shift - reach, shift + reach))


def test_the_common_interval_covers_with_many_openings_of_few_people() -> None:
    """200 openings of 3 against 4 people at rates .3 and .5, drawn 400 times: a pooled or unadjusted variance fails."""
    chance = np.random.default_rng(1985)
    held = {"ratio": 0, "difference": 0}
    for _ in range(400):
        a, b = chance.binomial(3, 0.3, 200).tolist(), chance.binomial(4, 0.5, 200).tolist()
        openings = [Opposed(x, 3, y, 4) for x, y in zip(a, b, strict=True)]
        low, high = common_ratio_interval(openings, 0.95)
        held["ratio"] += (low or 0) <= 0.6 <= (high or 0)
        low, high = common_difference_interval(openings, 0.95)
        held["difference"] += low <= -0.2 <= high
    assert min(held.values()) / 400 > 0.92
    assert max(held.values()) / 400 < 0.98


def test_many_openings_come_to_a_normal_tail_and_overflow_nothing() -> None:
    openings = [Opposed(1 + place % 3, 5, 1 + place % 4, 6) for place in range(3000)]
    group, other = weigh(openings)
    variance = sum(each.na * each.nb * each.passed * (11 - each.passed) / (11 * 11 * 10) for each in openings)
    z = (abs(float(group - other)) - 0.5) / variance**0.5
    assert exact_test(openings).p == pytest.approx(2 * NormalDist().cdf(-z), rel=2e-2)
    assert exact_test([Opposed(0, 4000, 4000, 4000), Opposed(0, 4000, 4000, 4000)]).p == 0.0


def test_a_ratio_of_nobody_has_no_upper_bound() -> None:
    assert common_ratio_interval([Opposed(0, 5, 2, 5), Opposed(0, 5, 1, 5)], 0.95) == (0.0, None)
    assert common_ratio_interval([Opposed(1, 5, 0, 5)], 0.95)[1] is None
