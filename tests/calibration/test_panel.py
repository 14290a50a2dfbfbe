"""One candidate's packet: exact means, what counts as disagreement, and the sentence for it."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiring.calibration.panel import Cell, Disagreement, Score, cells, disagreements, few_raters

LEVELS = st.integers(1, 5)
SCORES = st.lists(
    st.builds(Score, st.sampled_from("abc"), st.integers(0, 5), LEVELS, st.integers(0, 2)), min_size=1, max_size=30
)


def panel(**levels: list[int]) -> tuple[Cell, ...]:
    return cells(
        Score(dimension, person, level) for dimension, own in levels.items() for person, level in enumerate(own)
    )


def found(*levels: int, bar: int = 3, scale: tuple[int, int] = (1, 5)) -> list[Disagreement]:
    return disagreements(panel(risk=list(levels)), bar=bar, scale=scale)


def test_two_meetings_are_not_two_voices() -> None:
    (cell,) = cells([Score("risk", "ines", 1, 1), Score("risk", "ines", 2, 2), Score("risk", "ivan", 5)])
    assert (cell.n, cell.own, cell.raw, cell.spread) == (2, (Fraction(3, 2), Fraction(5)), 3.25, 3.5)


def test_cells_keep_the_order_of_the_rubric() -> None:
    assert [cell.dimension for cell in panel(risk=[3], board=[4], cash=[2])] == ["risk", "board", "cash"]


def test_a_plain_row_is_a_score() -> None:
    row = ("risk", "ines", 4, None)
    assert cells([Score(*row)]) == (Cell("risk", (Fraction(4),)),)


def test_one_person_has_no_mean_to_show() -> None:
    one, two = panel(risk=[4], board=[4, 5])
    assert (one.raw, one.mean_shown, two.mean_shown) == (4.0, None, 4.5)


@settings(deadline=None)
@given(SCORES)
def test_raw_is_exact(scores: list[Score]) -> None:
    for cell in cells(scores):
        people = {score.person for score in scores if score.dimension == cell.dimension}
        own = []
        for person in people:
            levels = [score.level for score in scores if (score.dimension, score.person) == (cell.dimension, person)]
            own.append(Fraction(sum(levels), len(levels)))
        assert (cell.raw, cell.n) == (float(sum(own, Fraction()) / len(own)), len(people))


@settings(deadline=None)
@given(SCORES, st.permutations(range(6)))
def test_relabelling_people_changes_nothing(scores: list[Score], names: list[int]) -> None:
    renamed = [score._replace(person=names[int(str(score.person))]) for score in scores]
    assert cells(renamed) == cells(scores)
    assert disagreements(cells(renamed)) == disagreements(cells(scores))


@settings(deadline=None)
@given(SCORES)
def test_reversing_the_scale_reverses_the_means(scores: list[Score]) -> None:
    turned = cells(score._replace(level=6 - score.level) for score in scores)
    assert [cell.own for cell in turned] == [tuple(6 - own for own in reversed(cell.own)) for cell in cells(scores)]
    assert [cell.spread for cell in turned] == [cell.spread for cell in cells(scores)]


@settings(deadline=None)
@given(SCORES, st.integers(1, 5))
def test_the_most_surprising_comes_first(scores: list[Score], at_most: int) -> None:
    disputed = disagreements(cells(scores), at_most=at_most)
    chances = [each.chance for each in disputed]
    assert (chances, len(disputed) <= at_most) == (sorted(chances), True)
    assert all(each.chance < 0.1 or each.across_bar for each in disputed)
    assert all(each.n > 1 for each in disputed)


def test_agreement_is_no_news() -> None:
    assert disagreements(panel(risk=[3, 3, 4, 4], board=[2, 3, 3], cash=[4])) == []


def test_a_bare_range_of_two_is_no_news() -> None:
    assert found(3, 4, 5, 5) == []


def test_opposite_sides_of_the_bar_are_disputed() -> None:
    (split,) = found(2, 2, 4, 5)
    assert (split.across_bar, split.spread, split.n) == (True, 3.0, 4)
    assert split.chance == pytest.approx(0.222, abs=5e-4)


def test_one_point_across_the_bar_is_the_same_opinion_rounded() -> None:
    assert found(2, 3) == []


def test_surprise_needs_no_bar() -> None:
    (split,) = found(2, 5, bar=1)
    assert (split.across_bar, split.chance < 0.1) == (False, True)


def test_a_floor_is_the_bar_of_its_dimension() -> None:
    both = panel(risk=[3, 5, 5], board=[3, 5, 5])
    assert [each.dimension for each in disagreements(both, floors={"board": 4})] == ["board"]


def test_the_bar_is_the_middle_of_the_scale_unless_said() -> None:
    assert [each.across_bar for each in disagreements(panel(risk=[4, 6]), scale=(1, 9))] == [True]
    assert disagreements(panel(risk=[2, 4]), scale=(1, 9)) == []


def test_at_most_three_unless_said() -> None:
    many = panel(a=[1, 3], b=[1, 5], c=[1, 4], d=[2, 5], e=[2, 4])
    assert [each.dimension for each in disagreements(many)] == ["b", "c", "d"]
    assert [each.dimension for each in disagreements(many, at_most=1)] == ["b"]


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ((1, 2, 4, 5), "Two people saw 2 or lower, two saw 4 or higher."),
        ((2, 2, 4, 5), "Two people saw 2, two saw 4 or higher."),
        ((1, 4), "One person saw 1, one saw 4."),
        ((1, 3, 5), "One person saw 1, two saw 3 or higher."),
        ((2, *[4] * 9), "One person saw 2, nine saw 4."),
        ((*[1] * 10, *[5] * 11), "10 people saw 1, 11 saw 5."),
    ],
)
def test_the_sentence_names_both_sides(levels: tuple[int, ...], sentence: str) -> None:
    (split,) = found(*levels)
    assert str(split.sentence) == sentence


def test_without_the_bar_the_sides_part_at_the_widest_gap() -> None:
    (split,) = found(3, 4, 9, 9, bar=2, scale=(3, 9))
    assert str(split.sentence) == "Two people saw 4 or lower, two saw 9."


def test_a_person_between_two_points_is_written_so() -> None:
    scores = [Score("risk", "ines", 1, 1), Score("risk", "ines", 2, 2), Score("risk", "ivan", 5)]
    (split,) = disagreements(cells(scores))
    assert str(split.sentence) == "One person saw 1.5, one saw 5."


def test_a_fit_may_say_what_is_usual() -> None:
    """Where people agree within half a point 2, 4, 4 is worth talking about; where they are a point apart it is not."""
    three = panel(risk=[2, 4, 4])
    chances = [
        [round(each.chance, 2) for each in disagreements(three, bar=1, deviation=deviation)]
        for deviation in (None, 0.4, 1.0)
    ]
    assert chances == [[], [0.04], []]


def test_few_raters() -> None:
    assert [str(few_raters(n)) for n in (0, 1, 2, 3, 4)] == ["0 raters", "1 rater", "Few raters", "Few raters", "None"]


@pytest.mark.parametrize("module", ["", ".panel", ".surprise", ".floors", ".closeness"])
def test_the_packet_needs_no_numpy(module: str) -> None:
    heavy = ("numpy", "scipy", "flask", "sqlalchemy", "wtforms")
    code = f"import sys, hiring.calibration{module}; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
