"""Kappas: published tables, another program, and every pair of interviewers at once."""

from __future__ import annotations

import warnings
from re import escape
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from hiring.calibration import agreement, fleiss, kappa, weighted_kappa
from hiring.calibration.kappa import SAME_THROUGHOUT, pairwise
from tests.calibration.published import LOOPS, columns, example, near, seats


def test_published_weighted_kappa() -> None:
    """Cohen (1968), Psychological Bulletin 70:213-220, table 1, as proportions and as 200 patients."""
    data, expected = example("cohen_1968_weighted_kappa")
    joint, weights = np.array(data["joint_proportions"]), data["disagreement_weights"]
    found = [weighted_kappa(joint, weights), weighted_kappa(joint * 200, weights), weighted_kappa(joint, 1 - np.eye(3))]
    exact = expected["exact"]
    assert found == near([exact["weighted_kappa"], exact["weighted_kappa"], exact["kappa"]], abs=1e-12)


def test_published_fleiss() -> None:
    """Fleiss (1971), Psychological Bulletin 76:378-382: 30 patients, 6 psychiatrists, 5 diagnoses."""
    data, expected = example("fleiss_1971_diagnoses")
    counts = [np.bincount(row, minlength=6)[1:] for row in data["ratings"]]
    exact = near(expected["exact"]["kappa"], abs=1e-12)
    assert (fleiss(counts), agreement(seats(data["ratings"])).fleiss["value"]) == (exact, exact)


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    joint = rng.integers(0, 20, size=(5, 5))
    counts = rng.multinomial(6, rng.dirichlet(np.ones(4)), size=30)
    assert [weighted_kappa(joint, "linear"), weighted_kappa(joint, "quadratic"), fleiss(counts)] == near(
        [
            cohens_kappa(joint, wt="linear", return_results=False),
            cohens_kappa(joint, wt="quadratic", return_results=False),
            fleiss_kappa(counts),
        ],
        abs=1e-12,
    )


def test_statsmodels_wants_as_many_people_everywhere() -> None:
    counts = [[3, 0], [1, 2], [1, 1]]
    with pytest.raises(AssertionError):
        fleiss_kappa(np.array(counts))
    agreed, share = (1 + 1 / 3 + 0) / 3, (1 + 1 / 3 + 1 / 2) / 3
    chance = share**2 + (1 - share) ** 2
    assert fleiss(counts) == near((agreed - chance) / (1 - chance))


def test_statsmodels_divides_nought_by_nought() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = [
            cohens_kappa(np.array([[5, 0], [0, 0]]), return_results=False),
            fleiss_kappa(np.array([[3, 0], [3, 0]])),
        ]
    assert np.isnan(theirs).tolist() == [True, True]
    with pytest.raises(ValueError, match=r"^Both gave one and the same score throughout"):
        weighted_kappa([[5, 0], [0, 0]], "linear")
    with pytest.raises(
        ValueError, match=r"^All ratings are in one category, so agreement beyond chance cannot be told\.$"
    ):
        fleiss([[3, 0], [3, 0]])


@pytest.mark.parametrize(
    ("table", "weights", "sentence"),
    [
        ([[1, 2]], "linear", "The table must be square, not 1 × 2."),
        ([1, 2], "linear", "The table must have rows and columns."),
        ([[1, -2], [0, 1]], "linear", "The table must hold numbers from 0 up."),
        ([[1, np.nan], [0, 1]], "linear", "The table must hold numbers from 0 up."),
        ([[0, 0], [0, 0]], "linear", "The table holds no ratings."),
        ([[1, 2], [3, 4]], "cubic", "Weights are linear, quadratic or a table, not cubic."),
        ([[1, 2], [3, 4]], [[0]], "The table has 2 rows, the table of weights 1."),
        ([[1, 2], [3, 4]], [[0, 1]], "The table of weights must be square, not 1 × 2."),
    ],
)
def test_refused_tables(table: Any, weights: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{escape(sentence)}$"):
        weighted_kappa(table, weights)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ([[1, 0], [0, 1]], "No subject was rated by two people."),
        ([[0, 0]], "No subject was rated by two people."),
        ([[1.5, 1]], "The table must hold whole numbers of people."),
        ([], "The table must have rows and columns."),
    ],
)
def test_refused_counts(counts: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{escape(sentence)}$"):
        fleiss(counts)


@settings(deadline=None)
@given(LOOPS)
def test_every_pair_is_its_own_table(rows: list[tuple[int, int, int, int]]) -> None:
    by_seat = {(c, r, d): score for c, r, d, score in rows}
    expected = []
    for a in range(5):
        for b in range(a + 1, 5):
            table = np.zeros((5, 5))
            for (c, r, d), score in by_seat.items():
                if r == a and (c, b, d) in by_seat:
                    table[score - 1, by_seat[c, b, d] - 1] += 1
            if table.any():
                expected.append((a, b, table))
    found = agreement(columns(rows), bootstrap=0).kappa
    assert [(*row["interviewers"], row["n"]) for row in found] == [(a, b, int(t.sum())) for a, b, t in expected]
    for row, (_, _, table) in zip(found, expected, strict=True):
        if row["linear"] is None:
            assert (row["unweighted"], row["quadratic"], row["why"]) == (None, None, str(SAME_THROUGHOUT))
            assert np.count_nonzero(np.diag(table)) == np.count_nonzero(table) == 1
        else:
            assert [row["unweighted"], row["linear"], row["quadratic"]] == near(
                [
                    weighted_kappa(table, 1 - np.eye(5)),
                    weighted_kappa(table, "linear"),
                    weighted_kappa(table, "quadratic"),
                ]
            )


def test_two_meetings_are_compared_one_by_one() -> None:
    twice = columns([[0, 7, 0, 1], [0, 7, 0, 3], [0, 9, 0, 3], [1, 7, 0, 5], [1, 9, 0, 5]], interview=[0, 1, 0, 0, 0])
    (found,) = agreement(twice).kappa
    table = np.zeros((5, 5))
    table[0, 2] = table[2, 2] = table[4, 4] = 1
    assert found == {
        "interviewers": [7, 9],
        "unweighted": near(weighted_kappa(table, 1 - np.eye(5))),
        "linear": near(weighted_kappa(table, "linear")),
        "quadratic": near(weighted_kappa(table, "quadratic")),
        "n": 3,
    }


def test_too_many_comparisons_leave_the_busiest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Person 3 rates all six, person 2 five of them, and so on: 2 and 3 are the busiest two."""
    ratings = seats([[1 + (c * r) % 5 if c < 3 + r else None for r in range(4)] for c in range(6)])
    everybody = pairwise(ratings)
    monkeypatch.setattr(kappa, "COMPARISONS", 6)
    found = pairwise(ratings)
    assert (everybody.found, everybody.left_out, found.left_out, found.found) == (6, 0, 2, 1)
    assert found.rows == [everybody.rows[-1]]
    assert str(agreement(ratings).words["kappa"]) == (
        "Two by two (linear kappa): .00 for the one pair of interviewers. "
        "Others, who have less in common or fewer ratings, are left out."
    )


def test_too_many_pairs_leave_those_with_most_in_common(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = seats([[1 + (c * r) % 5 if c < 3 + r else None for r in range(4)] for c in range(6)])
    everybody = pairwise(ratings)
    monkeypatch.setattr(kappa, "PAIRS", 3)
    found = pairwise(ratings)
    assert (found.found, found.left_out) == (6, 0)
    assert found.rows == [everybody.rows[place] for place in (3, 4, 5)]
