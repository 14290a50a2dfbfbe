"""Intraclass correlations: the published table, another program's figures, and tables at the edge."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from hiring.calibration import Components, agreement, g_study
from hiring.calibration.icc import (
    ALL_EQUAL,
    FORMS,
    INCOMPLETE,
    NO_SPREAD,
    TOO_FEW,
    icc_from_components,
    iccs,
    mean_squares,
)
from tests.calibration.published import columns, example, near, seats


def test_published() -> None:
    """Shrout & Fleiss (1979), Psychological Bulletin 86:420-428, tables 2 and 4; intervals by R psych 2.2.9."""
    data, expected = example("shrout_fleiss_1979_icc")
    found = agreement(seats(data["ratings"], (1, 10))).icc
    for form in FORMS:
        name = (
            form.replace("ICC", "ICC_").replace("k", "_k") if form.endswith("k") else f"{form.replace('ICC', 'ICC_')}_1"
        )
        low, high = expected["ci95_psych_ICC"][form]
        assert found[form] == {
            "value": near(expected["exact"][name], abs=1e-12),
            "low": near(low, abs=1e-9),
            "high": near(high, abs=1e-9),
        }


def test_published_mean_squares() -> None:
    data, expected = example("shrout_fleiss_1979_icc")
    squares = mean_squares(data["ratings"])
    assert [squares.units, squares.within, squares.people, squares.error] == near(
        [expected["exact"][name] for name in ("BMS", "WMS", "JMS", "EMS")], abs=1e-12
    )


def test_pingouin_agrees() -> None:
    """What pingouin 0.7.0 says of this table; it rounds intervals to two decimals."""
    table = [
        [5, 1, 1, 2], [1, 5, 5, 3], [1, 1, 2, 3], [4, 3, 2, 1], [4, 4, 1, 1], [3, 2, 5, 3],
        [3, 3, 4, 3], [1, 4, 4, 5], [4, 2, 2, 4], [4, 4, 5, 2], [5, 1, 1, 5], [5, 2, 1, 2],
    ]  # fmt: skip
    theirs = {
        "ICC1": (-0.113153, -0.23, 0.17),
        "ICC2": (-0.128956, -0.25, 0.17),
        "ICC3": (-0.122026, -0.24, 0.16),
        "ICC1k": (-0.685210, -3.0, 0.45),
        "ICC2k": (-0.841293, -4.19, 0.44),
        "ICC3k": (-0.769978, -3.27, 0.43),
    }
    assert iccs(table) == {
        form: {
            "value": near(value, abs=1e-6),
            "low": near(low, abs=0.005),
            "high": near(high, abs=0.005),
        }
        for form, (value, low, high) in theirs.items()
    }


def test_where_pingouin_has_no_interval() -> None:
    """One is always a point above the other: pingouin 0.7.0 divides by the error of 0 and gives nan for ICC2.

    With an error of 0 Satterthwaite's freedom is exactly k - 1 = 1, and the limits are those below.
    """
    found = iccs([[1, 2], [4, 5], [2, 3]])
    between, people = 14 / 3, 1.5
    low, high = (
        3 * between / (3 * between + quantile * 2 * people)
        for quantile in (stats.f.ppf(0.975, 2, 1), 1 / stats.f.ppf(0.975, 1, 2))
    )
    assert found["ICC2"] == {
        "value": near(14 / 17),
        "low": near(low),
        "high": near(high),
    }
    assert found["ICC3"] == {"value": 1.0, "low": 1.0, "high": 1.0}


def test_where_pingouin_has_a_correlation_of_ten() -> None:
    """All candidates have the same mean: pingouin 0.7.0 says 10.0 for the panel's mean, and minus infinity."""
    found = iccs([[1, 5], [2, 4], [3, 3], [4, 2]])
    none = {"value": None, "why": str(NO_SPREAD)}
    assert [found[form] for form in ("ICC1k", "ICC2k", "ICC3k")] == [none, none, none]


