"""An adjusted score is a sum that anybody can do again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hiring.calibration import calibrate
from hiring.calibration.explain import explain
from tests.calibration.simulated import KINDS, simulate


@pytest.mark.parametrize("kind", ["base", "again", "perspectives", "thin"])
def test_the_sum_is_the_adjusted_score(kind: str) -> None:
    found = calibrate(simulate(KINDS[kind], ratings=600, seed=7).ratings)
    for candidate in found.means["candidate"][:12].tolist():
        for each in explain(found, candidate):
            total = each.usual + sum(
                share.weight * (share.score.level - share.usual - share.severity) for share in each.shares
            )
            assert total == pytest.approx(float(each.cell["adjusted"]), abs=1e-9)
            assert len(each.shares) == (found.ratings.candidate == candidate).sum()


def test_codes_need_not_be_in_a_row() -> None:
    ratings = simulate(KINDS["perspectives"], ratings=600, seed=7).ratings
    assert ratings.perspective is not None
    far = replace(
        ratings,
        candidate=ratings.candidate * 3 + 1,
        interviewer=ratings.interviewer * 2 + 5,
        dimension=ratings.dimension * 4 + 2,
        perspective=ratings.perspective * 7 + 3,
    )
    assert far.perspective is not None
    near, found = calibrate(ratings), calibrate(far)
    assert [float(each.cell["adjusted"]) for each in explain(found, 1)] == pytest.approx(
        [float(each.cell["adjusted"]) for each in explain(near, 0)]
    )
    assert np.array_equal(np.flatnonzero(np.isfinite(found.usual)), np.unique(far.dimension))
    assert {share.score.person for each in explain(found, 1) for share in each.shares} <= {
        (int(person), int(kind)) for person, kind in zip(far.interviewer, far.perspective, strict=True)
    }


def test_somebody_unknown_and_nothing_adjusted_are_refused() -> None:
    found = calibrate(simulate(KINDS["base"], ratings=600, seed=7).ratings)
    with pytest.raises(ValueError, match="no ratings of candidate 100000"):
        explain(found, 100_000)
    alone = found.ratings.only(found.ratings.interviewer == 0)
    with pytest.raises(ValueError, match="One interviewer gave every rating"):
        explain(calibrate(alone), int(alone.candidate[0]))
