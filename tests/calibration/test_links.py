"""Weak links: cut vertices against removing each vertex in turn, errors against dense generalised least squares."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import Components, Ratings, groups, weak_links
from hiring.calibration.cuts import splits
from hiring.calibration.links import Link
from hiring.calibration.narrows import narrows

PRIOR = Components.prior((1, 5))
Vertex = tuple[str, int]
RINGS = st.lists(st.tuples(st.integers(2, 3), st.integers(0, 30), st.booleans()), min_size=1, max_size=5)
EXTRA = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=6)


def chained(rings: list[tuple[int, int, bool]]) -> list[tuple[int, int]]:
    """Rings of two or three candidates and as many interviewers, each hung on somebody of those before it."""
    meetings: list[tuple[int, int]] = []
    candidates = interviewers = 0
    for size, place, on_candidate in rings:
        own = [(candidates + at // 2, interviewers + (at + 1) // 2 % size) for at in range(2 * size)]
        candidates, interviewers = candidates + size, interviewers + size
        if meetings:
            candidate, interviewer = meetings[place % len(meetings)]
            hung = {own[0][0]: candidate} if on_candidate else {}
            own = [(hung.get(c, c), r) for c, r in own]
            if not on_candidate:
                own = [(c, interviewer if r == own[0][1] else r) for c, r in own]
        meetings += own
    return meetings


def reached(start: Vertex, meetings: set[tuple[int, int]], without: Vertex | None = None) -> frozenset[Vertex]:
    seen, waiting = {start}, [start]
    while waiting:
        kind, code = waiting.pop()
        for candidate, interviewer in meetings:
            here, there = ("candidate", candidate), ("interviewer", interviewer)
            if kind == "interviewer":
                here, there = there, here
            if here == (kind, code) and there not in seen and there != without:
                seen.add(there)
                waiting.append(there)
    return frozenset(seen)


def interviewers(people: frozenset[Vertex]) -> frozenset[int]:
    return frozenset(code for kind, code in people if kind == "interviewer")


def pieces_that_count(cut: Vertex, meetings: set[tuple[int, int]]) -> list[frozenset[int]]:
    """Interviewers of each piece that is left without `cut`, largest first."""
    kind, code = cut
    neighbours = (
        {("interviewer", r) for c, r in meetings if c == code}
        if kind == "candidate"
        else {("candidate", c) for c, r in meetings if r == code}
    )
    found = []
    for piece in {reached(each, meetings, without=cut) for each in neighbours}:
        by_one_meeting = len(piece & neighbours) == 1
        if {each for each, _ in piece} == {"candidate", "interviewer"} and not (
            kind == "interviewer" and by_one_meeting
        ):
            found.append(interviewers(piece))
    return sorted(found, key=len, reverse=True)


@settings(deadline=None, max_examples=300)
@given(st.builds(lambda rings, extra: chained(rings) + extra, RINGS, EXTRA))
def test_splits_are_those_found_by_removing_each_vertex(met: list[tuple[int, int]]) -> None:
    meetings = set(met)
    candidate, interviewer = np.array(met).T
    found = splits(candidate, interviewer, *groups(candidate, interviewer), at_most=99)
    vertices = {("candidate", c) for c, _ in meetings} | {("interviewer", r) for _, r in meetings}
    left = {cut: pieces_that_count(cut, meetings) for cut in vertices}
    at_stake = {cut: pieces for cut, pieces in left.items() if len(pieces) > 1}

    assert {frozenset(split.side.tolist()) for split in found} <= {
        piece for pieces in at_stake.values() for piece in pieces
    }
    lesser = Counter(len(piece) for pieces in at_stake.values() for piece in pieces[1:])
    assert Counter(len(split.side) for split in found) == lesser
    divided = {frozenset([frozenset(split.side.tolist()), frozenset(split.rest.tolist())]) for split in found}
    assert len(divided) == len(found)
    for split in found:
        assert split.side.tolist() == sorted(split.side.tolist())
        assert split.rest.tolist() == sorted(split.rest.tolist())
        whole = interviewers(reached(("interviewer", int(split.side[0])), meetings))
        assert sorted([*split.side.tolist(), *split.rest.tolist()]) == sorted(whole)


def panels(*met: tuple[int, ...], dimensions: int = 3) -> Ratings:
    """Ratings of candidates 0, 1, … whom these interviewers met, each on every dimension."""
    rows = [(c, r, d) for c, people in enumerate(met) for r in people for d in range(dimensions)]
    candidate, interviewer, dimension = np.array(rows).T
    return Ratings(candidate, interviewer, dimension, 1 + (candidate + interviewer) % 5)


def links(ratings: Ratings, components: Components = PRIOR) -> list[list[Link]]:
    return weak_links(ratings, components, *groups(ratings.candidate, ratings.interviewer))


def error(ratings: Ratings, components: Components, one: list[int], other: list[int]) -> float:
    """The same standard error from one equation a rating, all covariances written out."""
    meeting = np.zeros(len(ratings), np.int64) if ratings.interview is None else ratings.interview
    same = {
        name: column[:, None] == column
        for name, column in (
            ("candidate", ratings.candidate),
            ("interviewer", ratings.interviewer),
            ("dimension", ratings.dimension),
            ("interview", meeting),
        )
    }
    covariance = (
        components.residual * np.eye(len(ratings))
        + components.interview * (same["candidate"] & same["interviewer"] & same["interview"])
        + components.candidate_dimension * (same["candidate"] & same["dimension"])
    )
    people = int(ratings.interviewer.max()) + 1
    design = np.zeros((len(ratings), people + int(ratings.candidate.max()) + 1))
    design[range(len(ratings)), ratings.interviewer] = 1
    design[range(len(ratings)), people + ratings.candidate] = 1
    contrast = np.zeros(design.shape[1])
    contrast[one], contrast[other] = 1 / len(one), -1 / len(other)
    information = design.T @ np.linalg.solve(covariance, design)
    return float(np.sqrt(contrast @ np.linalg.pinv(information, rcond=1e-10) @ contrast))


TEAMS = ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5))
"""Two teams of three, three candidates each; candidates 0 to 2 and 3 to 5."""


def test_one_shared_candidate_is_a_weak_link() -> None:
    ratings = panels(*TEAMS, (2, 3))
    expected = error(ratings, PRIOR, [0, 1, 2], [3, 4, 5])
    assert expected > 0.25
    assert links(ratings) == [
        [{"strength": "weak", "sides": [[0, 1, 2], [3, 4, 5]], "standard_error": pytest.approx(expected, rel=1e-9)}]
    ]


def test_two_shared_candidates_are_a_weak_link() -> None:
    ratings = panels(*TEAMS, (2, 3), (1, 4))
    expected = error(ratings, PRIOR, [0, 1, 2], [3, 4, 5])
    assert links(ratings) == [
        [{"strength": "weak", "sides": [[0, 1, 2], [3, 4, 5]], "standard_error": pytest.approx(expected, rel=1e-9)}]
    ]


def team(people: range, candidates: int, chance: np.random.Generator) -> list[tuple[int, ...]]:
    return [tuple(chance.choice(people, 4, replace=False).tolist()) for _ in range(candidates)]


@pytest.mark.parametrize(("small", "large"), [(6, 6), (6, 60), (40, 40), (20, 200)])
@pytest.mark.parametrize(("shared", "found"), [(2, 1), (3, 0)])
def test_teams_that_two_candidates_join_are_told_apart(small: int, large: int, shared: int, found: int) -> None:
    chance = np.random.default_rng(small + large)
    here, there = range(small), range(small, small + large)
    between = [(*team(here, 1, chance)[0][:2], *team(there, 1, chance)[0][:2]) for _ in range(shared)]
    ratings = panels(*team(here, 6 * small, chance), *team(there, 6 * large, chance), *between)
    assert [link["sides"] for link in links(ratings)[0]] == [[[*here], [*there]]] * found


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sets(st.integers(0, 7), min_size=1, max_size=3), min_size=3, max_size=12))
def test_two_candidates_are_counted(met: list[set[int]]) -> None:
    """Whatever is found, exactly two candidates met both sides, and each side has its own people."""
    candidate, interviewer = np.array([(c, r) for c, people in enumerate(met) for r in people]).T
    of_candidate, of_interviewer = groups(candidate, interviewer)
    for group, side, rest in narrows(candidate, interviewer, of_candidate, of_interviewer):
        one, other = set(side.tolist()), set(rest.tolist())
        assert min(len(one), len(other)) >= 2
        assert one | other == set(np.flatnonzero(of_interviewer == group).tolist())
        assert not one & other
        assert sum(bool(people & one and people & other) for people in met) == 2
        assert any(people <= one for people in met)
        assert any(people <= other for people in met)


def test_many_shared_candidates_are_none() -> None:
    assert links(panels(*TEAMS, *[(1, 2, 3, 4)] * 20)) == [[]]


@pytest.mark.parametrize(
    ("name", "whole"),
    [("base-2000", 1), ("noeffect-2000", 1), ("thin-2000", 1), ("base-20000", 1), ("disconnected-2000", 2)],
)
def test_simulated_loops_have_none(name: str, whole: int) -> None:
    file = Path(__file__).parents[1] / "data" / "calibration" / "synthetic" / f"{name}.ratings.csv"
    rows = np.genfromtxt(file, dtype=str, delimiter=",", skip_header=1)
    candidate, interviewer, dimension = (np.char.strip(column, "crd").astype(int) for column in rows.T[:3])
    assert links(Ratings(candidate, interviewer, dimension, rows.T[3].astype(int))) == [[]] * whole


def test_an_interviewer_who_is_the_only_link_stands_on_the_larger_side() -> None:
    ratings = panels((0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (2, 5))
    assert [link["sides"] for link in links(ratings)[0]] == [[[0, 1], [2, 3, 4, 5]]]


def test_an_interviewer_who_met_both_sides_often_is_a_link_to_trust() -> None:
    assert links(panels(*[(0, 1, 2)] * 40, *[(2, 3, 4)] * 40)) == [[]]


def test_a_newcomer_with_one_shared_candidate_alone_parts_nothing() -> None:
    assert links(panels((0, 1), (0, 1), (0, 2))) == [[]]


def test_a_newcomer_whose_candidates_hang_on_one_is_named() -> None:
    assert [link["sides"] for link in links(panels((0, 1), (0, 1), (0, 2), (2,)))[0]] == [[[2], [0, 1]]]


def test_the_limit_stretches_with_the_scale() -> None:
    calm = replace(PRIOR, interview=0.0, residual=0.1)
    ratings = panels(*TEAMS, (2, 3))
    assert 0.25 < error(ratings, calm, [0, 1, 2], [3, 4, 5]) < 0.5
    assert [len(each) for each in links(ratings, calm)] == [1]
    assert links(replace(ratings, scale=(1, 9)), calm) == [[]]


def test_each_group_has_its_own_links() -> None:
    ratings = panels(*TEAMS, (2, 3), (6, 7), *[tuple(8 + r for r in team) for team in TEAMS], (10, 11), (9, 10))
    assert [[link["sides"] for link in group] for group in links(ratings)] == [
        [[[8, 9, 10], [11, 12, 13]]],
        [[[0, 1, 2], [3, 4, 5]]],
        [],
    ]


def test_nobody_and_one() -> None:
    none = np.empty(0, np.int64)
    assert links(Ratings(none, none, none, none)) == []
    assert links(panels((0,))) == [[]]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sets(st.integers(0, 5), min_size=1, max_size=3), min_size=4, max_size=9),
    st.sampled_from([PRIOR, replace(PRIOR, candidate_dimension=0.0), replace(PRIOR, interview=0.0)]),
    st.integers(0, 2**32 - 1),
)
def test_errors_are_those_of_generalised_least_squares(met: list[set[int]], components: Components, seed: int) -> None:
    """Also where not everybody rated everything, and where two people met twice."""
    whole = panels(*[tuple(people) for people in met], dimensions=4)
    twice = np.repeat([0, 1], len(whole))
    kept = np.random.default_rng(seed).random(2 * len(whole)) < np.where(twice, 0.2, 0.7)
    candidate, interviewer, dimension, score = (
        np.tile(column, 2)[kept] for column in (whole.candidate, whole.interviewer, whole.dimension, whole.score)
    )
    ratings = Ratings(candidate, interviewer, dimension, score, interview=twice[kept])
    for link in (link for group in links(ratings, components) for link in group):
        expected = error(ratings, components, *link["sides"])
        assert link["standard_error"] == pytest.approx(expected, rel=1e-6)


def test_many_links_are_cut_off_at_the_most_even() -> None:
    chain = [(r, r + 1) for r in range(60)] + [(r,) for r in range(61)]
    (found,) = links(panels(*chain, dimensions=1))
    assert [len(link["sides"][0]) for link in found] == sorted([*range(15, 31), *range(15, 31)], reverse=True)[:32]
    assert [link["standard_error"] for link in found] == [
        pytest.approx(error(panels(*chain, dimensions=1), PRIOR, *link["sides"]), rel=1e-6) for link in found
    ]
