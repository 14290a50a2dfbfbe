"""Intervals of two rates: the published ones, the second opinion where it is right, and laws that any must keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import product
from math import comb, inf, isinf, log, sqrt
from operator import add, mul, sub, truediv
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.calibration import difference_interval, ratio_interval

PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "calibration" / "koopman_newcombe_ci.json").read_text())
Z = 1.959963984540054

Counts = tuple[int, int, int, int]


def rates(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


COUNTS = st.tuples(rates(60), rates(60)).map(lambda both: (*both[0], *both[1]))
LARGE = st.tuples(rates(10**12), rates(10**12)).map(lambda both: (*both[0], *both[1]))


def newcombe(a: int, na: int, b: int, nb: int) -> tuple[float, float]:
    return difference_interval(a, na, b, nb, method="newcombe")


def pairs(name: str) -> Counts:
    (a, na), (b, nb) = PUBLISHED["data"][name]
    return a, na, b, nb


def test_koopman_1984() -> None:
    """Koopman (1984), Biometrics 40:513, 36 of 40 against 16 of 80: 2.94 to 7.15."""
    assert ratio_interval(*pairs("ratio")) == pytest.approx(PUBLISHED["expected"]["exact"]["koopman"], abs=1e-9)
    assert ratio_interval(*pairs("ratio")) == pytest.approx(PUBLISHED["expected"]["published"]["koopman"], abs=5e-3)


def test_newcombe_1998() -> None:
    """Newcombe (1998), Statistics in Medicine 17:873, 56 of 70 against 48 of 80: .0524 to .3339 by method 10, .0528 to
    .3382 by Miettinen and Nurminen's."""
    expected = PUBLISHED["expected"]
    assert newcombe(*pairs("diff")) == pytest.approx(expected["exact"]["newcombe10"], abs=1e-9)
    assert newcombe(*pairs("diff")) == pytest.approx(expected["published"]["newcombe10"], abs=5e-5)
    assert difference_interval(*pairs("diff")) == pytest.approx(expected["exact"]["miettinen_nurminen_diff"], abs=1e-9)


def tables(seed: int, many: int) -> list[Counts]:
    chance = Random(seed)
    sizes = [(chance.randint(5, 90), chance.randint(5, 90)) for _ in range(many)]
    return [(chance.randint(1, na - 1), na, chance.randint(1, nb - 1), nb) for na, nb in sizes]


@pytest.mark.parametrize("counts", tables(1984, 40))
def test_statsmodels_agrees_on_ratios_and_on_newcombes_differences(counts: Counts) -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep

    ratio = confint_proportions_2indep(*counts, method="score", compare="ratio", correction=False)
    difference = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    assert ratio_interval(*counts) == pytest.approx(ratio, rel=1e-6)
    assert newcombe(*counts) == pytest.approx(difference, abs=1e-9)


