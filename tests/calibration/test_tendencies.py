"""Habits planted in simulated loops are found, and loops without them give no more alarms than the limits promise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hiring.calibration import Components, Ratings, calibrate
from hiring.calibration.disputes import disputes
from hiring.calibration.drift import drift
from hiring.calibration.intervals import reach
from hiring.calibration.residuals import number
from hiring.calibration.summary import Table
from hiring.calibration.tendencies import Separation, Tendency, separation, severity_labels, tendencies
from tests.calibration.published import columns
from tests.calibration.simulated import BASE, KINDS, simulate
from tests.calibration.test_dense import designs

MIDDLE, HALO, ERRATIC, SEVERE = range(4)
SEEDS = st.integers(0, 10**6)


def planted(seed: int) -> Ratings:
    """About 120 ratings by each of 33: one goes a third of the way from the middle, one gives what the interview was
    worth as a whole, one draws levels at random, one is a point and a half more severe than others.
    """
    loops = simulate(BASE, ratings=4000, seed=seed).ratings
    rng = np.random.default_rng(seed)
    score = loops.score.astype(np.float64)
    interview, _ = number(loops.candidate, loops.interviewer)
    impression = np.bincount(interview, score) / np.bincount(interview) + rng.normal(0, 0.9, interview.max() + 1)
    by = [loops.interviewer == person for person in range(4)]
    score[by[MIDDLE]] = 3 + score[by[MIDDLE]] / 3 - 1 + rng.normal(0, 0.15, by[MIDDLE].sum())
    score[by[HALO]] = impression[interview][by[HALO]] + rng.normal(0, 0.25, by[HALO].sum())
    score[by[ERRATIC]] = rng.integers(1, 6, by[ERRATIC].sum())
    score[by[SEVERE]] -= 1.5
    return replace(loops, score=np.clip(np.rint(score), 1, 5).astype(np.int64))


@pytest.fixture(scope="module")
def many() -> list[tuple[Tendency, ...]]:
    return [tendencies(calibrate(planted(seed))).interviewers for seed in range(10)]


def share(found: list[tuple[Tendency, ...]], person: int, label: str, value: object) -> float:
    return float(np.mean([getattr(people[person], label) == value for people in found]))


def test_planted_habits_are_found(many: list[tuple[Tendency, ...]]) -> None:
    """Ten loops. Slopes of so few ratings are the least sure; one in ten of the severe was lenient before."""
    assert share(many, MIDDLE, "slope_label", "middle") >= 0.6
    assert share(many, HALO, "moves_together", True) == 1
    assert share(many, HALO, "often_same", True) >= 0.9
    assert share(many, ERRATIC, "scatter_label", "erratic") == 1
    assert share(many, SEVERE, "severity_label", "severe") >= 0.9


def test_the_honest_beside_them_are_left_alone(many: list[tuple[Tendency, ...]]) -> None:
    honest = [person for people in many for person in people[4:]]
    assert alarms(honest) == pytest.approx({"slope": 0, "share": 0, "same": 0, "scatter": 0}, abs=0.025)


def alarms(people: list[Tendency]) -> dict[str, float]:
    return {
        "slope": float(np.mean([person.slope_label is not None for person in people])),
        "share": float(np.mean([person.moves_together for person in people])),
        "same": float(np.mean([person.often_same for person in people])),
        "scatter": float(np.mean([person.scatter_label is not None for person in people])),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_clean_loops_give_few_alarms(kind: str) -> None:
    """One in forty at most is what the limits promise; 167 interviewers of each kind, the careless aside."""
    loops = simulate(KINDS[kind], ratings=20_000, seed=3)
    found = tendencies(calibrate(loops.ratings)).interviewers
    assert max(alarms([person for person in found if loops.honest[person.interviewer]]).values()) <= 0.025


def test_slopes_are_those_planted() -> None:
    """Half of all interviewers see half of every difference: their slopes are about half of the others'."""
    loops = simulate(replace(BASE, leniency=0.0), ratings=20_000, seed=5).ratings
    half = loops.interviewer % 2 == 0
    score = np.where(
        half, np.rint(3 + (loops.score - 3) / 2 + np.random.default_rng(1).uniform(-0.25, 0.25, len(half))), loops.score
    )
    found = tendencies(calibrate(replace(loops, score=score.astype(np.int64)))).interviewers
    one, other = (np.mean([person.slope.value for person in found[first::2] if person.slope]) for first in (0, 1))
    assert one / other == pytest.approx(0.5, abs=0.12)


