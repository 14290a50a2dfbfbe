"""One candidate's adjusted scores from stored severities, in plain Python: what a packet page can afford."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from hiring.calibration.components import Components
from hiring.calibration.intervals import reach
from hiring.calibration.panel import Score

Matrix = list[list[float]]


class Share(NamedTuple):
    """What one rating brings to an adjusted score: `weight` times the points it lies above what was to be expected,
    which is the dimension's usual level plus the interviewer's severity (+ = lenient).
    """

    score: Score
    usual: float
    severity: float
    weight: float

    @property
    def brings(self) -> float:
        """Points added to the usual level of the dimension that is adjusted."""
        return self.weight * (self.score.level - self.usual - self.severity)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One dimension: its adjusted score and interval in points, and the sum it is: `usual` plus what `shares` bring.

    `own` is the error variance that is the candidate's alone, `pull` by how much a unit of each person's severity
    lowers the score: their errors are shared by everybody whom that person rated.
    """

    adjusted: float
    low: float
    high: float
    usual: float
    shares: tuple[Share, ...]
    own: float
    pull: Mapping[Hashable, float]


def refresh(
    scores: Iterable[Score],
    *,
    components: Components,
    usual: Mapping[Hashable, float],
    severity: Mapping[Hashable, tuple[float, float]],
    level: float = 0.8,
) -> dict[Hashable, Adjusted]:
    """Adjust each dimension that one candidate was rated on, levels and severities being given.

    `usual` holds a level a dimension (points), `severity` a person's estimate (points) and the variance of its error;
    a person without one counts as average, with the whole variance between interviewers as error. `level` is the
    probability that an interval holds the universe score. Dimensions come in the order in which they first appear.

    The same numbers as `calibrate` gives for the candidate with the same severities: the posterior mean is
    C Z'R⁻¹(y - usual - severity) and its variance C + Σ (C Z'R⁻¹w)² v over people, see `elimination`. Errors of
    different people's severities are taken as independent.
    """
    rows = [score for score in scores if score.dimension in usual]
    if not rows:
        return {}
    dimensions = {dimension: k for k, dimension in enumerate(dict.fromkeys(score.dimension for score in rows))}
    interviews: defaultdict[tuple[Hashable, Hashable], list[Score]] = defaultdict(list)
    for score in rows:
        interviews[score.person, score.interview].append(score)
    gain = _gain(_precision(interviews.values(), dimensions, components), components)
    known = {person: severity.get(person, (0.0, components.interviewer)) for person, _interview in interviews}
    wide = reach(level)

    def adjust(row: Sequence[float], place: int, dimension: Hashable) -> Adjusted:
        shares: list[Share] = []
        pull: defaultdict[Hashable, float] = defaultdict(float)
        for (person, _interview), told in interviews.items():
            own = [row[dimensions[score.dimension]] for score in told]
            weight = 1 / (components.residual + len(told) * components.interview)
            pull[person] += weight * sum(own)
            shared = components.interview * weight * sum(own)
            shares += [
                Share(score, usual[score.dimension], known[person][0], (mine - shared) / components.residual)
                for score, mine in zip(told, own, strict=True)
            ]
        adjusted = usual[dimension] + sum(share.brings for share in shares)
        error = sqrt(row[place] + sum(weight**2 * known[person][1] for person, weight in pull.items()))
        low, high = adjusted - wide * error, adjusted + wide * error
        return Adjusted(adjusted, low, high, usual[dimension], tuple(shares), row[place], dict(pull))

    return {dimension: adjust(gain[place], place, dimension) for dimension, place in dimensions.items()}


def _precision(
    interviews: Iterable[Sequence[Score]], dimensions: Mapping[Hashable, int], components: Components
) -> Matrix:
    """P = Z'R⁻¹Z."""
    precision = [[0.0] * len(dimensions) for _ in dimensions]
    for told in interviews:
        damping = components.interview / (components.residual + len(told) * components.interview)
        places = [dimensions[score.dimension] for score in told]
        for one in places:
            precision[one][one] += 1 / components.residual
            for other in places:
                precision[one][other] -= damping / components.residual
    return precision


def _gain(precision: Matrix, components: Components) -> Matrix:
    """C = (P + A⁻¹)⁻¹ as L (I + L P L)⁻¹ L with L = A^½ = own I + common 11', safe at a variance of zero."""
    m = len(precision)
    own = sqrt(components.candidate_dimension)
    common = (sqrt(components.candidate_dimension + m * components.candidate) - own) / m
    inside = _both_sides(precision, own, common)
    for k in range(m):
        inside[k][k] += 1
    return _both_sides(_inverse(inside), own, common)


def _both_sides(middle: Matrix, own: float, common: float) -> Matrix:
    sums = [sum(row) for row in middle]
    half = common**2 / 2 * sum(sums)
    cross = [own * common * each + half for each in sums]
    return [
        [own**2 * value + one + other for value, other in zip(row, cross, strict=True)]
        for row, one in zip(middle, cross, strict=True)
    ]


def _inverse(matrix: Matrix) -> Matrix:
    """By Gauss and Jordan, without exchanges: every eigenvalue is 1 or more."""
    left = [[*row, *(float(k == j) for j in range(len(matrix)))] for k, row in enumerate(matrix)]
    for k, pivot in enumerate(left):
        scale = pivot[k]
        pivot[:] = [value / scale for value in pivot]
        for j, row in enumerate(left):
            if j != k and (factor := row[k]):
                row[:] = [value - factor * top for value, top in zip(row, pivot, strict=True)]
    return [row[len(matrix) :] for row in left]
