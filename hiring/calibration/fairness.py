"""Whether the groups of a funnel pass its stages at like rates, and how sure so few or so many people let us be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from statistics import median
from typing import Literal, NamedTuple, TypedDict

from hiring.calibration.fisher import holm
from hiring.calibration.funnel import Funnel, Step, read_funnel
from hiring.calibration.strata import (
    Opposed,
    common_difference_interval,
    common_ratio_interval,
    exact_sum,
    exact_test,
    weigh,
)

OVERALL = "overall"
SHOWN_FROM = 5
SAID_FROM = 30
EXPECTED_FROM = 5
SHARE = Fraction(2, 100)

Verdict = Literal["adverse", "not adverse", "too few to say"]
Counts = dict[str | None, tuple[int, int]]
"""Of one group at one stage: opening to (entered, passed)."""


class Comparison(TypedDict):
    """One group at one stage beside its reference group; None where a figure is hidden or has no value."""

    stage: str
    group: str
    entered: int | None
    passed: int | None
    rate: float | None
    reference: str | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    difference_low: float | None
    difference_high: float | None
    fisher_p: float | None
    fisher_midp: float | None
    holm_p: float | None
    four_fifths: Verdict
    flip: bool
    hidden: bool
    shortfall: float | None


def fairness(
    funnel: Funnel, *, reference: str | None = None, level: float = 0.95, lines: Sequence[int] | None = None
) -> list[Comparison]:
    """One row a stage and group, in the order of the funnel, then one a group for all stages together.

    `funnel` has columns stage, group, entered, passed and, optionally, opening: see `read_funnel`, which also says what
    raises ValueError; `lines` are row numbers for its messages. A row says:

    * `reference`: the group with the highest rate at that stage among those with at least 2 % of the people and at
      least 5 (the larger of equals, then the first), or the one group named by `reference=` throughout.
    * `ratio`, rate over the reference's rate, with Koopman's interval; the interval of the difference, rate less the
      reference's, by Miettinen and Nurminen; Fisher's two-sided p and mid p; p after Holm over all rows but those of
      reference groups. The reference's own row holds what comparing it with itself gives: ratio 1, difference 0, p 1.
    * `four_fifths`: "adverse" when 5 a nb < 4 b na in whole numbers (29 CFR 1607.4(D): a rate under four fifths), for a
      of na against b of nb. It is "too few to say" when either group has fewer than 30 people, when one of the four
      expected counts is below 5, and when `flip` would take an "adverse" back.
    * `flip`: moving a single selection between the two groups would give the lower one the higher rate (Questions and
      Answers on the guidelines, 44 FR 11996, number 21: then nobody should act on the ratio).
    * `shortfall`: how many more of the group would have passed had as many passed in all, but both groups at one rate;
      0 when its rate is not below the reference's. A flip is a shortfall under one person.
    * `hidden`: fewer than 5 of the group entered. All figures are then None and no other group is compared with it.
      Rows hold no totals of all groups, so that nothing can be had by subtraction; but a group that was large at first
      keeps its overall row when few of it reach the last stage, or the worst that a funnel can do would not show.

    With several openings nothing is pooled, for the mix of openings would pass for bias (Simpson's paradox): ratio and
    difference are those of Mantel and Haenszel with the intervals of Greenland and Robins and of Sato, p values those
    of the exact conditional test over openings, and the four-fifths test, `flip` and `shortfall` use the same weights.
    Only openings that both groups entered count. `entered`, `passed` and `rate` are plain sums, to be read as such; the
    reference is the group that passed most often beside what the rates of its openings let expect.

    The stage "overall" (passed the last stage, of those who entered the first) stands for the whole beside its parts:
    a stage may be adverse while the whole is not (Connecticut v. Teal, 457 U.S. 440). It is there when there is more
    than one stage, none of that name, and never more of a group enter a stage than passed the one before it.
    """
    steps = read_funnel(funnel, lines)
    groups = list(dict.fromkeys(step.group for step in steps))
    if reference is not None and reference not in groups:
        raise ValueError(f"The funnel has no group {reference}.")
    rows = [
        row
        for stage, counts in {**_stages(steps, groups), **_overall(steps, groups)}.items()
        for row in _compare_groups(stage, counts, reference, level)
    ]
    compared = [row for row in rows if row["fisher_p"] is not None and row["group"] != row["reference"]]
    for row, adjusted in zip(compared, holm([row["fisher_p"] or 0.0 for row in compared]), strict=True):
        row["holm_p"] = adjusted
    return rows


def scoring_steps(groups: Sequence[str], scores: Sequence[float], stage: str = "score") -> list[Step]:
    """Steps for `fairness` of scores without a bar: a person scored above the median of all counts as having passed.

    This is the scoring rate of New York City (6 RCNY 5-301): the share of a category with a score above, not at, the
    median of the sample. Groups and scores are of one length, one a person; ValueError otherwise, when there is none
    and when a score is not a number.
    """
    if not scores or not all(map(isfinite, scores)):
        raise ValueError("Every person needs a score." if scores else "There are no scores.")
    middle = median(scores)
    entered, passed = Counter(groups), Counter[str]()
    for group, score in zip(groups, scores, strict=True):
        passed[group] += score > middle
    return [Step(stage, group, entered[group], passed[group]) for group in entered]


def _stages(steps: Sequence[Step], groups: Sequence[str]) -> dict[str, dict[str, Counts]]:
    """Stage to group to counts: stages as the funnel first names them, groups too, and only those that stand there."""
    found: dict[str, dict[str, Counts]] = {step.stage: {} for step in steps}
    for step in steps:
        found[step.stage].setdefault(step.group, {})[step.opening] = (step.entered, step.passed)
    return {stage: {group: counts[group] for group in groups if group in counts} for stage, counts in found.items()}


def _overall(steps: Sequence[Step], groups: Sequence[str]) -> dict[str, dict[str, Counts]]:
    """The overall stage, when the stages follow one another; a group that a stage does not name had nobody there."""
    stages = _stages(steps, groups)
    if len(stages) < 2 or OVERALL in stages:
        return {}
    openings = dict.fromkeys(step.opening for step in steps)
    whole: dict[str, Counts] = {}
    for group in groups:
        for opening in openings:
            path = [counts.get(group, {}).get(opening, (0, 0)) for counts in stages.values()]
            if any(entered > passed for (_, passed), (entered, _) in pairwise(path)):
                return {}
            if path[0][0]:
                whole.setdefault(group, {})[opening] = (path[0][0], path[-1][1])
    return {OVERALL: whole}


def _compare_groups(stage: str, counts: dict[str, Counts], fixed: str | None, level: float) -> list[Comparison]:
    reference = fixed if fixed is not None else _reference(counts)
    return [_compare(stage, group, counts, reference, level) for group in counts]


def _reference(counts: dict[str, Counts]) -> str | None:
    """The group that passed most often beside what it could expect: with one opening, the group of the highest rate."""
    sums = {group: _sums(own) for group, own in counts.items()}
    everybody = _everybody(counts)
    shown = [group for group, own in sums.items() if own.entered >= SHOWN_FROM]
    large = [group for group in shown if sums[group].entered >= SHARE * sum(own.entered for own in sums.values())]

    def success(group: str) -> tuple[Fraction, int]:
        expected = exact_sum(
            (entered * everybody[opening].passed, everybody[opening].entered)
            for opening, (entered, _) in counts[group].items()
            if entered
        )
        return (sums[group].passed / expected if expected else Fraction(0)), sums[group].entered

    return max(large or shown, key=success, default=None)


def _everybody(counts: dict[str, Counts]) -> dict[str | None, _Sums]:
    found: dict[str | None, _Sums] = {}
    for own in counts.values():
        for opening, (entered, passed) in own.items():
            before = found.get(opening, _Sums(0, 0))
            found[opening] = _Sums(before.entered + entered, before.passed + passed)
    return found


class _Sums(NamedTuple):
    entered: int
    passed: int


def _sums(counts: Counts) -> _Sums:
    return _Sums(*(sum(column) for column in zip(*counts.values(), strict=True)))


def _compare(stage: str, group: str, counts: dict[str, Counts], reference: str | None, level: float) -> Comparison:
    entered, passed = _sums(counts[group])
    hidden = entered < SHOWN_FROM
    row = Comparison(
        stage=stage,
        group=group,
        entered=None if hidden else entered,
        passed=None if hidden else passed,
        rate=None if hidden else passed / entered,
        reference=reference,
        ratio=None,
        ratio_low=None,
        ratio_high=None,
        difference_low=None,
        difference_high=None,
        fisher_p=None,
        fisher_midp=None,
        holm_p=None,
        four_fifths="too few to say",
        flip=False,
        hidden=hidden,
        shortfall=None,
    )
    other = counts.get(reference, {}) if reference is not None else {}
    if hidden or not other or _sums(other).entered < SHOWN_FROM:
        return row
    openings = _opposed(counts[group], other)
    if group == reference:
        row.update({"ratio": 1.0, "ratio_low": 1.0, "ratio_high": 1.0, "difference_low": 0.0, "difference_high": 0.0})
        row.update({"fisher_p": 1.0, "fisher_midp": 1.0, "holm_p": 1.0, "shortfall": 0.0})
        row["four_fifths"] = _verdict(openings)
    elif openings:
        _fill(row, openings, level)
    return row


def _opposed(counts: Counts, other: Counts) -> list[Opposed]:
    """The openings that people of both groups entered."""
    return [
        Opposed(passed, entered, other[opening][1], other[opening][0])
        for opening, (entered, passed) in counts.items()
        if entered and opening in other and other[opening][0]
    ]


def _fill(row: Comparison, openings: Sequence[Opposed], level: float) -> None:
    group, other = weigh(openings)
    row["ratio"] = float(group / other) if other else None
    row["ratio_low"], row["ratio_high"] = common_ratio_interval(openings, level)
    row["difference_low"], row["difference_high"] = common_difference_interval(openings, level)
    row["fisher_p"], row["fisher_midp"] = exact_test(openings)
    row["shortfall"] = float(max(other - group, Fraction(0)))
    row["flip"] = _flips(openings)
    row["four_fifths"] = _verdict(openings)


def _flips(openings: Sequence[Opposed]) -> bool:
    """One selection moved within an opening of N people adds (na + nb) / N, that is one person, to the difference."""
    group, other = weigh(openings)
    return 0 < abs(other - group) < 1


def _verdict(openings: Sequence[Opposed]) -> Verdict:
    group, other = weigh(openings)
    if _too_few(openings) or (5 * group < 4 * other and _flips(openings)):
        return "too few to say"
    return "adverse" if 5 * group < 4 * other else "not adverse"


def _too_few(openings: Sequence[Opposed]) -> bool:
    """Fewer than 30 in either group, or a cell of the table where under 5 are expected at equal rates."""
    ours, theirs = sum(each.na for each in openings), sum(each.nb for each in openings)
    passed = sum(each.passed for each in openings)
    expected = exact_sum((each.na * each.passed, each.entered) for each in openings)
    cells = (expected, ours - expected, passed - expected, theirs - passed + expected)
    return min(ours, theirs) < SAID_FROM or min(cells) < EXPECTED_FROM
