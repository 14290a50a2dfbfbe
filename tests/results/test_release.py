"""What may be told of groups, attacked with every table there could be, by somebody who knows nearly everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.results.group_rows import rows
from hiring.results.release import FEWEST, FIRST_PERIOD, UNSAID, Leg, Outcome, period_size, tell, together

Table = Mapping[str, Sequence[int]]
Tell = Callable[[Table, int], tuple[Leg, ...]]
Place = tuple[str, int]


def shared_out(number: int, among: int) -> Iterator[tuple[int, ...]]:
    """Every way to share so many people out among so many groups."""
    if among == 1:
        yield (number,)
        return
    for first in range(number + 1):
        yield from ((first, *rest) for rest in shared_out(number - first, among - 1))


def tables(totals: Sequence[int], groups: str) -> Iterator[Table]:
    """Every table in which so many people of all groups came exactly so far."""
    for columns in product(*(list(shared_out(number, len(groups))) for number in totals)):
        yield {group: tuple(column[at] for column in columns) for at, group in enumerate(groups)}


def isolated(totals: Sequence[int], groups: str, unsaid: Sequence[int], fewest: int, tell: Tell = tell) -> list[str]:
    """Whose answer could be worked out by somebody who knows how far everybody came, who gave no answer, how it is
    decided what is told, all that is told, and the answers of `fewest` - 2 others.
    """
    worlds: defaultdict[str, list[Table]] = defaultdict(list)
    for table in tables(totals, groups):
        worlds[repr(tell({**table, UNSAID: unsaid}, fewest))].append(table)
    places = [(group, far) for group in groups for far in range(len(totals))]
    return [
        f"{somebody} of {table}, knowing {known}, from {told}"
        for told, could_be in worlds.items()
        for table in could_be
        for somebody in places
        for known in combinations_with_replacement(places, fewest - 2)
        if _are_there(table, (*known, somebody))
        and not any(
            _are_there(world, (*known, (group, somebody[1])))
            for world in could_be
            for group in groups
            if group != somebody[0]
        )
    ]


def _are_there(table: Table, people: Sequence[Place]) -> bool:
    return all(people.count((group, far)) <= table[group][far] for group, far in set(people))


@pytest.mark.parametrize("unsaid", [(0, 0), (1, 0), (0, 2)])
@pytest.mark.parametrize("totals", [*product((7, 8, 9, 12), repeat=2)])
def test_of_two_groups_and_one_step_nobody_is_isolated(totals: tuple[int, int], unsaid: tuple[int, int]) -> None:
    assert isolated(totals, "ab", unsaid, 2) == []


@pytest.mark.parametrize("totals", [(12, 12), (13, 12), (12, 14)])
def test_nor_by_somebody_who_knows_what_others_answered(totals: tuple[int, int]) -> None:
    assert isolated(totals, "ab", (0, 0), 3) == []


@pytest.mark.parametrize("totals", [*product((1, 4, 8), repeat=3)])
def test_nor_of_two_steps(totals: tuple[int, int, int]) -> None:
    assert isolated(totals, "ab", (0, 0, 0), 2) == []


@pytest.mark.parametrize("totals", [(8, 8), (9, 8)])
@pytest.mark.parametrize("unsaid", [(0, 0), (1, 1)])
def test_nor_of_three_groups(totals: tuple[int, int], unsaid: tuple[int, int]) -> None:
    assert isolated(totals, "abc", unsaid, 2) == []


def test_these_attacks_are_made_on_something() -> None:
    told = [tell({**table, UNSAID: (0, 0, 0)}, 2) for table in tables((8, 8, 8), "ab")]
    kinds = {(len(legs), bool(legs) and legs[-1].few is not None) for legs in told}
    assert kinds == {(0, False), (1, False), (1, True), (2, False), (2, True)}


def groups_hidden_by_size_alone(ended: Table, fewest: int) -> tuple[Leg, ...]:
    large = {group: counts for group, counts in ended.items() if group != UNSAID and sum(counts) >= fewest}
    return (Leg(0, 0, {group: Outcome(sum(counts), sum(counts[1:])) for group, counts in large.items()}, 0),)


def steps_joined_by_what_was_answered(ended: Table, fewest: int) -> tuple[Leg, ...]:
    said = [counts for group, counts in ended.items() if group != UNSAID]
    for last in range(2):
        if all(min(sum(counts[: last + 1]), sum(counts[last + 1 :])) >= fewest for counts in said):
            groups = {name: Outcome(sum(ended[name]), sum(ended[name][last + 1 :])) for name in "ab"}
            return (Leg(0, last, groups, 0),)
    return ()


def few_without_enough_others(ended: Table, fewest: int) -> tuple[Leg, ...]:
    entered = {group: Outcome(sum(ended[group]), None) for group in "ab"}
    scarce = [group for group in "ab" if sum(ended[group][1:]) < fewest]
    return (Leg(0, 0, entered, sum(sum(ended[group][1:]) for group in "ab"), scarce[0] if len(scarce) == 1 else None),)


@pytest.mark.parametrize(
    ("naive", "totals"),
    [
        (groups_hidden_by_size_alone, (8, 1)),
        (steps_joined_by_what_was_answered, (4, 1, 4)),
        (few_without_enough_others, (8, 2)),
    ],
)
def test_the_attacker_works_answers_out_where_less_care_is_taken(naive: Tell, totals: tuple[int, ...]) -> None:
    assert isolated(totals, "ab", (0,) * len(totals), 2, naive) != []


def outcomes(leg: Leg) -> dict[str, tuple[int, int | None]]:
    return {group: (outcome.entered, outcome.passed) for group, outcome in leg.groups.items()}


def test_a_step_that_both_groups_passed_and_did_not_is_told() -> None:
    legs = tell({"woman": (60, 30, 25), "man": (70, 60, 45), "another": (2, 1, 0), UNSAID: (50, 40, 30)})
    assert [(leg.first, leg.last, outcomes(leg)) for leg in legs] == [
        (0, 0, {"woman": (115, 55), "man": (175, 105)}),
        (1, 1, {"woman": (55, 25), "man": (105, 45)}),
    ]


def test_steps_at_which_hardly_anybody_ended_are_told_as_one() -> None:
    legs = tell({"woman": (3, 40, 40), "man": (3, 40, 40), UNSAID: (0, 0, 0)})
    assert [(leg.first, leg.last, outcomes(leg)) for leg in legs] == [(0, 1, {"woman": (83, 40), "man": (83, 40)})]


def test_a_group_hidden_once_stays_hidden() -> None:
    legs = tell({"a": (40, 40, 40), "b": (40, 40, 40), "c": (9, 50, 50), UNSAID: (50, 50, 50)})
    assert [[*leg.groups] for leg in legs] == [["a", "b"], ["a", "b"]]


def test_with_a_group_another_is_hidden_when_it_could_be_had_by_subtraction() -> None:
    table = {"a": (40, 40), "b": (30, 30), "c": (20, 20), "d": (6, 3)}
    assert [[*leg.groups] for leg in tell({**table, UNSAID: (0, 0)})] == [["a", "b"]]
    assert [[*leg.groups] for leg in tell({**table, UNSAID: (4, 7)})] == [["a", "b", "c"]]


def test_one_group_of_which_hardly_anybody_passed_is_said_to_be_so() -> None:
    (leg,) = tell({"woman": (95, 5), "man": (50, 50), UNSAID: (0, 0)})
    assert (leg.few, leg.passed, outcomes(leg)) == ("woman", 55, {"woman": (100, None), "man": (100, None)})
    assert [(row["group"], row["few"], row["verdict"]) for row in rows([leg])] == [
        ("woman", True, "adverse"),
        ("man", False, None),
    ]


def test_it_reads_the_same_whether_nine_passed_or_nobody() -> None:
    told = {repr(tell({"woman": (100 - n, n), "man": (45 + n, 55 - n), UNSAID: (0, 0)})) for n in range(FEWEST)}
    assert len(told) == 1


@pytest.mark.parametrize(("passed", "verdict"), [((9, 31), "adverse"), ((9, 10), "too few to say")])
def test_a_hidden_number_is_judged_by_the_most_it_could_be(passed: tuple[int, int], verdict: str) -> None:
    ours, theirs = passed
    legs = tell({"a": (100 - ours, ours), "b": (100 - theirs, theirs), UNSAID: (20, 40)})
    assert [row["verdict"] for row in rows(legs) if row["few"]] == [verdict]


def test_periods_grow_with_what_had_to_be_given_up() -> None:
    assert [period_size(number) for number in range(4)] == [FIRST_PERIOD, 200, 400, 800]


COUNTS = st.integers(0, 80)
PERIOD = st.fixed_dictionaries({group: st.tuples(*[COUNTS] * 4) for group in ("a", "b", "c", UNSAID)})


@given(PERIOD)
def test_every_number_told_stands_for_ten_people_on_either_side(period: Table) -> None:
    for leg in tell(period):
        if leg.few is None:
            sides = [side for one in leg.groups.values() for side in (one.passed or 0, one.entered - (one.passed or 0))]
            assert (len(leg.groups) >= 2, min(sides) >= FEWEST) == (True, True)


@given(st.lists(PERIOD, max_size=4))
def test_with_each_period_what_is_told_together_everything_changes_by_ten_or_more(periods: list[Table]) -> None:
    """Whichever reports somebody kept, whatever is subtracted is again what may be told."""
    told = [legs for legs in map(tell, periods) if legs]
    sums = [reached(together(told[:number])) for number in range(1, len(told) + 1)]
    for at, later in enumerate(sums):
        for earlier in sums[:at]:
            common = sorted({step for step, _ in later} & {step for step, _ in earlier})
            now, before = ended_between(later, common), ended_between(earlier, common)
            changes = [number - before[cell] for cell, number in now.items() if cell in before]
            assert [change for change in changes if change < FEWEST] == []


def reached(legs: Sequence[Leg]) -> dict[tuple[int, str], int]:
    """How many of each group came to each step that is told of."""
    return {
        (step, group): number
        for leg in legs
        for group, one in leg.groups.items()
        for step, number in ((leg.first, one.entered), (leg.last + 1, one.passed or 0))
    }


def ended_between(numbers: Mapping[tuple[int, str], int], steps: Sequence[int]) -> dict[tuple[int, int, str], int]:
    """And how many of them ended between two of these steps."""
    return {
        (here, there, group): number - numbers[there, group]
        for (here, group), number in numbers.items()
        for there in steps
        if here < there and here in steps and (there, group) in numbers
    }