def test_reliability_is_the_squared_correlation_with_true_severity() -> None:
    """170 interviewers whose severities are normal and known; margin .06."""
    rng = np.random.default_rng(3)
    seats = simulate(replace(BASE, load=25), ratings=4000, seed=4).ratings
    true = rng.normal(0, 0.5, int(seats.interviewer.max()) + 1)
    strength = rng.normal(0, 0.6, int(seats.candidate.max()) + 1)
    score = 25 + 4 * (strength[seats.candidate] + true[seats.interviewer] + rng.normal(0, 0.8, len(seats)))
    fit = calibrate(replace(seats, score=np.rint(score).astype(np.int64), scale=(0, 50)))
    found = separation(fit)
    close = float(np.corrcoef(fit.severity["estimate"], true)[0, 1]) ** 2
    assert found.reliability == pytest.approx(close, abs=0.06)
    assert found.separation == pytest.approx((close / (1 - close)) ** 0.5, rel=0.2)
    assert (
        str(found.sentence)
        == f"{found.reliability:.0%} of the differences seen between interviewers are real; the rest is chance."
    )


def test_severity_is_named_when_nine_in_ten_say_so() -> None:
    """.15 points on five levels, .3 on nine; and never where a page keeps silent."""
    fit = calibrate(simulate(KINDS["base"], ratings=4000, seed=6).ratings, level=0.5)
    deviation = (fit.severity["high"] - fit.severity["low"]) / 2 / reach(0.5)
    far = [
        ("lenient" if estimate > 0 else "severe") if shown and abs(estimate) - 1.6448536 * wide > 0.15 else None
        for estimate, wide, shown in zip(fit.severity["estimate"], deviation, fit.severity["shown"], strict=True)
    ]
    assert severity_labels(fit) == far
    assert {"lenient", "severe", None} == set(far)


def test_severity_of_the_little_known_has_no_name() -> None:
    """Seven candidates are too few, however much somebody gives them."""
    rows = [(c, r, d, 5 if r == 0 else 1 + (c + r + d) % 3) for c in range(10) for r in range(5) for d in range(3)]
    named = [severity_labels(calibrate(columns([row for row in rows if row[0] < most]))) for most in (7, 10)]
    assert [labels[0] for labels in named] == [None, "lenient"]


def test_sentences() -> None:
    found = tendencies(calibrate(planted(0))).interviewers
    words = [[str(sentence).split(":")[0].split(" of ")[0] for sentence in person.sentences] for person in found[:4]]
    assert words[MIDDLE][0] == "Keeps to the middle"
    assert words[HALO][-2:] == ["Scores", "One level throughout in 14"]
    assert words[ERRATIC][-1] == "Erratic"
    assert words[SEVERE] == ["Severe"]


def test_severity_is_relative_to_ones_own_kind() -> None:
    fit = calibrate(simulate(KINDS["perspectives"], ratings=4000, seed=6).ratings)
    words = [str(sentence) for person in tendencies(fit).interviewers for sentence in person.sentences]
    assert all(sentence.endswith(" than others of the same kind would.") for sentence in words)
    assert len(words) > 3


def test_too_little_is_none() -> None:
    """Two interviewers of three candidates: counts are told, nothing else."""
    rows = [(c, r, d, 1 + (c + r * d) % 5) for c in range(3) for r in range(2) for d in range(3)]
    (one, _), apart = (found := tendencies(calibrate(columns(rows)))).interviewers, found.separation
    assert (one.ratings, one.interviews, one.same) == (9, 3, 3)
    assert (one.severity_label, one.slope, one.share, one.infit, one.outfit, one.scatter_label) == (None,) * 6
    assert one.sentences == ()
    assert apart.reliability is not None


