"""Whether two candidates differ on a dimension, from stored severities, in plain Python: what a page can afford."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt

from hiring.calibration.intervals import reach
from hiring.calibration.refresh import Adjusted


@dataclass(frozen=True, slots=True)
class Apart:
    """By how many points one candidate's universe score lies above another's, with the interval of that difference."""

    estimate: float
    low: float
    high: float

    @property
    def differ(self) -> bool:
        """The interval excludes 0."""
        return self.low > 0 or self.high < 0


def apart(one: Adjusted, other: Adjusted, variances: Mapping[Hashable, float], *, level: float) -> Apart:
    """How `one` differs from `other` on the same dimension of the same fit.

    `variances` holds the error variance of each person's severity. Somebody who rated both takes as much from the one
    as from the other, so what is not known of their severity falls out of the difference as far as they weigh alike:
    two intervals that overlap do not tell it. Var(difference) = own + own + sum of (pull - pull)² v over people, the
    errors of different people being independent, as in `refresh`. `level` is the probability that the interval holds
    the difference.
    """
    people = dict.fromkeys((*one.pull, *other.pull))
    shared = sum((one.pull.get(each, 0.0) - other.pull.get(each, 0.0)) ** 2 * variances[each] for each in people)
    wide = reach(level) * sqrt(one.own + other.own + shared)
    estimate = one.adjusted - other.adjusted
    return Apart(estimate, estimate - wide, estimate + wide)
