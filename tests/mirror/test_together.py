"""What is said of somebody's evidence comes out in lots of three people at least, and so do all changes of it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hiring.mirror.together import FEWEST, told

ANSWERS = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["helped", "in_part", "did_not_help"])), max_size=40)


def test_two_people_are_not_told_and_the_third_brings_both_along() -> None:
    said = [(1, "helped"), (2, "in_part"), (1, "helped"), (1, "in_part")]
    assert told(said).number == 0
    assert told([*said, (3, "did_not_help")]).answers == {"helped": 2, "in_part": 2, "did_not_help": 1}
    assert told([*said, (3, "did_not_help")]).people == {1, 2, 3}


def test_a_fourth_alone_changes_nothing() -> None:
    said = [(1, "helped"), (2, "helped"), (3, "helped")]
    assert told([*said, (4, "did_not_help")]) == told(said)
    assert told([*said, (4, "did_not_help"), (1, "helped")]) == told(said)
    assert told([*said, (4, "did_not_help"), (1, "helped"), (2, "helped")]).number == 6


@given(ANSWERS)
def test_between_any_two_sums_ever_shown_lie_answers_of_three_people(answers: list[tuple[int, str]]) -> None:
    """Whoever looks after each answer sees every sum there ever was; any two of them may be subtracted."""
    shown = [told(answers[:until]) for until in range(len(answers) + 1)]
    places = [0, *(at for at in range(1, len(shown)) if shown[at].answers != shown[at - 1].answers)]
    for first, before in enumerate(places):
        for after in places[first + 1 :]:
            change = Counter(shown[after].answers)
            change.subtract(shown[before].answers)
            between = answers[before:after]
            assert change == Counter(answer for _, answer in between)
            assert len({person for person, _ in between}) >= FEWEST


@given(ANSWERS)
def test_what_was_told_is_never_taken_back(answers: list[tuple[int, str]]) -> None:
    shown = [told(answers[:until]).answers for until in range(len(answers) + 1)]
    assert all(before <= after for before, after in pairwise(shown))