def test_statsmodels_is_wrong_on_score_differences() -> None:
    """Its upper limit for Newcombe's example is .3440 (published: .3382), and 3 of 8 against 16 of 25 fails."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    theirs = confint_proportions_2indep(*pairs("diff"), method="score", compare="diff", correction=True)
    assert theirs[1] == pytest.approx(PUBLISHED["expected"]["statsmodels_trap"]["diff_score_upper"], abs=1e-6)
    with pytest.raises((RuntimeWarning, ValueError)):
        confint_proportions_2indep(3, 8, 16, 25, method="score", compare="diff", correction=True)
    assert difference_interval(3, 8, 16, 25) == pytest.approx((-0.577221, 0.122712), abs=1e-6)


@pytest.mark.parametrize("counts", [*tables(1985, 30), (0, 9, 4, 11), (7, 7, 2, 30), (0, 6, 0, 8), (9, 9, 40, 40)])
def test_limits_are_where_the_score_test_just_rejects(counts: Counts) -> None:
    """The definition itself, with the likelihood maximised by brute force."""
    a, na, b, nb = counts
    for ratio in ratio_interval(*counts):
        if 0 < ratio < inf:
            p, q = likeliest(counts, partial(mul, ratio), 0.0, min(1.0, 1 / ratio))
            spread = p * (1 - p) / na + ratio**2 * q * (1 - q) / nb
            assert abs(a / na - ratio * b / nb) == pytest.approx(Z * sqrt(spread), rel=2e-4)
    for shift in difference_interval(*counts):
        if abs(shift) < 1:
            p, q = likeliest(counts, partial(add, shift), max(0.0, -shift), min(1.0, 1 - shift))
            spread = (p * (1 - p) / na + q * (1 - q) / nb) * (na + nb) / (na + nb - 1)
            assert abs(a / na - b / nb - shift) == pytest.approx(Z * sqrt(spread), rel=2e-4)


def test_limits_of_every_small_table_are_where_the_score_test_just_rejects() -> None:
    for na, nb in product(range(1, 5), range(1, 5)):
        for a, b in product(range(na + 1), range(nb + 1)):
            test_limits_are_where_the_score_test_just_rejects((a, na, b, nb))


def likeliest(counts: Counts, other: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """(p_a, p_b) of the highest likelihood, p_b between low and high and p_a = other(p_b), by cutting thirds away."""
    a, na, b, nb = counts

    def loglikelihood(p_b: float) -> float:
        p_a = other(p_b)
        terms = ((a, p_a), (na - a, 1 - p_a), (b, p_b), (nb - b, 1 - p_b))
        return sum(count * log(max(rate, 1e-300)) for count, rate in terms if count)

    for _ in range(80):
        third = (high - low) / 3
        if loglikelihood(low + third) < loglikelihood(high - third):
            low += third
        else:
            high -= third
    return other(low), low


@given(COUNTS)
def test_swapping_the_groups_inverts_the_ratio_and_mirrors_the_difference(counts: Counts) -> None:
    a, na, b, nb = counts
    low, high = ratio_interval(a, na, b, nb)
    swapped = (1 / high if high else inf, 1 / low if low else inf)
    assert ratio_interval(b, nb, a, na) == pytest.approx(swapped, rel=1e-9)
    for interval in (difference_interval, newcombe):
        low, high = interval(a, na, b, nb)
        assert interval(b, nb, a, na) == pytest.approx((-high, -low), abs=1e-9)


@given(st.one_of(COUNTS, LARGE))
def test_intervals_hold_the_estimate_and_stay_in_bounds(counts: Counts) -> None:
    a, na, b, nb = counts
    low, high = ratio_interval(*counts)
    assert 0 <= low < high
    assert low <= a * nb / (b * na) * (1 + 1e-9) if b else isinf(high)
    assert a * nb <= high * b * na * (1 + 1e-9) if b else isinf(high)
    assert (low == 0) == (a == 0)
    for interval in (difference_interval, newcombe):
        low, high = interval(*counts)
        assert -1 <= low <= a / na - b / nb + 1e-12
        assert a / na - b / nb - 1e-12 <= high <= 1


@given(COUNTS, st.integers(2, 50))
def test_more_data_narrow_every_interval(counts: Counts, times: int) -> None:
    a, na, b, nb = counts
    more = (a * times, na * times, b * times, nb * times)
    if a and b:
        low, high = ratio_interval(*counts)
        less_low, less_high = ratio_interval(*more)
        assert log(less_high / less_low) < log(high / low)
    for interval in (difference_interval, newcombe):
        low, high = interval(*counts)
        less_low, less_high = interval(*more)
        assert less_high - less_low < high - low


@given(COUNTS)
def test_a_higher_level_is_wider(counts: Counts) -> None:
    for interval in (ratio_interval, difference_interval):
        low, high = interval(*counts, level=0.9)
        lower, higher = interval(*counts, level=0.99)
        assert lower <= low <= high <= higher


@pytest.mark.parametrize("sizes", [(5, 5), (8, 12), (15, 6)])
def test_intervals_cover_what_they_promise(sizes: tuple[int, int]) -> None:
    """Every outcome at 81 pairs of rates, weighed by its chance: 93 to 97 % of the time the truth lies inside."""
    na, nb = sizes
    outcomes = list(product(range(na + 1), range(nb + 1)))
    rates = [step / 10 for step in range(1, 10)]
    measures: list[tuple[Callable[[int, int, int, int], tuple[float, float]], Callable[[float, float], float]]] = [
        (ratio_interval, truediv),
        (difference_interval, sub),
        (newcombe, sub),
    ]
    for interval, truth in measures:
        limits = {(a, b): interval(a, na, b, nb) for a, b in outcomes}
        covered = sum(
            binomial(a, na, p) * binomial(b, nb, q)
            for p, q in product(rates, rates)
            for (a, b), (low, high) in limits.items()
            if low - 1e-12 <= truth(p, q) <= high + 1e-12
        )
        assert 0.93 < covered / len(rates) ** 2 < 0.97


def binomial(k: int, n: int, p: float) -> float:
    chance: float = comb(n, k) * p**k * (1 - p) ** (n - k)
    return chance


def test_few_and_extreme_counts_have_limits_by_hand() -> None:
    """All of m against all of n: the ratio t at which t = m / (m + z²) or (n + z²) / n. None of either: no ratio."""
    assert ratio_interval(1, 1, 1, 1) == pytest.approx((1 / (1 + Z**2), 1 + Z**2))
    assert ratio_interval(5, 5, 9, 9) == pytest.approx((5 / (5 + Z**2), (9 + Z**2) / 9))
    assert ratio_interval(0, 50, 0, 80) == (0.0, inf)
    assert difference_interval(1, 1, 0, 1)[1] == 1.0
    assert difference_interval(0, 7, 7, 7)[0] == -1.0


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((3, 2, 1, 4), "3 of 2 is not a rate."),
        ((1, 2, -1, 4), "-1 of 4 is not a rate."),
        ((0, 0, 1, 4), "A rate needs at least one person, not 0."),
    ],
)
def test_impossible_counts_are_refused(counts: Counts, sentence: str) -> None:
    for interval in (ratio_interval, difference_interval):
        with pytest.raises(ValueError, match=f"^{sentence}$"):
            interval(*counts)


def test_an_impossible_level_is_refused() -> None:
    for interval in (ratio_interval, difference_interval):
        with pytest.raises(ValueError, match=r"^The level 95 is not between 0 and 1\.$"):
            interval(1, 2, 1, 2, 95)
