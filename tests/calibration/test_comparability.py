"""Who may be compared, and the fewest interviews, against trying every set of interviews."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration import comparability
from hiring.calibration.comparability import Seen

CANDIDATES, INTERVIEWERS = "abcd", "xyz"
MET = st.sets(st.tuples(st.sampled_from(CANDIDATES), st.sampled_from(INTERVIEWERS)), max_size=6)


def linked(met: set[tuple[str, str]], candidates: str) -> bool:
    """Whether a chain of meetings leads from the first of these to all others."""
    seen, grown = set(candidates[:1]), True
    while grown:
        more = {c for c, r in met if any((other, r) in met for other in seen)} - seen
        grown = bool(more)
        seen |= more
    return seen >= set(candidates)


@settings(deadline=None, max_examples=300)
@given(
    MET,
    st.sets(st.sampled_from(CANDIDATES)).map(lambda some: "".join(sorted(some))),
    st.sets(st.sampled_from(INTERVIEWERS)).map(lambda some: "".join(sorted(some))),
)
def test_no_smaller_set_of_interviews_links_the_candidates(
    met: set[tuple[str, str]], compared: str, asked: str
) -> None:
    found = comparability((Seen(*pair, "risk") for pair in met), candidates=compared, interviewers=asked).interviews
    held = list(product(CANDIDATES, asked))
    sizes = (
        size
        for size in range(len(CANDIDATES) + 1)
        for extra in combinations(held, size)
        if linked(met | set(extra), compared)
    )
    assert (None if found is None else len(found)) == next(sizes, None)
    if found is not None:
        assert {each.candidate for each in found} <= set(compared)
        assert {each.interviewer for each in found} <= set(asked)
        assert linked(met | {(str(c), str(r)) for c, r in found}, compared)


ROWS = st.lists(
    st.builds(
        Seen,
        st.sampled_from("abc"),
        st.sampled_from("xyz"),
        st.sampled_from(["risk", "board"]),
        st.sampled_from(["v1", "v2"]),
        st.sampled_from(["talk", "exercise"]),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=300)
@given(ROWS)
def test_two_are_comparable_when_nothing_stands_between(rows: list[Seen]) -> None:
    met = {(str(row.candidate), str(row.interviewer)) for row in rows}
    for one, other, dimension, reason in comparability(rows).comparisons:
        shown = [
            {(row.wording, row.method) for row in rows if (row.candidate, row.dimension) == (each, dimension)}
            for each in (one, other)
        ]
        assert (reason is None) is (bool(shown[0] & shown[1]) and linked(met, f"{one}{other}"))


A = Seen("a", "x", "risk", "v1", "talk")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ([Seen("b", "x", "risk", "v1", "talk")], None),
        ([Seen("b", "x", "risk", "v2", "talk")], "Ann and Bob were assessed on Risk in different words."),
        ([Seen("b", "y", "risk", "v1", "talk")], "No shared interviewer or candidate links Ann and Bob."),
        ([Seen("b", "y", "risk", "v1", "talk"), Seen("c", "x", "style"), Seen("c", "y", "style")], None),
        ([Seen("b", "x", "risk", "v1", "exercise")], "Ann and Bob showed Risk in different kinds of evidence."),
        (
            [Seen("b", "x", "risk", "v1", "exercise"), Seen("b", "y", "risk", "v2", "talk")],
            "Ann and Bob showed Risk in different kinds of evidence.",
        ),
        ([Seen("b", "x", "style")], "Nobody assessed Bob on Risk."),
        ([], "Nobody assessed Bob on Risk."),
    ],
    ids=[
        "same",
        "words",
        "unlinked",
        "linked by another",
        "evidence",
        "evidence in these words",
        "not on it",
        "nobody",
    ],
)
def test_reasons(other: list[Seen], reason: str | None) -> None:
    found = comparability([A, *other], candidates=["a", "b"], names={"a": "Ann", "b": "Bob"}, titles={"risk": "Risk"})
    (said,) = (each.reason for each in found.comparisons if each.dimension == "risk")
    assert (None if said is None else str(said)) == reason


def test_each_pair_and_dimension_once_in_the_order_given() -> None:
    rows = [A, Seen("b", "x", "style"), Seen("c", "y", "risk", "v1", "talk")]
    found = comparability(rows)
    assert [each[:3] for each in found.comparisons] == [
        (one, other, dimension) for one, other in ("ab", "ac", "bc") for dimension in ("risk", "style")
    ]
    assert str(found.comparisons[-1].reason) == "Nobody assessed c on style."
    assert str(found.comparisons[3].reason) == "Neither a nor c was assessed on style."


def test_the_one_who_is_asked_is_known_best() -> None:
    met = [("a", "x"), ("b", "x"), ("c", "x"), ("c", "y"), ("d", "z"), ("e", "z"), ("d", "w")]
    found = comparability([Seen(*pair, "risk") for pair in met])
    assert found.interviews == (("d", "x"),)


def test_nobody_to_ask() -> None:
    assert comparability([], candidates="ab").interviews is None
    assert comparability([], candidates="ab", interviewers="x").interviews == (("a", "x"), ("b", "x"))
    assert comparability([]).interviews == ()
