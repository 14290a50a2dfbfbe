"""Groups compared: the guidelines' own examples, New York City's rule, Teal, Simpson, and what must stay unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hiring.calibration import difference_interval, fairness, ratio_interval
from hiring.calibration.fairness import Comparison, scoring_steps
from hiring.calibration.fisher import fisher_test, holm
from hiring.calibration.funnel import Step

HERE = Path(__file__).parents[1] / "data" / "calibration"
KEYS = (
    "stage group entered passed rate reference ratio ratio_low ratio_high difference_low difference_high fisher_p "
    "fisher_midp holm_p four_fifths flip hidden shortfall"
).split()

TEAL = [
    Step("examination", "black", 48, 26),
    Step("examination", "white", 259, 206),
    Step("promotion", "black", 26, 11),
    Step("promotion", "white", 206, 35),
]
"""Connecticut v. Teal, 457 U.S. 440 (1982)."""


def example(name: str) -> dict[str, dict[str, dict[str, list[float]]]]:
    read: dict[str, dict[str, dict[str, list[float]]]] = json.loads((HERE / f"{name}.json").read_text())
    return read


def one_stage(**groups: tuple[int, int]) -> list[Step]:
    """Passed and entered of each group."""
    return [Step("screen", group, entered, passed) for group, (passed, entered) in groups.items()]


def row(rows: list[Comparison], group: str, stage: str = "screen") -> Comparison:
    (found,) = [each for each in rows if (each["stage"], each["group"]) == (stage, group)]
    return found


def test_the_rows_have_the_agreed_columns_and_go_through_json() -> None:
    rows = fairness(TEAL)
    assert [list(each) for each in rows] == [KEYS] * 6
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows


def test_guidelines_question_11() -> None:
    """UGESP Questions and Answers 11 (44 FR 11996): of .60, .45 is adverse (.75), .48 is exactly .80 and is not."""
    oracle = example("ugesp_q11_four_fifths")
    rates = oracle["data"]["rates"]
    rows = fairness([Step("hired", group, 100, round(100 * rate)) for group, rate in rates.items()])  # type: ignore[call-overload]
    for group, adverse in oracle["expected"]["adverse"].items():
        found = row(rows, group, "hired")
        assert found["ratio"] == pytest.approx(oracle["expected"]["impact_ratio"][group], abs=1e-12)
        assert (found["four_fifths"], found["reference"]) == ("adverse" if adverse else "not adverse", "white")


def test_guidelines_question_12() -> None:
    """UGESP Questions and Answers 12: 12 of 40 against 48 of 80, ratio .5, adverse, p .0034; 8 short of 20 of 40."""
    oracle = json.loads((HERE / "ugesp_q12_and_q21.json").read_text())
    expected = oracle["expected"]
    (white, all_white), (black, all_black) = oracle["data"]["white"], oracle["data"]["black"]
    rows = fairness(one_stage(white=(white, all_white), black=(black, all_black)))
    found = row(rows, "black")
    assert [row(rows, "white")["rate"], found["rate"]] == expected["rates"]
    assert found["ratio"] == expected["impact_ratio"]
    assert found["fisher_p"] == pytest.approx(expected["fisher_two_sided"], abs=1e-12)
    assert (found["four_fifths"], found["flip"], found["shortfall"]) == ("adverse", False, 8.0)
    assert (found["ratio_low"], found["ratio_high"]) == ratio_interval(12, 40, 48, 80)
    assert (found["difference_low"], found["difference_high"]) == difference_interval(12, 40, 48, 80)
    assert (found["fisher_p"], found["fisher_midp"]) == fisher_test(12, 40, 48, 80)


def test_guidelines_question_21() -> None:
    """UGESP Questions and Answers 21: 3 of 20 against 16 of 80. With one more of the 20, and one less of the 80, the
    rates would be .20 and .1875: too small a difference to act on, though the ratio is .75."""
    found = row(fairness(one_stage(white=(16, 80), black=(3, 20))), "black")
    assert (found["ratio"], found["flip"], found["four_fifths"]) == (0.75, True, "too few to say")


def test_a_flip_takes_back_an_adverse_ratio_of_groups_large_enough() -> None:
    """5 of 30 against 7 of 33 is .786, but 6 of 30 is more than 6 of 33."""
    found = row(fairness(one_stage(more=(7, 33), less=(5, 30))), "less")
    assert (found["flip"], found["four_fifths"]) == (True, "too few to say")
    one_less = row(fairness(one_stage(more=(9, 33), less=(5, 30))), "less")
    assert (one_less["flip"], one_less["four_fifths"]) == (False, "adverse")


def test_a_selection_moved_that_makes_rates_equal_is_no_flip() -> None:
    assert row(fairness(one_stage(more=(14, 40), less=(12, 40))), "less")["flip"] is False
    assert row(fairness(one_stage(more=(13, 40), less=(12, 40))), "less")["flip"] is True


@given(*(st.integers(0, n) for n in (30, 41)))
def test_a_flip_is_one_selection_moved(a: int, b: int) -> None:
    found = row(fairness(one_stage(less=(a, 30), more=(b, 41)), reference="more"), "less")
    below, above = a * 41 < b * 30, a * 41 > b * 30
    moved = ((a + 1) * 41 > (b - 1) * 30) if below else ((a - 1) * 41 < (b + 1) * 30)
    assert found["flip"] == ((below or above) and moved)
    assert found["flip"] <= (found["four_fifths"] != "adverse")


@given(st.integers(40, 10**9), st.integers(2, 10**6))
def test_four_fifths_exactly_is_not_adverse(entered: int, times: int) -> None:
    """.48 / .60 in floats is below .8; one selection less is adverse."""
    rows = fairness(one_stage(more=(3 * entered * times, 5 * entered * times), less=(12 * entered, 25 * entered)))
    assert (row(rows, "less")["four_fifths"], row(rows, "less")["reference"]) == ("not adverse", "more")
    rows = fairness(one_stage(more=(3 * entered * times, 5 * entered * times), less=(12 * entered - 1, 25 * entered)))
    assert row(rows, "less")["four_fifths"] == "adverse"


@pytest.mark.parametrize("sides", ["sex", "race"])
def test_new_york_citys_scoring_example(sides: str) -> None:
    """6 RCNY 5-301(c): impact ratios of scoring rates, to two digits; scores are made up to give the printed rates."""
    oracle = example("nyc_ll144_scoring_example")
    groups: list[str] = []
    scores: list[float] = []
    for group, (people, rate) in oracle["data"][sides].items():
        above = round(people * rate)
        groups += [group] * int(people)
        scores += [1.0] * above + [0.0] * int(people - above)
    groups += ["unknown"] * len(groups)
    scores += [0.5] * len(scores)
    rows = fairness([step for step in scoring_steps(groups, scores) if step.group != "unknown"])
    ratios = {each["group"]: each["ratio"] for each in rows}
    assert ratios == pytest.approx(oracle["expected"]["impact_ratio"][sides], abs=5e-3)


def test_a_score_at_the_median_is_not_above_it() -> None:
    assert scoring_steps(["a", "b", "a", "b", "a"], [1, 2, 2, 3, 4]) == [
        Step("score", "a", 3, 1),
        Step("score", "b", 2, 1),
    ]
    for scores, sentence in (([], "There are no scores."), ([1.0, float("nan")], "Every person needs a score.")):
        with pytest.raises(ValueError, match=f"^{sentence}$"):
            scoring_steps(["a"] * len(scores), scores)


def test_a_stage_may_be_adverse_while_the_whole_is_not() -> None:
    """Connecticut v. Teal: the examination passed .54 against .80, yet of all black candidates more were promoted."""
    rows = fairness(TEAL)
    assert [(each["stage"], each["group"], each["reference"]) for each in rows] == [
        ("examination", "black", "white"),
        ("examination", "white", "white"),
        ("promotion", "black", "black"),
        ("promotion", "white", "black"),
        ("overall", "black", "black"),
        ("overall", "white", "black"),
    ]
    assert row(rows, "black", "examination")["four_fifths"] == "adverse"
    whole = row(rows, "black", "overall")
    assert (whole["entered"], whole["passed"], whole["four_fifths"]) == (48, 11, "not adverse")


@pytest.mark.parametrize(
    "steps",
    [
        TEAL[:2],
        [*TEAL[:3], Step("promotion", "white", 207, 35)],
        [Step("overall", *step[1:]) if step.stage == "promotion" else step for step in TEAL],
        [*TEAL[:3], Step("promotion", "green", 5, 3)],
    ],
)
def test_there_is_no_overall_without_a_funnel(steps: list[Step]) -> None:
    """One stage; more enter a stage than passed the one before; a stage of that name; a group that joins later."""
    rows = [(each["stage"], each["group"], each["entered"], each["passed"]) for each in fairness(steps)]
    assert rows == [step[:4] for step in steps]


def test_a_group_that_a_later_stage_does_not_name_passed_nowhere() -> None:
    whole = row(fairness([*TEAL[:2], TEAL[3]]), "black", "overall")
    assert (whole["entered"], whole["passed"]) == (48, 0)


def test_the_reference_is_a_group_with_two_percent_and_never_a_hidden_one() -> None:
    tiny = fairness(one_stage(tiny=(19, 19), large=(500, 900), small=(12, 81)))
    assert {each["reference"] for each in tiny} == {"large"}
    enough = fairness(one_stage(tiny=(20, 20), large=(500, 900), small=(12, 80)))
    assert {each["reference"] for each in enough} == {"tiny"}
    few = fairness(one_stage(four=(4, 4), others=(20, 40)))
    assert {each["reference"] for each in few} == {"others"}
    assert {each["reference"] for each in fairness(one_stage(four=(4, 4), three=(1, 3)))} == {None}


def test_of_equal_rates_the_larger_group_is_the_reference_then_the_first() -> None:
    assert fairness(one_stage(a=(10, 20), b=(20, 40), c=(20, 40)))[0]["reference"] == "b"


def test_against_a_fixed_reference() -> None:
    rows = fairness(one_stage(white=(48, 100), asian=(60, 100), black=(45, 100)), reference="white")
    assert [each["ratio"] for each in rows] == [1.0, 1.25, 0.9375]
    assert [each["shortfall"] for each in rows] == [0.0, 0.0, 1.5]
    with pytest.raises(ValueError, match=r"^The funnel has no group green\.$"):
        fairness(one_stage(white=(1, 2)), reference="green")


def test_a_fixed_reference_that_is_hidden_or_absent_leaves_figures_open() -> None:
    found = row(fairness(one_stage(four=(1, 4), many=(20, 40)), reference="four"), "many")
    assert (found["entered"], found["rate"], found["reference"]) == (40, 0.5, "four")
    assert (found["ratio"], found["fisher_p"], found["shortfall"]) == (None, None, None)
    assert (found["hidden"], found["four_fifths"]) == (False, "too few to say")
    steps = [*one_stage(a=(20, 40), b=(20, 40)), Step("offer", "b", 20, 9)]
    assert row(fairness(steps, reference="a"), "b", "offer")["ratio"] is None


def test_the_reference_groups_own_row_compares_it_with_itself() -> None:
    own = row(fairness(one_stage(more=(48, 80), less=(12, 40))), "more")
    assert own["ratio"] == own["ratio_low"] == own["ratio_high"] == 1.0
    assert own["fisher_p"] == own["fisher_midp"] == own["holm_p"] == 1.0
    assert own["difference_low"] == own["difference_high"] == own["shortfall"] == 0.0
    assert (own["reference"], own["four_fifths"], own["flip"], own["hidden"]) == ("more", "not adverse", False, False)


def test_under_five_people_no_figure_is_shown() -> None:
    rows = fairness(one_stage(many=(30, 60), four=(1, 4), five=(1, 5)))
    hidden = row(rows, "four")
    assert {name for name, value in hidden.items() if value is not None} == {
        *("stage", "group", "reference", "four_fifths", "flip", "hidden")
    }
    assert (hidden["hidden"], hidden["four_fifths"], hidden["flip"]) == (True, "too few to say", False)
    shown = row(rows, "five")
    assert (shown["hidden"], shown["entered"], shown["four_fifths"]) == (False, 5, "too few to say")


@pytest.mark.parametrize(
    ("groups", "verdict"),
    [
        ({"more": (20, 30), "less": (9, 30)}, "adverse"),
        ({"more": (20, 30), "less": (9, 29)}, "too few to say"),
        ({"more": (20, 29), "less": (9, 30)}, "too few to say"),
        ({"more": (9, 30), "less": (1, 30)}, "adverse"),
        ({"more": (8, 30), "less": (1, 30)}, "too few to say"),
        ({"more": (40, 40), "less": (30, 40)}, "adverse"),
        ({"more": (40, 40), "less": (31, 40)}, "too few to say"),
    ],
)
def test_under_thirty_people_or_five_expected_nothing_is_said(groups: dict[str, tuple[int, int]], verdict: str) -> None:
    found = row(fairness(one_stage(**groups)), "less")
    assert found["four_fifths"] == verdict
    assert None not in {found["ratio"], found["ratio_low"], found["ratio_high"], found["difference_low"]}
    assert None not in {found["fisher_p"], found["fisher_midp"], found["holm_p"], found["shortfall"]}


def test_where_nobody_passed_there_is_no_ratio() -> None:
    found = row(fairness(one_stage(more=(0, 60), less=(0, 40))), "less")
    assert (found["ratio"], found["ratio_low"], found["ratio_high"], found["fisher_p"]) == (None, 0.0, None, 1.0)
    found = row(fairness(one_stage(none=(0, 60), some=(9, 40)), reference="none"), "some")
    assert (found["ratio"], found["ratio_high"], found["four_fifths"]) == (None, None, "too few to say")


def test_holm_goes_over_groups_and_stages_but_not_over_reference_groups() -> None:
    steps = [
        *one_stage(a=(60, 100), b=(45, 100), c=(30, 90), d=(1, 4)),
        Step("offer", "a", 60, 30),
        Step("offer", "b", 45, 9),
    ]
    rows = fairness(steps)
    compared = [each for each in rows if not each["hidden"] and each["group"] != each["reference"]]
    assert len(compared) == 5
    adjusted = holm([each["fisher_p"] or 0.0 for each in compared])
    assert [each["holm_p"] for each in compared] == adjusted
    assert all((each["holm_p"] or 0) >= (each["fisher_p"] or 0) for each in compared)


SIMPSON = [
    Step("hired", "blue", 100, 60, "desk"),
    Step("hired", "blue", 30, 3, "lab"),
    Step("hired", "green", 30, 18, "desk"),
    Step("hired", "green", 100, 10, "lab"),
]


def test_a_mix_of_openings_is_not_taken_for_bias() -> None:
    """Simpson's paradox: .6 and .1 in both groups, .48 against .22 when pooled."""
    found = row(fairness(SIMPSON), "green", "hired")
    assert (found["entered"], found["passed"], found["rate"]) == (130, 28, 28 / 130)
    assert (found["ratio"], found["four_fifths"], found["shortfall"], found["fisher_p"]) == (
        1.0,
        "not adverse",
        0.0,
        1.0,
    )
    pooled = row(fairness(one_stage(blue=(63, 130), green=(28, 130))), "green")
    assert pooled["four_fifths"] == "adverse"


