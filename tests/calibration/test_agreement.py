"""All agreement figures together: shapes, plain words, what changes nothing, and ratings that tell nothing."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import agreement
from hiring.calibration.agreement import MANY_LEVELS, NO_RATINGS, NOBODY_SHARED, ONE_CANDIDATE, Agreement
from hiring.calibration.alpha import METRICS
from hiring.calibration.icc import FORMS
from tests.calibration.published import LOOPS, columns, example, near, seats

KEYS = [*METRICS, *FORMS, "kappa", "ac2", "fleiss", "rwg"]


def plain(found: Agreement) -> dict[str, Any]:
    """As JSON takes it; refuses nan and infinity."""
    parts = {name: getattr(found, name) for name in ("alpha", "icc", "kappa", "ac2", "fleiss", "rwg")}
    kept: dict[str, Any] = json.loads(json.dumps(parts, allow_nan=False))
    assert kept == parts
    return kept


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return near(value, abs=1e-9) if isinstance(value, float) else value


def test_shapes() -> None:
    data, _ = example("shrout_fleiss_1979_icc")
    found = agreement(seats(data["ratings"], (1, 10)))
    kept = plain(found)
    assert {name: set(figure) for name, figure in kept["alpha"].items()} == {
        metric: {"value", "low", "high", "n"} for metric in METRICS
    }
    assert {form: set(figure) for form, figure in kept["icc"].items()} == {
        form: {"value", "low", "high"} for form in FORMS
    }
    assert [set(row) for row in kept["kappa"]] == [{"interviewers", "unweighted", "linear", "quadratic", "n"}] * 6
    assert [set(kept[name]) for name in ("ac2", "fleiss")] == [{"value", "low", "high", "n"}] * 2
    assert set(kept["rwg"]) == {"value", "low", "high", "n", "disagreement"}
    assert list(found.words) == KEYS


def test_words() -> None:
    data, _ = example("shrout_fleiss_1979_icc")
    words = agreement(seats(data["ratings"], (1, 10)), bootstrap=0).words
    assert [str(words[name]) for name in ("ordinal", "ICC2", "ICC3k", "kappa", "ac2", "fleiss", "rwg")] == [
        (
            "Same order of levels (ordinal alpha): .11 (no interval), from 24 ratings. "
            "That is too little to rely on one panel's scores."
        ),
        (
            "One interviewer's score, leniency counted as error (ICC2): .29 (.02 to .76), "
            "from 6 candidates × dimensions and 4 interviewers."
        ),
        (
            "The panel's mean, leniency set aside (ICC3k): .91 (.68 to .99), "
            "from 6 candidates × dimensions and 4 interviewers."
        ),
        "Two by two (linear kappa): the middle one of 6 pairs of interviewers has .10.",
        "Points apart, however rarely candidates differ (AC2): .32 (no interval), from 6 candidates × dimensions.",
        "Same level or not (Fleiss' kappa): −.11 (no interval), from 6 candidates × dimensions.",
        (
            "Inside one candidate and dimension (r_wg): .28 (no interval), from 6 candidates × dimensions. "
            "In 2 of them people are further apart than chance would put them."
        ),
    ]


def test_an_open_interval_in_words() -> None:
    found = agreement(seats([[0, 1], [10, 9]], (0, 10)))
    assert str(found.words["ICC2k"]) == (
        "The panel's mean, leniency counted as error (ICC2k): .99 (at most 1.00), "
        "from 2 candidates × dimensions and 2 interviewers."
    )


@pytest.mark.parametrize(
    ("rows", "why", "kappas"),
    [
        ([], NO_RATINGS, []),
        ([(0, 0, 0, 3)], NOBODY_SHARED, []),
        ([(0, 0, 0, 3), (1, 0, 0, 4)], NOBODY_SHARED, []),
        ([(0, 0, 0, 3), (0, 1, 1, 4)], NOBODY_SHARED, []),
        ([(0, 0, 0, 3), (0, 1, 0, 4)], ONE_CANDIDATE, [0.0]),
        ([(c, c, 0, 1 + c % 5) for c in range(500)], NOBODY_SHARED, []),
    ],
    ids=["empty", "one rating", "one interviewer", "nobody shared", "one candidate", "singletons"],
)
def test_what_tells_nothing_says_why(rows: list[tuple[int, int, int, int]], why: object, kappas: list[float]) -> None:
    found = plain(agreement(columns(rows)))
    assert {found["alpha"][metric]["why"] for metric in METRICS} == {str(why)}
    assert [found[name]["why"] for name in ("ac2", "fleiss")] == [str(why)] * 2
    assert [found["icc"][form]["value"] for form in FORMS] == [None] * 6
    assert [row["linear"] for row in found["kappa"]] == kappas
    assert found["rwg"]["value"] == (near(1 - 0.5 / 2) if kappas else None)


def test_all_scores_equal() -> None:
    found = plain(agreement(columns([(c, r, d, 3) for c in range(4) for r in range(3) for d in range(2)])))
    assert [found["alpha"][metric]["value"] for metric in METRICS] == [None] * 4
    assert [found["icc"][form]["value"] for form in FORMS] == [None] * 6
    assert [row["quadratic"] for row in found["kappa"]] == [None] * 3
    assert [found[name]["value"] for name in ("fleiss", "ac2", "rwg")] == [None, 1.0, 1.0]


def test_two_groups_that_share_nobody() -> None:
    rows = [(c, r + 3 * (c % 2), 0, 1 + (c + r) % 5) for c in range(20) for r in range(3)]
    assert [row["interviewers"] for row in plain(agreement(columns(rows)))["kappa"]] == [
        [0, 1], [0, 2], [1, 2], [3, 4], [3, 5], [4, 5],
    ]  # fmt: skip


def test_a_scale_of_very_many_scores() -> None:
    rng = np.random.default_rng(1)
    many = seats(rng.integers(1, 10**9, size=(80, 2)).tolist(), (1, 10**9))
    few = seats([[1, 2], [10**9, 10**9 - 1]], (1, 10**9))
    found = agreement(many)
    assert (found.alpha["ordinal"].get("why"), found.rwg.get("why"), found.kappa) == (
        str(MANY_LEVELS),
        str(MANY_LEVELS),
        [],
    )
    assert found.icc["ICC1"]["value"] is not None
    assert agreement(few, bootstrap=0).alpha["ordinal"]["value"] == near(0.7)


def test_codes_may_be_far_apart() -> None:
    rows = np.array([[0, 0, 0, 1], [0, 1, 0, 2], [1, 0, 0, 4], [1, 1, 0, 5]])
    far = rows * np.array([10**15, 10**12, 1, 1]) + np.array([5, 3, 10**14, 0])
    near, found = agreement(columns(rows)), agreement(columns(far))
    assert (found.alpha, found.icc, found.ac2) == (near.alpha, near.icc, near.ac2)
    assert [row["interviewers"] for row in found.kappa] == [[3, 10**12 + 3]]


@pytest.mark.parametrize(("bootstrap", "level"), [(-1, 0.95), (10, 0.0), (10, 1.0)])
def test_refused(bootstrap: int, level: float) -> None:
    with pytest.raises(ValueError, match=r"^A bootstrap is 0 or more resamples, and a level lies between 0 and 1\.$"):
        agreement(seats([[1, 2], [3, 4]]), bootstrap=bootstrap, level=level)


@settings(deadline=None)
@given(LOOPS, st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(rows: list[tuple[int, int, int, int]], random: Any) -> None:
    candidate, interviewer, dimension = (random.sample(range(9), 6) for _ in range(3))
    other = [(candidate[c], interviewer[r], dimension[d], score) for c, r, d, score in rows]
    random.shuffle(other)
    found, renamed = (plain(agreement(columns(each), bootstrap=50)) for each in (rows, other))
    back = {interviewer[r]: r for r in range(6)}
    for row in renamed["kappa"]:
        row["interviewers"] = sorted(back[code] for code in row["interviewers"])
    renamed["kappa"].sort(key=lambda row: row["interviewers"])
    assert renamed == rounded(found)


@settings(deadline=None)
@given(LOOPS)
def test_a_constant_changes_only_ratios(rows: list[tuple[int, int, int, int]]) -> None:
    found = plain(agreement(columns(rows), bootstrap=50))
    moved = plain(agreement(columns([(c, r, d, score + 7) for c, r, d, score in rows], (8, 12)), bootstrap=50))
    for each in (found, moved):
        del each["alpha"]["ratio"]
    assert moved == rounded(found)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=9), st.integers(2, 4))
def test_perfect_agreement_is_one(levels: list[int], people: int) -> None:
    found = plain(agreement(seats([[level] * people for level in levels])))
    beyond_chance = 1.0 if len(set(levels)) > 1 else None
    figures = [*found["alpha"].values(), *found["icc"].values(), found["fleiss"]]
    assert [figure["value"] for figure in figures] == rounded([beyond_chance] * 11)
    assert {row["linear"] for row in found["kappa"]} == {beyond_chance}
    assert [found["ac2"]["value"], found["rwg"]["value"]] == rounded([1.0, 1.0])


@settings(deadline=None)
@given(LOOPS)
def test_same_seed_same_interval(rows: list[tuple[int, int, int, int]]) -> None:
    ratings = columns(rows)
    assert plain(agreement(ratings, bootstrap=20, seed=4)) == plain(agreement(ratings, bootstrap=20, seed=4))


def test_the_interviews_column_does_not_matter_where_nobody_met_twice() -> None:
    rows = np.array([[0, 0, 0, 1], [0, 1, 0, 2], [1, 0, 0, 4], [1, 1, 0, 5]])
    marked = columns(rows, interview=[4, 5, 6, 7])
    assert plain(agreement(marked)) == plain(agreement(columns(rows)))
