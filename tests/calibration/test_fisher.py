"""Fisher's exact test: published values, exact whole numbers, scipy, and Holm's adjustment."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.calibration.fisher import Chances, fisher_test, holm

HERE = Path(__file__).parents[1] / "data" / "calibration"

Counts = tuple[int, int, int, int]


def rates(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def counts(most: int) -> st.SearchStrategy[Counts]:
    return st.tuples(rates(most), rates(most)).map(lambda both: (*both[0], *both[1]))


def test_fishers_tea() -> None:
    """Fisher (1935), The Design of Experiments: three of four cups right, p .486; the mid p of Fagerland, Lydersen &
    Laake (2017), Statistical Analysis of Contingency Tables, section 4.4: .25714."""
    tea = json.loads((HERE / "fisher_tea.json").read_text())
    (hit, miss), (wrong, right) = tea["data"]["table"]
    found = fisher_test(hit, hit + miss, wrong, wrong + right)
    assert found.p == pytest.approx(tea["expected"]["two_sided"], abs=1e-12)
    assert found.mid == pytest.approx(18 / 70, abs=1e-12)


def test_guidelines_question_12() -> None:
    """UGESP Questions and Answers 12: 48 of 80 against 12 of 40."""
    example = json.loads((HERE / "ugesp_q12_and_q21.json").read_text())
    table = (*example["data"]["black"], *example["data"]["white"])
    assert fisher_test(*table).p == pytest.approx(example["expected"]["fisher_two_sided"], abs=1e-12)


@pytest.mark.parametrize(
    ("table", "mid"),
    [((7, 34, 1, 34), 0.02966), ((9, 13, 4, 14), 0.03914), ((0, 16, 15, 72), 0.04466), ((745, 748, 127, 129), 0.09193)],
)
def test_published_mid_p(table: Counts, mid: float) -> None:
    """Fagerland, Lydersen & Laake (2017), chapter 4: Perondi 2004, Lampasona 2013, Ritland 2007; their R package."""
    assert fisher_test(*table).mid == pytest.approx(mid, abs=5e-6)


@given(counts(40))
def test_equal_to_whole_numbers(table: Counts) -> None:
    a, na, b, nb = table
    ways = [comb(na, k) * comb(nb, a + b - k) for k in range(max(0, a + b - nb), min(na, a + b) + 1)]
    own = comb(na, a) * comb(nb, b)
    less, same = sum(each for each in ways if each < own), sum(each for each in ways if each == own)
    expected = (float(Fraction(less + same, sum(ways))), float(Fraction(2 * less + same, 2 * sum(ways))))
    assert fisher_test(*table) == pytest.approx(expected, rel=1e-10)


@given(counts(3000))
def test_scipy_agrees(table: Counts) -> None:
    from scipy.stats import fisher_exact

    a, na, b, nb = table
    assert fisher_test(*table).p == pytest.approx(fisher_exact([[a, na - a], [b, nb - b]]).pvalue, rel=1e-7, abs=1e-300)


@given(counts(200))
def test_it_does_not_matter_which_group_is_first_or_what_passing_is_called(table: Counts) -> None:
    a, na, b, nb = table
    found = fisher_test(*table)
    assert fisher_test(b, nb, a, na) == pytest.approx(found, rel=1e-9)
    assert fisher_test(na - a, na, nb - b, nb) == pytest.approx(found, rel=1e-9)
    assert 0 <= found.mid <= found.p <= 1


def test_a_million_people() -> None:
    """Two normal tails, corrected for continuity, beyond 706.5 / 353.55 = 1.9983: .04568."""
    assert fisher_test(499_293, 10**6, 500_707, 10**6).p == pytest.approx(0.04568, abs=2e-5)
    assert fisher_test(0, 10**6, 10**6, 10**6) == Chances(0.0, 0.0)


def test_nothing_can_differ_where_nobody_or_everybody_passed() -> None:
    for table in ((0, 5, 0, 9), (5, 5, 9, 9), (0, 0, 3, 9)):
        assert fisher_test(*table) == Chances(1.0, 0.5)


def test_one_of_two_likeliest_tables_is_no_evidence_at_all() -> None:
    assert fisher_test(153, 305, 152, 305).p == 1.0


def test_an_impossible_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^3 of 2 against 1 of 4 is not a table\.$"):
        fisher_test(3, 2, 1, 4)


def test_holm_1979() -> None:
    """Worked by hand: .01 × 4, .02 × 3, .03 × 2 raised to the .06 before it, .04 × 1 raised too."""
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.5]) == [1.0, 1.0]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.floats(0.001, 0.999))
def test_holm_rejects_what_stepping_down_rejects(chances: list[float], alpha: float) -> None:
    """Holm's procedure itself: from the smallest p on, reject while p (m - rank) is at most alpha."""
    rejected = 0
    for rank, p in enumerate(sorted(chances)):
        if p * (len(chances) - rank) > alpha:
            break
        rejected += 1
    assert sum(adjusted <= alpha for adjusted in holm(chances)) == rejected
