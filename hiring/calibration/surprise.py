"""How likely is so wide a spread among n people who all saw the same candidate, if they differ as people usually do."""

from __future__ import annotations

from functools import lru_cache
from math import erf, exp, hypot, pi, sqrt

from hiring.calibration.components import PRIOR_DEVIATIONS, Components

_STEP = 1 / 8
_GRID = [_STEP * step for step in range(-72, 73)]
_DENSITY = [exp(-x * x / 2) / sqrt(2 * pi) for x in _GRID]
_PANELS = 8


def usual_deviation(scale: tuple[int, int]) -> float:
    """Standard deviation of one person's level in points: hypot(.83, .37) = .909 on 1-5, times (K-1)/4.

    How lenient somebody is in general is left out on purpose: the spread that it adds is a difference between
    interviewers that the meeting should hear of, not noise.
    """
    low, high = scale
    interview, residual = PRIOR_DEVIATIONS[3:]
    return hypot(residual, interview) * (high - low) / 4


def range_at_most(width: float, people: int) -> float:
    """P(range <= width) of `people` independent standard normals.

    Tippett (1925), Hartley (1942): P(R <= w) = n * integral of phi(x) * [Phi(x + w) - Phi(x)]^(n-1) dx. The integrand
    is smooth and vanishes at both ends, so the trapezoid rule is exact to better than 1e-9 here.
    """
    if people < 2:
        return 1.0
    if width <= 0:
        return 0.0
    inside = ((_below(x + width) - _below(x)) ** (people - 1) for x in _GRID)
    return people * _STEP * sum(density * share for density, share in zip(_DENSITY, inside, strict=True))


def fitted_deviation(components: Components) -> float:
    """Standard deviation of one person's level in points, from the residual and halo variances that a fit found."""
    return sqrt(components.residual + components.interview)


@lru_cache(maxsize=4096)
def chance_of_spread(spread: float, people: int, scale: tuple[int, int], deviation: float | None = None) -> float:
    """P(levels are at least `spread` points apart) when only noise divides people; 1.0 for one person.

    `deviation` is one person's in points; the usual one on this scale unless said. It must be above 0.

    Levels are whole points. If the true value lies anywhere between two points with equal chance, the rounded range is
    at most r with the probability P(range <= w) averaged over w from r to r + 1: summing P(all fall in r + 1
    neighbouring cells, the lowest of them taken) over all cells and phases gives A(r+1) - A(r) with A(w) = integral of
    [Phi(x + w) - Phi(x)]^n dx, whose derivative is P(range <= w). So P(at least r) = 1 - the average from r - 1 to r
    (Simpson). The ends of the scale are ignored; they only make wide spreads rarer than said here.
    """
    if people < 2 or spread <= 0:
        return 1.0
    deviation = usual_deviation(scale) if deviation is None else deviation
    start = max(spread - 1, 0.0)
    step = (spread - start) / _PANELS
    weights = [1, *([4, 2] * (_PANELS // 2 - 1)), 4, 1]
    heights = (range_at_most((start + step * i) / deviation, people) for i in range(_PANELS + 1))
    return 1 - sum(weight * height for weight, height in zip(weights, heights, strict=True)) * step / 3


def _below(x: float) -> float:
    """The standard normal distribution function."""
    return (1 + erf(x / sqrt(2))) / 2
