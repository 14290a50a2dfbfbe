"""What may be told of a funnel by groups: so much that nobody's answer can be worked out, and once for good.

Whoever reads such a report may know every application and how far it came, whatever was told before, and what eight
other candidates answered. They must still not be able to tell what a ninth one answered. Three rules see to it:

* A step is told only where at least two groups have ten people who passed it and ten who did not. Swap the answers of
  two people of different groups who came equally far, and every number stays: so either may have given either answer.
  A group with fewer is hidden there and from then on, and another one with it when it could be had by subtraction from
  everybody who was there (complementary suppression). After a step of which nothing can be told, nothing more is.
* Where only one group has fewer than ten who passed, that is said, beside how many passed of all together. It says the
  worst that a funnel can do, which would otherwise be hidden for being so bad.
* People are told of in periods, each a number of ended applications that the answers have no part in, and everybody in
  one period alone. Nobody is added to or taken from a period later, so that there is nothing to subtract; and a period
  of which nothing can be told is given up, for two that overlap would tell of those in between. The next one is twice
  as long.

What follows from these numbers may be shown as well, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

KIND = "groups"
"""What a stored report says this of."""

FEWEST = 10
FIRST_PERIOD = 100
UNSAID = ""
"""The group of those who gave no answer: never told of, and part of everybody."""

Ended = Mapping[str, Sequence[int]]
"""By group, how many passed exactly no step, one, two and so on to all of them."""

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one group: how many stood before a step, and how many passed it, where that may be told."""

    entered: int
    passed: int | None


@dataclass(frozen=True, slots=True)
class Leg:
    """One step, or several told as one: from before step `first` to past step `last`, counted from 0.

    `passed` are those of all groups that are shown. `few` is the one group of which fewer than ten passed; then no
    group says how many.
    """

    first: int
    last: int
    groups: Mapping[str, Outcome]
    passed: int
    few: str | None = None


def tell(ended: Ended, fewest: int = FEWEST) -> tuple[Leg, ...]:
    """What may be told of one period, step by step; nothing where everybody would have to stay hidden."""
    everybody = [sum(column) for column in zip(*ended.values(), strict=True)]
    groups = [group for group in ended if group != UNSAID]
    legs: list[Leg] = []
    for first, last in _spans(everybody, enough=4 * fewest):
        leg = _exactly(ended, groups, first, last, fewest) or _but_few(ended, groups, first, last, fewest)
        if leg is None:
            break
        legs.append(leg)
        if leg.few is not None:
            break
        groups = list(leg.groups)
    return tuple(legs)


def period_size(given_up: int) -> int:
    """How many ended applications make a period, after so many of which nothing could be told."""
    return FIRST_PERIOD << given_up


def together(periods: Sequence[Sequence[Leg]]) -> tuple[Leg, ...]:
    """The sum over periods, of the steps and groups that every one of them tells of exactly."""
    told = [[leg for leg in legs if leg.few is None] for legs in periods]
    if not told:
        return ()
    ends = sorted(set.intersection(*({leg.last for leg in legs} for legs in told)))
    found, first = [], 0
    for last in ends:
        groups = [group for group in _at(told[0], last).groups if all(group in _at(legs, last).groups for legs in told)]
        if len(groups) < 2:
            break
        sums = {
            group: Outcome(
                sum(_entered(legs, first, group) for legs in told), sum(_passed(legs, last, group) for legs in told)
            )
            for group in groups
        }
        found.append(Leg(first, last, sums, sum(each.passed or 0 for each in sums.values())))
        first = last + 1
    return tuple(found)


def _spans(everybody: Sequence[int], enough: int) -> Iterator[tuple[int, int]]:
    """Steps to be told as one, first and last: from how far everybody came alone. Were they joined because of what
    people answered, it would tell of those who ended between them.
    """
    first = 0
    for last in range(len(everybody) - 1):
        if sum(everybody[first : last + 1]) >= enough <= sum(everybody[last + 1 :]):
            yield first, last
            first = last + 1


def _exactly(ended: Ended, groups: Sequence[str], first: int, last: int, fewest: int) -> Leg | None:
    """The leg with every group of which enough passed and enough did not, if that leaves two."""
    stopped, passed = _parts(ended, first, last)
    thinner = {group: min(stopped[group], passed[group]) for group in groups}
    shown = sorted((group for group in groups if thinner[group] >= fewest), key=lambda group: -thinner[group])
    if _can_be_had_by_subtraction(stopped, passed, shown, fewest):
        shown = shown[:-1]
    if len(shown) < 2:
        return None
    outcomes = {group: Outcome(stopped[group] + passed[group], passed[group]) for group in groups if group in shown}
    return Leg(first, last, outcomes, sum(passed[group] for group in shown))


def _but_few(ended: Ended, groups: Sequence[str], first: int, last: int, fewest: int) -> Leg | None:
    """The leg of which one group hardly anybody passed. Whatever their number under `fewest`, there must be enough of
    the others on either side, and of their own who did not pass.
    """
    stopped, passed = _parts(ended, first, last)
    entered = {group: stopped[group] + passed[group] for group in groups if stopped[group] + passed[group] >= fewest}
    scarce = [group for group in entered if passed[group] < fewest]
    if len(scarce) != 1 or len(entered) < 2 or _can_be_had_by_subtraction(stopped, passed, list(entered), fewest):
        return None
    few = scarce[0]
    all_passed = sum(passed[group] for group in entered)
    others = sum(entered.values()) - entered[few]
    if entered[few] < 2 * fewest or all_passed < 2 * fewest - 1 or others - all_passed < fewest:
        return None
    return Leg(first, last, {group: Outcome(number, None) for group, number in entered.items()}, all_passed, few)


def _parts(ended: Ended, first: int, last: int) -> tuple[Counts, Counts]:
    """By group, how many of those who stood before `first` stopped before passing `last`, and how many passed it."""
    return (
        {group: sum(counts[first : last + 1]) for group, counts in ended.items()},
        {group: sum(counts[last + 1 :]) for group, counts in ended.items()},
    )


def _can_be_had_by_subtraction(stopped: Counts, passed: Counts, shown: Sequence[str], fewest: int) -> bool:
    """Whether hidden answers would be all but alone in what is left of everybody who was there."""
    hidden = [group for group in stopped if group not in (UNSAID, *shown) and stopped[group] + passed[group]]
    rest = min(sum(part.values()) - sum(part[group] for group in shown) for part in (stopped, passed))
    return bool(hidden) and rest < fewest


def _at(legs: Sequence[Leg], last: int) -> Leg:
    return next(leg for leg in legs if leg.last == last)


def _entered(legs: Sequence[Leg], first: int, group: str) -> int:
    return next(leg for leg in legs if leg.first == first).groups[group].entered


def _passed(legs: Sequence[Leg], last: int, group: str) -> int:
    return _at(legs, last).groups[group].passed or 0
