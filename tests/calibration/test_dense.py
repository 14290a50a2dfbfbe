"""The engine against the same model in full matrices, and both against lme4: one figure, three ways to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import Ratings
from hiring.calibration.calibrate import calibrate
from hiring.calibration.components import TERMS, Components
from hiring.calibration.summary import Table
from tests.calibration.dense import Prediction, dense
from tests.calibration.simulated import KINDS, simulate

DATA = Path(__file__).parents[1] / "data" / "calibration"
PENICILLIN = json.loads((DATA / "penicillin_crossed_lmm.json").read_text(encoding="utf-8"))
REACH = NormalDist().inv_cdf(0.975)
SAME = 1e-6


@st.composite
def designs(draw: st.DrawFn) -> Ratings:
    """Up to 40 ratings of 6 candidates: sparse, unbalanced, disconnected, people who met twice, two perspectives."""
    seat = st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 3), st.integers(0, 1))
    seats = draw(st.lists(seat, min_size=8, max_size=40, unique=True))
    candidate, interviewer, dimension, interview = np.array(seats).T
    score = np.array(draw(st.lists(st.integers(1, 5), min_size=len(seats), max_size=len(seats))))
    perspective = interviewer % 2 if draw(st.booleans()) else None
    return Ratings(candidate, interviewer, dimension, score, interview=interview, perspective=perspective)


@st.composite
def components(draw: st.DrawFn) -> Components:
    some = st.just(0.0) | st.floats(0.01, 2)
    theta, delta, severity, halo = (draw(some) for _ in range(4))
    return Components(theta, delta, severity, halo, draw(st.floats(0.05, 2)))


@given(ratings=designs(), variances=components())
@settings(max_examples=40)
def test_estimates_and_their_errors_are_those_of_full_matrices(ratings: Ratings, variances: Components) -> None:
    try:
        full = dense(ratings, variances)
    except ValueError:  # dimensions and perspectives say the same: any split of their levels will do
        return
    fit = calibrate(ratings, components=variances)
    if fit.why is None:
        _agree(fit.cells[["candidate", "dimension"]], fit.cells, "adjusted", full.cells)
        _agree(fit.means[["candidate"]], fit.means, "adjusted", {(code,): one for code, one in full.means.items()})
    _agree(fit.severity[["interviewer"]], fit.severity, "estimate", {(r,): one for r, one in full.severity.items()})
    assert fit.usual[list(full.usual)] == pytest.approx(list(full.usual.values()), abs=SAME)


def _agree(codes: Table, table: Table, estimate: str, full: Mapping[Any, Prediction]) -> None:
    assert codes.tolist() == sorted(full)
    wanted = [full[code] for code in sorted(full)]
    assert table[estimate] == pytest.approx([one.estimate for one in wanted], abs=SAME)
    assert (table["high"] - table["low"]) / 2 / REACH == pytest.approx([one.sd for one in wanted], abs=SAME)


@pytest.mark.parametrize("kind", ["base", "unequal", "again", "perspectives", "thin"])
def test_the_criterion_is_that_of_full_matrices_and_least_at_the_solution(kind: str) -> None:
    """Not within three steps of a thousandth of any deviation is there a likelier set of components."""
    ratings = simulate(KINDS[kind], ratings=250, seed=2).ratings
    fit = calibrate(ratings, prior=False)
    assert fit.reml is not None
    assert fit.reml == pytest.approx(dense(ratings, fit.components).criterion, abs=SAME)
    for name in TERMS:
        deviation = getattr(fit.components, name) ** 0.5
        for other in (deviation - 0.003, deviation + 0.003):
            moved = replace(fit.components, **{name: max(other, 0.0) ** 2})
            assert dense(ratings, moved).criterion > fit.reml - SAME


def test_penicillin_is_what_lme4_says() -> None:
    """Davies & Goldsmith (1972); Bates, lme4, chapter 2: diameter ~ 1 + (1|plate) + (1|sample), by REML.

    A plate is a candidate, a sample an interviewer; one rating a seat leaves no halo, one dimension no own variance.
    """
    columns = list(zip(*PENICILLIN["data"]["rows"], strict=True))
    plate, sample = (np.unique(column, return_inverse=True)[1] for column in columns[1:])
    ratings = Ratings(plate, sample, np.zeros_like(plate), np.array(columns[0]), scale=(18, 27))
    exact, fit = PENICILLIN["expected"]["exact"], calibrate(ratings, prior=False)
    assert fit.reml == pytest.approx(exact["reml"], abs=1e-6)
    assert fit.components.dropped == ("candidate_dimension", "interview")
    deviations = [getattr(fit.components, term) ** 0.5 for term in ("candidate", "interviewer", "residual")]
    assert deviations == pytest.approx(list(exact["sd"].values()), abs=1e-4)
    assert fit.usual == pytest.approx([exact["int"]], abs=1e-6)
    full = dense(ratings, fit.components)
    _agree(fit.means[["candidate"]], fit.means, "adjusted", {(code,): one for code, one in full.means.items()})
    _agree(fit.severity[["interviewer"]], fit.severity, "estimate", {(r,): one for r, one in full.severity.items()})
