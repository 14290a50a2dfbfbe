"""How far a reading is from the agreed one, and what passes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hiring.cases.drift import drift, lean_in_words, step_in_words, tells_apart

FIVE = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("agreed", "mine", "passes"),
    [
        ((1, 3, 4), (1, 3, 4), True),
        ((1, 3, 4), (2, 3, 4), True),
        ((1, 3, 4), (2, 4, 4), True),
        ((1, 3, 4), (2, 4, 5), False),
        ((1, 3, 4, 4), (2, 4, 5, 4), True),
        ((1, 3, 4, 4), (3, 3, 4, 4), False),
    ],
)
def test_what_passes(agreed: tuple[int, ...], mine: tuple[int, ...], passes: bool) -> None:
    assert drift(FIVE, agreed, mine).passes is passes


def test_a_step_is_one_level_of_the_scale_whatever_its_numbers_are() -> None:
    found = drift((0, 25, 50, 75, 100), (25, 50, 100), (0, 75, 100))
    assert (found.steps, found.lean, round(found.distance, 3), found.furthest) == ((-1, 1, 0), 0, 0.667, 1)


def test_a_level_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Level 9 is not on the scale\.$"):
        drift(FIVE, (1, 2, 3), (1, 9, 3))


@given(st.lists(st.sampled_from(FIVE), min_size=3, max_size=8), st.sampled_from(FIVE))
def test_whoever_gives_one_level_throughout_never_passes(agreed: list[int], flat: int) -> None:
    assume(tells_apart(FIVE, agreed))
    assert not drift(FIVE, agreed, [flat] * len(agreed)).passes


@given(st.lists(st.tuples(st.sampled_from(FIVE), st.sampled_from(FIVE)), min_size=1, max_size=8))
def test_both_directions_count_alike(pairs: list[tuple[int, int]]) -> None:
    agreed, mine = zip(*pairs, strict=True)
    up, down = drift(FIVE, agreed, mine), drift(FIVE, mine, agreed)
    assert (up.distance, up.furthest, up.passes) == (down.distance, down.furthest, down.passes)
    assert up.steps == tuple(-step for step in down.steps)


@pytest.mark.parametrize(
    ("levels", "agreed", "does"),
    [(FIVE, (2, 4, 3), False), (FIVE, (2, 5, 3), True), ((1, 2, 3), (1, 3, 2), True), ((1, 2, 3), (1, 2, 2), False)],
)
def test_how_far_agreed_levels_must_be_apart(levels: tuple[int, ...], agreed: tuple[int, ...], does: bool) -> None:
    assert tells_apart(levels, agreed) is does


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (0, "As agreed"),
        (1, "One step higher than agreed"),
        (-2, "2 steps lower than agreed"),
    ],
)
def test_one_dimension_in_words(step: int, said: str) -> None:
    assert str(step_in_words(step)) == said


@pytest.mark.parametrize(
    ("mine", "said"),
    [
        ((1, 3, 4), "You gave every level that was agreed on."),
        ((2, 3, 3), "On the whole you rate neither higher nor lower than agreed; 0.7 steps off."),
        ((2, 4, 4), "You rate 0.7 steps higher than agreed on average."),
        ((1, 2, 2), "You rate 1.0 steps lower than agreed on average."),
    ],
)
def test_the_whole_reading_in_words(mine: tuple[int, ...], said: str) -> None:
    assert str(lean_in_words(drift(FIVE, (1, 3, 4), mine))) == said