def test_limits_are_where_f_reaches_its_quantile() -> None:
    rng = np.random.default_rng(2)
    table = np.clip(np.rint(rng.normal(3, 1, (30, 1)) + rng.normal(0, 1, (30, 4))), 1, 5)
    squares, found = mean_squares(table), iccs(table, level=0.9)["ICC3"]
    observed = squares.units / squares.error
    assert found["low"] is not None
    assert found["high"] is not None
    for limit, tail in ((found["low"], 0.95), (found["high"], 0.05)):
        implied = observed / ((1 + 3 * limit) / (1 - limit))
        assert stats.f.cdf(implied, 29, 87) == near(tail)


def test_perfect_agreement_is_one() -> None:
    assert iccs([[1, 1, 1], [5, 5, 5], [2, 2, 2]]) == {
        form: {"value": near(1), "low": near(1), "high": near(1)} for form in FORMS
    }


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[1, 2], [3, None]], INCOMPLETE),
        ([[1, 2, None], [None, 3, 4]], INCOMPLETE),
        ([[1, 2, 3]], TOO_FEW),
        ([[1], [2]], TOO_FEW),
        ([[2, 2], [2, 2]], ALL_EQUAL),
    ],
)
def test_no_table_no_figure(rows: list[list[int | None]], why: object) -> None:
    assert agreement(seats(rows)).icc == {form: {"value": None, "why": str(why)} for form in FORMS}


def test_a_dimension_that_one_person_skipped_is_a_hole() -> None:
    rows = [
        (c, r, d, 1 + (c + r * d) % 5) for c in range(3) for r in range(2) for d in range(2) if (c, r, d) != (2, 1, 1)
    ]
    assert agreement(columns(rows)).icc["ICC1"].get("why") == str(INCOMPLETE)


def test_two_meetings_of_the_same_two_give_their_mean() -> None:
    twice = columns([[0, 0, 0, 1], [0, 0, 0, 3], [0, 1, 0, 2], [1, 0, 0, 4], [1, 1, 0, 5]], interview=[0, 1, 0, 0, 0])
    assert agreement(twice).icc == agreement(seats([[2, 2], [4, 5]])).icc


def test_a_table_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^The table must have at least two units and two people\.$"):
        mean_squares([[1, 2, 3]])


def test_components_of_a_balanced_study_give_the_same_correlations() -> None:
    data, _ = example("shrout_fleiss_1979_icc")
    variances = g_study(seats(data["ratings"], (1, 10))).variances
    components = Components(variances["candidate"], 0, variances["interviewer"], 0, variances["candidate_interviewer"])
    found = iccs(data["ratings"])
    single, panel = icc_from_components(components), icc_from_components(components, k=4)
    assert [single["ICC2"], single["ICC3"], panel["ICC2k"], panel["ICC3k"]] == near(
        [found[form]["value"] for form in ("ICC2", "ICC3", "ICC2k", "ICC3k")], abs=1e-12
    )


def test_more_dimensions_average_what_belongs_to_one() -> None:
    components = Components(0.4, 0.2, 0.1, 0.15, 0.6)
    assert icc_from_components(components, k=2, dimensions=2) == {
        "ICC1k": near(0.5 / (0.5 + 0.05 + 0.225)),
        "ICC2k": near(0.5 / (0.5 + 0.05 + 0.225)),
        "ICC3k": near(0.5 / (0.5 + 0.225)),
    }
    with pytest.raises(ValueError, match=r"^This needs at least one interviewer and one dimension\.$"):
        icc_from_components(components, k=0)


def test_a_second_meeting_does_not_fill_an_empty_seat() -> None:
    twice = columns([[0, 0, 0, 1], [0, 0, 0, 3], [0, 1, 0, 2], [1, 0, 0, 4]], interview=[0, 1, 0, 0])
    assert agreement(twice).icc["ICC2"].get("why") == str(INCOMPLETE)
