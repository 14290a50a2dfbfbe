"""Generalizability: the published nested study, its D studies, crossed studies against ICC, and what is refused."""

from __future__ import annotations

from re import escape

import numpy as np
import pytest

from hiring.calibration import Components, Ratings, g_study
from hiring.calibration.generalizability import one_more, reliability
from hiring.calibration.icc import iccs
from tests.calibration.published import columns, example, near, seats


def brennan() -> Ratings:
    data, _ = example("brennan_2001_table_3_2_gtheory")
    person, task, rater, score = np.array(data["rows"]).T
    return Ratings(person, rater, task, score, (1, 9))


def test_published_variances() -> None:
    """Brennan (2001), Generalizability Theory, table 3.2 and p. 116: 10 persons, 3 tasks, 4 raters within each."""
    _, expected = example("brennan_2001_table_3_2_gtheory")
    found = g_study(brennan())
    assert (found.design, found.candidates, found.interviewers, found.dimensions) == (
        "interviewers within dimensions",
        10,
        4,
        3,
    )
    published = expected["published_variance_components"]
    assert found.variances == {
        "candidate": near(published["p"], abs=1e-3),
        "dimension": near(published["t"], abs=1e-3),
        "interviewer_in_dimension": near(published["r_in_t"], abs=1e-3),
        "candidate_dimension": near(published["pt"], abs=1e-3),
        "candidate_interviewer_in_dimension": near(published["pr_in_t"], abs=1e-3),
    }


@pytest.mark.parametrize(
    ("name", "interviewers", "dimensions"), [("n_t=3,n_r=4", 4, 3), ("n_t=3,n_r=2", 2, 3), ("n_t=1,n_r=1", 1, 1)]
)
def test_published_d_studies(name: str, interviewers: int, dimensions: int) -> None:
    _, expected = example("brennan_2001_table_3_2_gtheory")
    found = g_study(brennan()).d_study(interviewers, dimensions)
    published = expected["D_study"][name]
    assert (found.e_rho2, found.phi, found.relative_error, found.absolute_error) == (
        near(published["E_rho2"], abs=1e-3),
        near(published["Phi"], abs=1e-3),
        near(published["sigma2_delta"], abs=1e-3),
        near(published["sigma2_Delta"], abs=1e-3),
    )


def test_as_studied_unless_said() -> None:
    study = g_study(brennan())
    assert study.d_study() == study.d_study(4, 3)


def test_one_dimension_is_the_intraclass_correlation() -> None:
    data, _ = example("shrout_fleiss_1979_icc")
    study, found = g_study(seats(data["ratings"], (1, 10))), iccs(data["ratings"])
    single, panel = study.d_study(1), study.d_study()
    assert (study.design, [single.e_rho2, single.phi, panel.e_rho2, panel.phi]) == (
        "interviewers",
        near([found[form]["value"] for form in ("ICC3", "ICC2", "ICC3k", "ICC2k")]),
    )


def test_everybody_rates_everything() -> None:
    """Scores are a sum of known parts whose sums of squares are plain, so that each variance can be written down."""
    c, r, d = (place.ravel() for place in np.indices((3, 2, 2)))
    score = np.array([1, 4, 7])[c] + np.array([0, 1])[r] + np.array([0, 3])[d] + (c == 2) * (d == 1) * 2
    found = g_study(columns(np.transpose([c, r, d, score]), (1, 13)))
    both = 2 * 2 * 4 * (1 / 9 + 1 / 36 + 1 / 36) / 2 / 2
    assert found.design == "interviewers and dimensions"
    assert found.variances == {
        "candidate": near((4 * np.var([1, 4, 8], ddof=1) - both * 2) / 4),
        "interviewer": near(0.5),
        "dimension": near((6 * np.var([0, 3 + 2 / 3], ddof=1) - both * 2) / 6),
        "candidate_interviewer": near(0, abs=1e-12),
        "candidate_dimension": near(both),
        "interviewer_dimension": near(0, abs=1e-12),
        "candidate_interviewer_dimension": near(0, abs=1e-12),
    }


