"""One candidate from stored severities is what the whole calibration says of that candidate."""

from __future__ import annotations

from collections.abc import Hashable
from statistics import NormalDist

import numpy as np
import pytest

from hiring.calibration import Calibration, Components, calibrate
from hiring.calibration.panel import Score
from hiring.calibration.refresh import refresh
from tests.calibration.simulated import KINDS, simulate


def stored(found: Calibration) -> dict[Hashable, tuple[float, float]]:
    reach = NormalDist().inv_cdf((1 + found.level) / 2)
    rows = found.severity
    return {
        int(row["interviewer"]): (float(row["estimate"]), float((row["high"] - row["low"]) / 2 / reach) ** 2)
        for row in rows
    }


def scores(found: Calibration, candidate: int) -> list[Score]:
    ratings = found.ratings
    meeting = np.zeros(len(ratings), int) if ratings.interview is None else ratings.interview
    return [
        Score(*(int(column[row]) for column in (ratings.dimension, ratings.interviewer, ratings.score, meeting)))
        for row in np.flatnonzero(ratings.candidate == candidate)
    ]


@pytest.mark.parametrize("kind", ["base", "thin", "again"])
def test_it_is_the_whole_calibration(kind: str) -> None:
    """Estimates are equal. Intervals are a little narrower: they take the errors of severities as independent and the
    dimensions' levels as known.
    """
    found = calibrate(simulate(KINDS[kind], ratings=2000, seed=11).ratings, level=0.8)
    usual: dict[Hashable, float] = dict(enumerate(found.usual.tolist()))
    for candidate in range(20):
        fresh = refresh(scores(found, candidate), components=found.components, usual=usual, severity=stored(found))
        rows = found.cells[found.cells["candidate"] == candidate]
        assert set(fresh) == set(rows["dimension"].tolist())
        for row in rows:
            one = fresh[int(row["dimension"])]
            assert one.adjusted == pytest.approx(float(row["adjusted"]), abs=1e-9)
            assert 0.85 < (one.high - one.low) / (row["high"] - row["low"]) <= 1.0001


@pytest.mark.parametrize("term", range(4))
def test_a_variance_of_nothing_is_safe(term: int) -> None:
    found = calibrate(simulate(KINDS["base"], ratings=500, seed=11).ratings)
    variances = list(found.components.variances)
    variances[term] = 0
    components = Components.of(variances, "pooled")
    whole = calibrate(found.ratings, components=components, level=0.8)
    usual: dict[Hashable, float] = dict(enumerate(whole.usual.tolist()))
    fresh = refresh(scores(whole, 0), components=components, usual=usual, severity=stored(whole))
    rows = whole.cells[whole.cells["candidate"] == 0]
    assert [fresh[int(row["dimension"])].adjusted for row in rows] == pytest.approx(rows["adjusted"].tolist())


def test_somebody_unknown_counts_as_average_and_widens_the_interval() -> None:
    given = Components(0.36, 0.12, 0.2, 0.14, 0.7)
    told = [Score("depth", "ines", 5), Score("depth", "ivan", 4)]
    known = refresh(told, components=given, usual={"depth": 3.0}, severity={"ines": (0, 0.01), "ivan": (0, 0.01)})
    unknown = refresh(told, components=given, usual={"depth": 3.0}, severity={"ines": (0, 0.01)})
    assert unknown["depth"].adjusted == pytest.approx(known["depth"].adjusted)
    assert unknown["depth"].high - unknown["depth"].low > known["depth"].high - known["depth"].low
    assert 3 < known["depth"].adjusted < 4.5


def test_a_dimension_without_a_usual_level_is_left_out() -> None:
    told = [Score("depth", "ines", 5), Score("charm", "ines", 4)]
    given = Components(0.36, 0.12, 0.2, 0.14, 0.7)
    assert list(refresh(told, components=given, usual={"depth": 3.0}, severity={})) == ["depth"]
    assert refresh([], components=given, usual={"depth": 3.0}, severity={}) == {}