def test_nothing_of_one_interviewer() -> None:
    found = tendencies(calibrate(columns([(0, 0, 0, 2), (1, 0, 0, 4)])))
    assert (found.interviewers, found.separation, found.separation.sentence) == ((), Separation(None, None), None)


def test_shares_need_candidates_who_were_met_twice() -> None:
    """One interview a candidate: whether it was the candidate or the impression that moved them all cannot be told."""
    candidate, dimension = (place.ravel() for place in np.indices((100, 3)))
    score = np.random.default_rng(1).integers(1, 6, 100)[candidate]
    fit = calibrate(Ratings(candidate, candidate % 6, dimension, score))
    assert fit.components.dropped == ("candidate_dimension", "interview")
    assert {person.share for person in tendencies(fit).interviewers} == {None}


def test_one_rating_an_interview_shares_nothing() -> None:
    fit = calibrate(simulate(replace(BASE, rated=(1, 1)), ratings=1500, seed=2).ratings)
    assert {(person.share, person.interviews, person.expected) for person in tendencies(fit).interviewers} == {
        (None, 0, None)
    }


def test_one_level_throughout_means_nothing_on_a_scale_without_levels() -> None:
    """A scale of a hundred thousand points would take terabytes."""
    loops = simulate(BASE, ratings=600, seed=2).ratings
    wide = replace(loops, score=25_000 * (loops.score - 1), scale=(0, 100_000))
    assert {(person.interviews, person.expected) for person in tendencies(calibrate(wide)).interviewers} == {(0, None)}


@given(ratings=designs(), prior=st.booleans(), level=st.sampled_from([0.5, 0.95]))
@settings(max_examples=60, deadline=None)
def test_any_ratings_have_plain_answers(ratings: Ratings, prior: bool, level: float) -> None:
    """However few, sparse or apart: nothing is nan, nothing warns, and sentences can be written."""
    fit = calibrate(ratings, prior=prior, level=level)
    found = tendencies(fit)
    if fit.why is not None:
        assert found.interviewers == ()
        return
    table, disputed = drift(fit, ratings.score), disputes(fit)
    plain = [*figures_of(table), *figures_of(disputed), *(each for one in found.interviewers for each in figures(one))]
    assert np.isfinite(plain).all()
    assert [one.interviewer for one in found.interviewers] == fit.severity["interviewer"].tolist()
    assert found.separation.reliability is None or 0 <= found.separation.reliability <= 1
    assert all(str(sentence) for one in found.interviewers for sentence in one.sentences)
    assert not any(one.sentences for one in found.interviewers if one.ratings < 8)


def figures_of(table: Table) -> list[float]:
    return [float(figure) for row in table.tolist() for figure in row]


@given(kind=st.sampled_from(["base", "again", "thin", "disconnected"]), seed=SEEDS)
@example(kind="thin", seed=1347)
@settings(max_examples=8, deadline=None)
def test_relabelling_changes_nothing(kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ratings, components = simulate(KINDS[kind], ratings=800, seed=seed).ratings, Components.prior((1, 5))
    order, names = rng.permutation(len(ratings)), ("candidate", "interviewer", "dimension")
    new = {name: rng.permutation(int(getattr(ratings, name).max()) + 3) for name in names}
    moved = {name: new[name][getattr(ratings, name)][order] for name in names}
    again = None if ratings.interview is None else ratings.interview[order]
    other = Ratings(**moved, score=ratings.score[order], interview=again)
    before, after = (tendencies(calibrate(each, components=components, prior=False)) for each in (ratings, other))
    by_code = {person.interviewer: figures(person) for person in after.interviewers}
    for person in before.interviewers:
        assert by_code[int(new["interviewer"][person.interviewer])] == pytest.approx(figures(person), abs=1e-5)


def figures(person: Tendency) -> list[float]:
    """All there is, None as -1."""
    told = (person.severity, person.infit, person.outfit, person.expected, person.interviews, person.same)
    more = (person.slope.value if person.slope else None, person.share.value if person.share else None)
    return [-1.0 if each is None else float(each) for each in (*told, *more)]
