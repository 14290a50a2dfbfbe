"""Two groups compared within each opening and then summed: pooled counts take a mix of openings for bias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import exp, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from hiring.calibration.fisher import SAME, Chances, fisher_test
from hiring.calibration.intervals import reach
from hiring.calibration.proportions import difference_interval, ratio_interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOTHING = 1e-100
"""A chance that is left out, with all beyond it: many openings of many people would else take seconds."""


class Opposed(NamedTuple):
    """One opening: a of na people passed in the group, b of nb in the group it is compared with."""

    a: int
    na: int
    b: int
    nb: int

    @property
    def entered(self) -> int:
        return self.na + self.nb

    @property
    def passed(self) -> int:
        return self.a + self.b


class Weighed(NamedTuple):
    """Mantel and Haenszel's two sums, exact: `group` of a nb / N, `other` of b na / N over openings of N people.

    Their ratio is the common ratio of the two rates (for one opening the plain ratio), and `other - group` is how many
    people of the group would have to pass, instead of as many of the others, for both to pass at one rate.
    """

    group: Fraction
    other: Fraction


def weigh(openings: Sequence[Opposed]) -> Weighed:
    """The sums of Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22:719, for rates instead of odds."""
    return Weighed(
        exact_sum((each.a * each.nb, each.entered) for each in openings),
        exact_sum((each.b * each.na, each.entered) for each in openings),
    )


def common_ratio_interval(openings: Sequence[Opposed], level: float) -> tuple[float | None, float | None]:
    """(low, high) of the common ratio; None where there is no bound.

    One opening: Koopman's score interval. Several: on the logarithm, with the variance of Greenland & Robins (1985),
    Biometrics 41:55, which holds for many openings of few people as well as for few of many.
    """
    if len(openings) == 1:
        low, high = ratio_interval(*openings[0], level)
        return low, high if openings[0].b else None
    group, other = map(float, weigh(openings))
    if not (group and other):
        return 0.0, None
    spread = sum(
        (each.passed * each.na * each.nb - each.a * each.b * each.entered) / each.entered**2 for each in openings
    )
    wide = reach(level) * sqrt(max(spread, 0.0) / (group * other))
    middle = log(group / other)
    return exp(middle - wide), exp(middle + wide)


def common_difference_interval(openings: Sequence[Opposed], level: float) -> tuple[float, float]:
    """(low, high) of the common difference of the rates.

    One opening: Miettinen and Nurminen's score interval. Several: Mantel-Haenszel weights with the variance of Sato
    (1989), Biometrics 45:1323, which holds for many openings of few people too.
    """
    if len(openings) == 1:
        return difference_interval(*openings[0], level)
    group, other = map(float, weigh(openings))
    weight = sum(each.na * each.nb / each.entered for each in openings)
    middle = (group - other) / weight
    variance = 0.0
    for a, na, b, nb in openings:
        sway = (na * na * b - nb * nb * a + na * nb * (nb - na) / 2) / (na + nb) ** 2
        variance += middle * sway + (a * (nb - b) + b * (na - a)) / (2 * (na + nb))
    wide = reach(level) * sqrt(max(variance, 0.0)) / weight
    return max(middle - wide, -1.0), min(middle + wide, 1.0)


def exact_test(openings: Sequence[Opposed]) -> Chances:
    """Two-sided chances of so uneven an outcome when in every opening both groups pass at one rate.

    One opening: Fisher's exact test. Several: the exact conditional test of the sum of the group's passes over openings
    (Gart 1971, Rev. Int. Stat. Inst. 39:148; R's `mantelhaen.test(exact = TRUE)`), two-sided and mid by the same rules.
    """
    import numpy as np

    if len(openings) == 1:
        return fisher_test(*openings[0])
    waiting = [
        (len(chances), place, lowest, chances) for place, (lowest, chances) in enumerate(map(_chances, openings))
    ]
    heapify(waiting)
    for place in range(len(openings), 2 * len(openings) - 1):
        _, _, lowest, some = heappop(waiting)
        _, _, also_lowest, others = heappop(waiting)
        start, both = _without_nothing(np.convolve(some, others))
        heappush(waiting, (len(both), place, lowest + also_lowest + start, both))
    _, _, lowest, chances = waiting[0]
    at = sum(each.a for each in openings) - lowest
    observed = chances[at] if 0 <= at < len(chances) else 0.0
    p = float(chances[chances <= observed * (1 + SAME)].sum() / chances.sum())
    ties = float(chances[abs(chances - observed) <= observed * SAME].sum() / chances.sum())
    return Chances(min(p, 1.0), p - ties / 2)


def _chances(opening: Opposed) -> tuple[int, NDArray[np.float64]]:
    """(lowest, chances of lowest, lowest + 1, …): how many of the group pass when so many of all do."""
    import numpy as np

    size, passed, others = opening.na, opening.passed, opening.nb - opening.passed
    lowest = max(0, -others)
    k = np.arange(lowest, min(size, passed), dtype=np.float64)
    steps = np.log((passed - k) * (size - k)) - np.log((k + 1) * (others + k + 1))
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    weights = np.exp(np.maximum(logs - logs.max(), -745.0))
    start, chances = _without_nothing(weights / weights.sum())
    return lowest + start, chances


def _without_nothing(chances: NDArray[np.float64]) -> tuple[int, NDArray[np.float64]]:
    """(how many left out in front, the rest): without the two ends that can no longer be told from 0."""
    kept = (chances > _NOTHING).nonzero()[0]
    return int(kept[0]), chances[kept[0] : kept[-1] + 1]


def exact_sum(fractions: Iterable[tuple[int, int]]) -> Fraction:
    """The exact sum of fractions (numerator, denominator); equal denominators first, since there are few."""
    numerators: defaultdict[int, int] = defaultdict(int)
    for numerator, denominator in fractions:
        numerators[denominator] += numerator
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), Fraction(0))
