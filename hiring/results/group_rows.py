"""What follows from the numbers that may be told of groups: rates, and how sure they let us be that groups differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypedDict

from hiring.calibration.fairness import EXPECTED_FROM, OVERALL, SAID_FROM, Verdict, fairness
from hiring.results.release import FEWEST, Leg

LEVEL = 0.8
TOO_FEW: Verdict = "too few to say"


class GroupRow(TypedDict):
    """One group at one leg. `few`: fewer than ten passed, and they are compared with everybody else shown."""

    first: int
    last: int
    group: str
    entered: int
    passed: int | None
    few: bool
    all_passed: int
    reference: str | None
    ratio: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None


def rows(legs: Sequence[Leg]) -> list[GroupRow]:
    """A row a leg and group, in that order. It rests on what the legs tell and on nothing else."""
    compared = _compared(legs)
    return [
        _few(leg, group) if leg.few is not None else _exact(leg, group, compared[leg.first, group])
        for leg in legs
        for group in leg.groups
    ]


def _compared(legs: Sequence[Leg]) -> Mapping[tuple[int, str], Mapping[str, Any]]:
    funnel = [
        (str(leg.first), group, outcome.entered, outcome.passed)
        for leg in legs
        if leg.few is None
        for group, outcome in leg.groups.items()
    ]
    found = fairness(funnel, level=LEVEL) if funnel else []
    return {(int(row["stage"]), row["group"]): row for row in found if row["stage"] != OVERALL}


def _exact(leg: Leg, group: str, row: Mapping[str, Any]) -> GroupRow:
    is_reference = row["reference"] == group
    return GroupRow(
        first=leg.first,
        last=leg.last,
        group=group,
        entered=row["entered"],
        passed=row["passed"],
        few=False,
        all_passed=leg.passed,
        reference=None if is_reference else row["reference"],
        ratio=None if is_reference else row["ratio"],
        low=None if is_reference else row["ratio_low"],
        high=None if is_reference else row["ratio_high"],
        verdict=None if is_reference else row["four_fifths"],
    )


def _few(leg: Leg, group: str) -> GroupRow:
    is_few = group == leg.few
    return GroupRow(
        first=leg.first,
        last=leg.last,
        group=group,
        entered=leg.groups[group].entered,
        passed=None,
        few=is_few,
        all_passed=leg.passed,
        reference=None,
        ratio=None,
        low=None,
        high=None,
        verdict=_at_best(leg) if is_few else None,
    )


def _at_best(leg: Leg) -> Verdict:
    """The four-fifths rule for a group of which fewer than ten passed: adverse if it would be had nine passed, and all
    the others that many fewer.
    """
    assert leg.few is not None
    ours = leg.groups[leg.few].entered
    theirs = sum(outcome.entered for outcome in leg.groups.values()) - ours
    if min(ours, theirs) < SAID_FROM or min(_expected(ours, theirs, leg.passed)) < EXPECTED_FROM:
        return TOO_FEW
    at_most = FEWEST - 1
    return "adverse" if 5 * at_most * theirs < 4 * (leg.passed - at_most) * ours else TOO_FEW


def _expected(ours: int, theirs: int, passed: int) -> Iterator[Fraction]:
    """The four cells of the table at equal rates."""
    for part in (passed, ours + theirs - passed):
        yield Fraction(ours * part, ours + theirs)
        yield Fraction(theirs * part, ours + theirs)