def test_an_opening_may_hide_bias_too() -> None:
    """.6 against .9 and .1 against .2 within openings, .55 against .27 when pooled."""
    steps = [
        Step("hired", "green", 180, 108, "easy"),
        Step("hired", "blue", 20, 18, "easy"),
        Step("hired", "green", 20, 2, "hard"),
        Step("hired", "blue", 180, 36, "hard"),
    ]
    found = row(fairness(steps), "green", "hired")
    assert (found["rate"], row(fairness(steps), "blue", "hired")["rate"]) == (0.55, 0.27)
    assert (found["reference"], found["ratio"], found["four_fifths"]) == ("blue", 12.6 / 19.8, "adverse")
    assert found["shortfall"] == 7.2


def test_openings_that_only_one_group_entered_do_not_count() -> None:
    alone = [Step("hired", "blue", 500, 499, "far"), Step("hired", "green", 0, 0, "far")]
    found = row(fairness([*SIMPSON, *alone]), "green", "hired")
    assert (found["ratio"], found["four_fifths"], found["entered"]) == (1.0, "not adverse", 130)
    apart = [Step("hired", "blue", 50, 40, "here"), Step("hired", "green", 50, 20, "there")]
    found = row(fairness(apart), "green", "hired")
    assert (found["rate"], found["ratio"], found["fisher_p"], found["four_fifths"]) == (
        0.4,
        None,
        None,
        "too few to say",
    )


