"""Whether readings have come together: the first case that people read against the next one they read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from statistics import fmean

from hiring.access.scorecards import SMALLEST_GROUP
from hiring.text import Text, text

ENOUGH_CASES = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """What one person gave on one case, and what was agreed, in steps of the scale from 0, by dimension."""

    case: int
    person: int
    given: dict[str, int]
    agreed: dict[str, int]

    @property
    def distance(self) -> float:
        """How many steps off on average."""
        return fmean(abs(given - self.agreed[dimension]) for dimension, given in self.given.items())


@dataclass(frozen=True, slots=True)
class Side:
    """The readings before, or those after: how many people and cases, how far off, and alpha where there is one."""

    people: int
    cases: int
    distance: float
    alpha: float | None


def alpha(units: Sequence[Sequence[int]]) -> float | None:
    """Krippendorff's alpha for intervals: 1 - D_o / D_e over units with two values or more; None where all are equal.

    The same figure as `hiring.calibration.alpha`, for the few values that a page has, without numpy.
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = list(chain.from_iterable(paired))
    expected = sum((one - other) ** 2 for one, other in combinations(values, 2))
    if not expected:
        return None
    seen = sum(sum((one - other) ** 2 for one, other in combinations(unit, 2)) / (len(unit) - 1) for unit in paired)
    return 1 - (len(values) - 1) * seen / expected


def released(readings: Sequence[Scored]) -> Sequence[Scored]:
    """As many as make whole groups, in the order in which they came in.

    A figure that is shown again after one more reading tells what that reading was; this one waits for four more.
    """
    return readings[: len(readings) - len(readings) % SMALLEST_GROUP]


def before_and_after(readings: Sequence[Scored]) -> tuple[Side | None, Side | None]:
    """First readings, and second ones: what came after their reader had once seen what was agreed.

    `readings` in the order in which they came in. None where fewer than four people have got so far.
    """
    by_person: dict[int, list[Scored]] = {}
    place: dict[int, list[Scored]] = {1: [], 2: []}
    for one in readings:
        mine = by_person.setdefault(one.person, [])
        mine.append(one)
        if len(mine) in place:
            place[len(mine)].append(one)
    first, second = (_side(released(place[at])) for at in (1, 2))
    return first, second


def in_words(before: Side | None, after: Side | None) -> Text:
    """One sentence that says how many it rests on."""
    if before is None or after is None:
        return text("Too few to say whether readings come together: that takes four people who have read two cases.")
    return text(
        "Before they had seen an agreed reading, %(before)d people were %(far)s steps from it on average%(alpha)s; "
        "on their second case %(after)d people were %(near)s from it%(later)s. %(caution)s",
        before=before.people,
        far=f"{before.distance:.2f}",
        alpha=_agreement(before),
        after=after.people,
        near=f"{after.distance:.2f}",
        later=_agreement(after),
        caution=_caution(before, after),
    )


def _side(readings: Sequence[Scored]) -> Side | None:
    if not readings:
        return None
    units: dict[tuple[int, str], list[int]] = {}
    for one in readings:
        for dimension, step in one.given.items():
            units.setdefault((one.case, dimension), []).append(step)
    return Side(
        people=len({one.person for one in readings}),
        cases=len({one.case for one in readings}),
        distance=fmean(one.distance for one in readings),
        alpha=alpha(list(units.values())),
    )


def _agreement(side: Side) -> Text | str:
    if side.alpha is None:
        return ""
    return text(", and agreed with each other to %(alpha)s (alpha)", alpha=f"{side.alpha:.2f}")


def _caution(before: Side, after: Side) -> Text:
    if min(before.cases, after.cases) < ENOUGH_CASES:
        return text("The two sides rest on one or two cases each, so the cases may differ rather than the people.")
    return text("Different cases and few people: a hint, not a measurement.")
