"""What `calibrate` answers, and when it says that it cannot."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiring.calibration import Components, Ratings, calibrate
from hiring.calibration.packing import connected_part, pack
from tests.calibration.simulated import KINDS, simulate

PUBLISHED = Path(__file__).parents[1] / "data"


def crossed(candidates: int, interviewers: int, dimensions: int, scale: tuple[int, int] = (1, 5)) -> Ratings:
    """Everybody rates everybody on everything, at random."""
    grid = np.meshgrid(range(candidates), range(interviewers), range(dimensions), indexing="ij")
    candidate, interviewer, dimension = (column.ravel() for column in grid)
    score = np.random.default_rng(1).integers(scale[0], scale[1] + 1, len(candidate))
    return Ratings(candidate, interviewer, dimension, score, scale=scale)


def scored(ratings: Ratings, score: object) -> Ratings:
    return replace(ratings, score=np.broadcast_to(score, len(ratings)))  # type: ignore[call-overload]


SMALL = {
    "one rating": crossed(1, 1, 1),
    "one candidate": crossed(1, 20, 3),
    "one candidate, one dimension": crossed(1, 60, 1),
    "all scores equal": scored(crossed(10, 8, 3), 3),
    "dimensions alone differ": scored(crossed(10, 8, 3), crossed(10, 8, 3).dimension + 1),
    "candidates alone differ": scored(crossed(30, 6, 4), crossed(30, 6, 4).candidate % 5 + 1),
    "interviewers alone differ": scored(crossed(30, 5, 4), crossed(30, 5, 4).interviewer + 1),
    "two levels": crossed(20, 6, 4, (0, 1)),
    "1 to 9": crossed(20, 6, 4, (1, 9)),
    "0 to 10": crossed(20, 6, 4, (0, 10)),
    "below zero": crossed(20, 6, 4, (-2, 2)),
    "pairs of strangers": Ratings(
        np.repeat(range(200), 2), np.arange(400), np.zeros(400, int), crossed(400, 1, 1).score
    ),
    "singletons": Ratings(np.arange(2000), np.arange(2000), np.zeros(2000, int), crossed(2000, 1, 1).score),
}


@pytest.mark.parametrize("prior", [True, False])
@pytest.mark.parametrize("name", SMALL)
def test_every_design_gets_numbers(name: str, prior: bool) -> None:
    """Numbers for every candidate, whatever the design; a warning of numpy's would be an error here."""
    found = calibrate(SMALL[name], prior=prior)
    alone = name == "one rating"
    for table in (found.cells, found.means):
        for column in ("adjusted", "low", "high"):
            assert np.isfinite(table[column]).all() == (not alone)
    for column in ("estimate", "low", "high"):
        assert np.isfinite(found.severity[column]).all()
    assert (found.why is not None) == alone


@pytest.mark.parametrize(
    ("name", "source"),
    [("one candidate", "prior"), ("all scores equal", "prior"), ("singletons", "prior"), ("1 to 9", "estimated")],
)
def test_too_little_takes_the_prior_and_says_so(name: str, source: str) -> None:
    found = calibrate(SMALL[name])
    assert found.components.source == source
    assert any("too little here" in str(note) for note in found.notes) == (source == "prior")


def test_one_interviewer_adjusts_nothing() -> None:
    found = calibrate(crossed(20, 1, 3))
    assert str(found.why) == str(found.notes[0])
    assert np.isnan(found.cells["adjusted"]).all()
    assert np.isnan(found.means["high"]).all()
    assert np.isfinite(found.means["raw"]).all()
    assert len(found.severity) == 1
    assert not found.severity["shown"][0]


def test_prior_components_stretch_with_the_scale() -> None:
    found = calibrate(crossed(4, 4, 2, (0, 10)))
    assert found.components == Components.prior((0, 10))
    assert found.components.candidate == pytest.approx((0.6 * 10 / 4) ** 2)


def test_given_components_are_used_as_they_are() -> None:
    given = Components(0.3, 0.1, 0.2, 0.1, 0.7)
    found = calibrate(crossed(20, 6, 4), components=given)
    assert found.components == given
    assert found.components.source == "pooled"