def test_overall_goes_by_openings_too() -> None:
    later = [Step("offer", step.group, step.passed, step.passed // 2, step.opening) for step in SIMPSON]
    assert row(fairness([*SIMPSON, *later]), "green", "overall")["four_fifths"] == "not adverse"


def counted(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(0, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(counted(300), min_size=2, max_size=5), st.permutations(range(5)))
def test_names_and_order_of_groups_change_nothing(counts: list[tuple[int, int]], order: list[int]) -> None:
    """Where no two groups tie for the reference, which then goes by order."""
    rates = [passed / entered for passed, entered in counts if entered >= 5]
    assume(len(set(rates)) == len(rates))
    plain = fairness(one_stage(**{f"g{place}": each for place, each in enumerate(counts)}))
    names = [f"other {each}" for each in order]
    shuffled = sorted(range(len(counts)), key=order.__getitem__)
    renamed = fairness([Step("screen", names[place], counts[place][1], counts[place][0]) for place in shuffled])
    for place in range(len(counts)):
        before, after = plain[place], row(renamed, names[place])
        for key in set(KEYS) - {"group", "reference"}:
            assert after[key] == before[key], key  # type: ignore[literal-required]


@given(st.lists(st.tuples(counted(60), counted(60)), min_size=1, max_size=4))
def test_whatever_the_counts_the_rows_are_sound(openings: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    steps = [
        Step("screen", group, entered, passed, f"opening {place}")
        for place, both in enumerate(openings)
        for group, (passed, entered) in zip("ab", both, strict=True)
    ]
    for each in fairness(steps):
        json.dumps(each, allow_nan=False)
        if each["ratio"] is not None and each["ratio_high"] is not None:
            assert (each["ratio_low"] or 0.0) <= each["ratio"] * (1 + 1e-9)
            assert each["ratio"] <= each["ratio_high"] * (1 + 1e-9)
        assert 0 <= (each["fisher_midp"] or 0) <= (each["fisher_p"] or 0) <= (each["holm_p"] or 0) <= 1
        assert each["hidden"] == (each["rate"] is None)
        assert each["flip"] <= (each["shortfall"] is not None)