def test_simulated_variances_come_back() -> None:
    rng = np.random.default_rng(1)
    shape = 400, 30, 12
    parts = {(0,): 9.0, (1,): 4.0, (2,): 6.0, (0, 1): 3.0, (0, 2): 5.0, (1, 2): 2.0, (0, 1, 2): 8.0}
    score = sum(
        rng.normal(0, variance**0.5, [size if axis in effect else 1 for axis, size in enumerate(shape)])
        for effect, variance in parts.items()
    )
    c, r, d = (place.ravel() for place in np.indices(shape))
    found = g_study(columns(np.transpose([c, r, d, np.rint(score).ravel().astype(int) + 60]), (0, 120)))
    assert list(found.variances.values()) == near([9, 4, 6, 3, 5, 2, 8 + 1 / 12], rel=0.4)
    effects = ["candidate_interviewer", "candidate_dimension", "candidate_interviewer_dimension"]
    assert [found.variances[effect] for effect in effects] == near([3, 5, 8 + 1 / 12], rel=0.05)


def test_a_negative_variance_counts_as_nought() -> None:
    study = g_study(seats([[1, 5], [2, 4], [3, 3], [4, 2]]))
    assert study.variances["candidate"] < 0
    assert (study.d_study().e_rho2, study.d_study().phi) == (0.0, 0.0)


def test_nothing_varies() -> None:
    found = g_study(seats([[3, 3], [3, 3]])).d_study()
    assert (found.e_rho2, found.phi, found.absolute_error) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "There are no ratings to study."),
        (
            [(0, 0, 0, 1), (0, 1, 0, 2)],
            "A study needs two or more candidates, interviewers and, if they are crossed, dimensions.",
        ),
        (
            [(0, 0, 0, 1), (0, 1, 0, 2), (1, 0, 0, 2)],
            "A study of 2 candidates, 2 interviewers and 1 dimensions needs 4 ratings, one a seat; there are 3.",
        ),
        (
            [(0, 0, 0, 1), (0, 0, 1, 2), (0, 1, 0, 2), (0, 2, 1, 2)],
            "Some interviewers rate several dimensions but not all; a study must be balanced.",
        ),
        (
            [(c, r, int(r > 1), 3) for c in range(2) for r in range(5)],
            "A study of 2 candidates, 3 interviewers and 2 dimensions needs 12 ratings, one a seat; there are 10.",
        ),
    ],
)
def test_refused(rows: list[tuple[int, int, int, int]], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{escape(sentence)}$"):
        g_study(columns(rows))


def test_a_seat_taken_twice_is_refused() -> None:
    twice = columns([[0, 0, 0, 1], [0, 0, 0, 3], [0, 1, 0, 2], [1, 0, 0, 4]], interview=[0, 1, 0, 0])
    with pytest.raises(ValueError, match=r"^A seat is taken twice; a study takes one rating of each\.$"):
        g_study(twice)


def test_a_d_study_of_nobody_is_refused() -> None:
    study = g_study(seats([[1, 2], [4, 5]]))
    with pytest.raises(ValueError, match=r"^A D study needs at least one interviewer and one dimension\.$"):
        study.d_study(0)
    with pytest.raises(ValueError, match=r"^A study of one dimension cannot say what several would give\.$"):
        study.d_study(2, 2)


def test_what_a_fifth_interviewer_adds() -> None:
    components = Components(0.4, 0.12, 0.1, 0.12, 0.72)
    four, five = (0.42 / (0.42 + (0.1 + 0.12 + 0.12) / people) for people in (4, 5))
    assert reliability(components, 4, 6) == (near(0.42 / (0.42 + 0.06)), near(four))
    assert reliability(components, 5, 6)[1] == near(five)
    assert str(one_more(components, 4, 6)) == "A fifth interviewer raises reliability from .83 to .86."


@pytest.mark.parametrize(
    ("interviewers", "dimensions", "sentence"),
    [
        (1, 6, "A second interviewer raises reliability from .46 to .63."),
        (4, 6, "A fifth interviewer raises reliability from .77 to .81."),
        (9, 6, "A tenth interviewer raises reliability from .88 to .89."),
        (10, 6, "One more interviewer raises reliability from .89 to .90."),
        (400, 6, "One more interviewer leaves reliability at 1.00."),
    ],
)
def test_one_more(interviewers: int, dimensions: int, sentence: str) -> None:
    assert str(one_more(Components.prior((1, 5)), interviewers, dimensions)) == sentence


def test_a_panel_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^A panel has at least one interviewer and one dimension\.$"):
        reliability(Components.prior((1, 5)), 0)


def test_more_dimensions_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Nobody can rate 4 of 3 dimensions\.$"):
        reliability(Components.prior((1, 5)), 2, 4, of=3)