def test_a_rated_candidate_says_which_terms_are_dropped() -> None:
    one_dimension = calibrate(crossed(20, 6, 1))
    assert one_dimension.components.dropped == ("candidate_dimension", "interview")
    assert one_dimension.components.interview == 0
    one_each = Ratings(np.arange(60) % 10, np.arange(60) // 10, np.arange(60) // 10, crossed(60, 1, 1).score)
    assert calibrate(one_each, prior=False).components.dropped == ("candidate_dimension", "interview")


def test_severity_is_shown_only_of_those_who_met_enough() -> None:
    """Eight candidates and three others who met any of them."""
    met = np.array([[candidate < most for most in (12, 8, 7, 12)] for candidate in range(12)])
    candidate, interviewer = np.nonzero(met)
    found = calibrate(
        Ratings(candidate, interviewer, np.zeros(len(candidate), int), crossed(len(candidate), 1, 1).score)
    )
    assert found.severity["candidates"].tolist() == [12, 8, 7, 12]
    assert found.severity["shown"].tolist() == [True, True, False, True]
    three = interviewer < 3
    alone = calibrate(
        Ratings(candidate[three], interviewer[three], np.zeros(three.sum(), int), crossed(three.sum(), 1, 1).score)
    )
    assert not alone.severity["shown"].any()


def test_a_perspective_is_judged_by_itself() -> None:
    """Reports give a point more than executives: that is what the kind adds, and nobody's severity."""
    ratings = crossed(40, 8, 3)
    kind = ratings.interviewer % 2
    plain = calibrate(scored(ratings, np.clip(ratings.score, 1, 4) + kind))
    within = calibrate(replace(ratings, score=np.clip(ratings.score, 1, 4) + kind, perspective=kind))
    apart = within.perspectives[1] - within.perspectives[0]
    assert apart == pytest.approx(1, abs=0.25)
    share = np.bincount(kind) / len(kind)
    assert share @ within.perspectives == pytest.approx(0)
    spread = plain.severity["estimate"][1::2].mean() - plain.severity["estimate"][::2].mean()
    assert spread > 0.7
    assert abs(within.severity["estimate"][1::2].mean() - within.severity["estimate"][::2].mean()) < 0.1


def test_perspectives_that_share_no_dimension_are_not_told_apart() -> None:
    ratings = crossed(40, 8, 2)
    apart = replace(ratings.only(ratings.dimension == ratings.interviewer % 2), perspective=None)
    found = calibrate(replace(apart, perspective=apart.dimension))
    assert found.perspectives.tolist() == [0]
    assert any("perspectives rated nothing that others did" in str(note) for note in found.notes)
    assert np.array_equal(found.cells, calibrate(apart).cells)


def test_codes_with_gaps_change_nothing() -> None:
    ratings = simulate(KINDS["base"], ratings=600, seed=3).ratings
    far = replace(ratings, candidate=ratings.candidate * 5 + 2, interviewer=ratings.interviewer * 9 + 4)
    near, found = calibrate(ratings), calibrate(far)
    assert np.array_equal(found.means["adjusted"], near.means["adjusted"])
    assert np.array_equal(found.means["candidate"], near.means["candidate"] * 5 + 2)
    assert np.array_equal(found.severity["interviewer"], near.severity["interviewer"] * 9 + 4)


def test_wider_intervals_for_more_certainty() -> None:
    ratings = simulate(KINDS["base"], ratings=600, seed=3).ratings
    one, other = calibrate(ratings, level=0.8), calibrate(ratings, level=0.95)
    ratio = (other.means["high"] - other.means["low"]) / (one.means["high"] - one.means["low"])
    assert ratio == pytest.approx(1.959964 / 1.281552, abs=1e-5)


@pytest.mark.parametrize("level", [0, 1, 1 - 2**-53, -0.5, 95])
def test_a_level_outside_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        calibrate(crossed(3, 3, 1), level=level)


def test_no_ratings_and_too_many_dimensions_are_refused() -> None:
    with pytest.raises(ValueError, match="no ratings"):
        calibrate(Ratings([], [], [], []))  # type: ignore[arg-type]
    many = np.arange(2001)
    with pytest.raises(ValueError, match="2,001 dimensions"):
        calibrate(Ratings(many, many, many, np.full(2001, 3)))


@pytest.mark.parametrize(
    ("variances", "sentence"),
    [((-1, 0, 0, 0, 1), "candidate is -1"), ((0, 0, 0, float("nan"), 1), "interview is nan"), ((1, 1, 1, 1, 0), "0")],
)
def test_impossible_components_are_refused(variances: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Components.of(variances, "pooled")


def test_guilford_1954_order_of_severity() -> None:
    """Guilford (1954), Psychometric Methods, p. 282: three judges rate seven scientists on five traits from 1 to 9. The
    measures are those of a Rasch model, + = severe; only their order is asked for. Plain restricted likelihood finds no
    variance between three judges.
    """
    oracle = json.loads((PUBLISHED / "guilford_1954_mfrm.json").read_text())
    judge, scientist, trait, rating = np.array(oracle["data"]["rows"]).T
    found = calibrate(Ratings(scientist - 1, judge - 1, trait - 1, rating, scale=(1, 9)))
    assert found.means["raw"] == pytest.approx([one["obs_avg"] for one in oracle["expected"]["scientists"]])
    measures = [one["measure"] for one in oracle["expected"]["judges"]]
    assert np.argsort(found.severity["estimate"]).tolist() == np.argsort(measures)[::-1].tolist()
    assert calibrate(found.ratings, prior=False).components.interviewer == 0


def test_a_connected_part_hangs_together() -> None:
    packed, _ = pack(simulate(KINDS["base"], ratings=4000, seed=2).ratings)
    part = connected_part(packed, np.zeros(packed.interviewer.max() + 1, np.int64), 1000)
    assert 1000 <= len(part) < 1040
    assert len(calibrate(part).groups) == 1
    assert part.candidate.max() + 1 == len(np.unique(part.candidate))
