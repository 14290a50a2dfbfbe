"""r_wg and AC2: published figures, formulas written out, and what they say when candidates do not differ."""

from __future__ import annotations

from re import escape
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import agreement
from hiring.calibration.within import rwg
from tests.calibration.published import LOOPS, columns, example, near, seats


def test_published_rwg() -> None:
    """James, Demaree & Wolf (1984), Journal of Applied Psychology 69:85-98: 1 - s² / 2.0 on five levels."""
    data, expected = example("rwg_james_1984")
    assert [rwg(scores, data["A"]) for scores in data["x"]] == near(expected["rwg"], abs=1e-12)


def test_negative_rwg_counts_as_nought_and_is_counted() -> None:
    data, _ = example("rwg_james_1984")
    found = agreement(seats(data["x"]))
    assert (found.rwg["value"], found.rwg["n"], found.rwg["disagreement"]) == (near((0.875 + 0 + 1) / 3), 3, 1)
    low, high = found.rwg["low"], found.rwg["high"]
    assert (low, high) == (near(0), near(1))
    assert str(found.words["rwg"]) == (
        "Inside one candidate and dimension (r_wg): .62 (.00 to 1.00), from 3 candidates × dimensions. "
        "In 1 of them people are further apart than chance would put them."
    )


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=5), min_size=1, max_size=8))
def test_mean_rwg_is_the_mean_of_each(rows: list[list[int]]) -> None:
    each = [rwg(row, 7) for row in rows if len(row) > 1]
    found = agreement(seats(rows, (1, 7)), bootstrap=0).rwg
    assert (found["n"], found["disagreement"]) == (len(each), sum(one < 0 for one in each))
    assert found["value"] == (near(np.mean(np.maximum(each, 0))) if each else None)


@pytest.mark.parametrize(
    ("scores", "levels", "sentence"),
    [
        ([3], 5, "Agreement needs one row of at least two scores."),
        ([[3, 4]], 5, "Agreement needs one row of at least two scores."),
        ([3, 4], 1, "A scale of 1 has no two levels."),
        ([3, np.nan], 5, "A score is not a number."),
    ],
)
def test_refused(scores: Any, levels: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{escape(sentence)}$"):
        rwg(scores, levels)


def test_ac2_as_irrcac_has_it() -> None:
    """Krippendorff's example C is `cac.raw4raters` in Gwet's irrCAC, which gives AC2 .914 with quadratic weights."""
    data, _ = example("krippendorff_2011_C")
    found = agreement(seats(list(zip(*data["observers_by_units"], strict=True)))).ac2
    assert (found["value"], found["n"]) == (near(0.914, abs=5e-4), 11)


@settings(deadline=None)
@given(LOOPS)
def test_ac2_written_out(rows: list[tuple[int, int, int, int]]) -> None:
    """Gwet (2014), chapter 3, unit by unit."""
    weights = 1 - np.square(np.subtract.outer(np.arange(5), np.arange(5)) / 4)
    counts: dict[tuple[int, int], Any] = {}
    for candidate, _, dimension, score in rows:
        counts.setdefault((candidate, dimension), np.zeros(5))[score - 1] += 1
    paired = {unit: n for unit, n in counts.items() if n.sum() > 1}
    found = agreement(columns(rows), bootstrap=0).ac2
    if len({candidate for candidate, _ in paired}) < 2:
        assert found["value"] is None
        return
    agreed = np.mean([n @ (weights @ n - 1) / (n.sum() * (n.sum() - 1)) for n in paired.values()])
    share = np.mean([n / n.sum() for n in counts.values()], axis=0)
    chance = weights.sum() / 20 * (share * (1 - share)).sum()
    assert (found["value"], found["n"]) == (near((agreed - chance) / (1 - chance)), len(paired))


def test_ac2_is_one_where_alpha_cannot_tell() -> None:
    found = agreement(seats([[3, 3], [3, 3]]))
    assert (found.ac2["value"], found.rwg["value"], found.fleiss["value"]) == (1.0, 1.0, None)
