"""Intervals for the ratio and the difference of two passing rates that hold for few people, for none and for all."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, hypot, inf, log, sqrt
from operator import index
from typing import Literal

from hiring.calibration.intervals import reach

_FAR = 100.0
"""Natural logarithm of a ratio beyond every interval: that of two groups of 1e40 people would still lie inside."""

_STEPS = 64
_CLOSE = 1e-12
"""Part by which two guesses in a row may differ: the error of the second is about the square of that of the first."""


def ratio_interval(a: int, na: int, b: int, nb: int, level: float = 0.95) -> tuple[float, float]:
    """(low, high) of the ratio of a of na to b of nb; `high` is infinite when b is 0, `low` is 0 when a is 0.

    Koopman (1984), Biometrics 40:513: the ratios t that the score test of p_a = t p_b does not reject, with the
    variance at the most likely pair of rates under t. Raises ValueError for counts that cannot be, and for a level that
    is not between 0 and 1.
    """
    _check_counts(a, na, b, nb)
    z = _quantile(level)
    if a == b == 0:
        return 0.0, inf
    estimate = log(a * nb) - log(b * na) if a and b else -_FAR if b else _FAR

    def excess(log_ratio: float) -> float:
        ratio = exp(log_ratio)
        p_b = _likeliest_at_ratio(ratio, a, na, b, nb)
        p_a = min(ratio * p_b, 1.0)
        variance = p_a * (1 - p_a) / na + ratio * ratio * p_b * (1 - p_b) / nb
        return abs(a / na - ratio * b / nb) - z * sqrt(variance)

    low = exp(_turn(excess, estimate, -_FAR)) if a else 0.0
    high = exp(_turn(excess, estimate, _FAR)) if b else inf
    return low, high


def difference_interval(
    a: int, na: int, b: int, nb: int, level: float = 0.95, method: Literal["score", "newcombe"] = "score"
) -> tuple[float, float]:
    """(low, high) of the difference a of na less b of nb, both between -1 and 1.

    "score": Miettinen & Nurminen (1985), Statistics in Medicine 4:213: the differences that their score test does not
    reject, its variance times N / (N - 1). "newcombe": method 10 of Newcombe (1998), Statistics in Medicine 17:873,
    which squares and adds the distances to Wilson's limits of either rate. Raises ValueError for counts that cannot be,
    and for a level that is not between 0 and 1.
    """
    _check_counts(a, na, b, nb)
    z = _quantile(level)
    estimate = a / na - b / nb
    if method == "newcombe":
        (low_a, high_a), (low_b, high_b) = _wilson(a, na, z), _wilson(b, nb, z)
        below = hypot(a / na - low_a, high_b - b / nb)
        above = hypot(high_a - a / na, b / nb - low_b)
        return max(estimate - below, -1.0), min(estimate + above, 1.0)

    inflation = (na + nb) / (na + nb - 1)

    def excess(difference: float) -> float:
        p_b = _likeliest_at_difference(difference, a, na, b, nb)
        p_a = min(max(p_b + difference, 0.0), 1.0)
        variance = (p_a * (1 - p_a) / na + p_b * (1 - p_b) / nb) * inflation
        return abs(estimate - difference) - z * sqrt(variance)

    low = _turn(excess, estimate, -1.0) if estimate > -1 else -1.0
    high = _turn(excess, estimate, 1.0) if estimate < 1 else 1.0
    return low, high


def _likeliest_at_ratio(ratio: float, a: int, na: int, b: int, nb: int) -> float:
    """The most likely p_b when p_a is `ratio` times it: the smaller root of Koopman's quadratic.

    Both the discriminant and the root are written as sums of what cannot be negative, so that nothing cancels.
    """
    sum_of_roots = ratio * (na + b) + a + nb
    discriminant = (ratio * (na + b) - (a + nb)) ** 2 + 4 * ratio * (na - a) * (nb - b)
    return min(2 * (a + b) / (sum_of_roots + sqrt(discriminant)), 1.0)


def _likeliest_at_difference(difference: float, a: int, na: int, b: int, nb: int) -> float:
    """The most likely p_b when p_a is `difference` more: where the likelihood's slope, cleared of fractions, turns.

    Miettinen and Nurminen's closed form takes the arc cosine of a number near 1 and loses half the digits of rates near
    0 or 1; the factors here keep them.
    """

    def slope(p_b: float) -> float:
        pull_a, room_a = _pull(a, na, p_b + difference)
        pull_b, room_b = _pull(b, nb, p_b)
        return pull_a * room_b + pull_b * room_a

    return _turn(slope, min(1.0, 1.0 - difference), max(0.0, -difference))


def _pull(passed: int, entered: int, rate: float) -> tuple[float, float]:
    """(numerator, denominator) of the slope of one group's log likelihood, without a factor that both have."""
    if passed == 0:
        return -entered, 1 - rate
    if passed == entered:
        return entered, rate
    return passed - entered * rate, rate * (1 - rate)


def _turn(excess: Callable[[float], float], inside: float, outside: float) -> float:
    """Where `excess` turns from at most 0, next to `inside`, to more, next to `outside`; an end when it does not turn.

    Ridders (1979), IEEE Transactions on Circuits and Systems 26:979: a step halves the bracket whatever the function
    does, and mostly doubles the digits. Where it is 0 at an end, that says nothing of what it is beside it, and a step
    only halves until that end has moved.
    """
    at_inside, at_outside = excess(inside), excess(outside)
    if at_inside > 0:
        return inside
    if at_outside < 0:
        return outside
    last = inside
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        at_middle = excess(middle)
        bend = sqrt(at_middle * at_middle - at_inside * at_outside) if at_inside < 0 < at_outside else 0.0
        guess = middle - (middle - inside) * at_middle / bend if bend else middle
        if at_middle > 0:
            outside, at_outside = middle, at_middle
        else:
            inside, at_inside = middle, at_middle
        if min(inside, outside) < guess < max(inside, outside):
            if abs(guess - last) <= _CLOSE * abs(guess):
                return guess
            last, at_guess = guess, excess(guess)
            if at_guess > 0:
                outside, at_outside = guess, at_guess
            else:
                inside, at_inside = guess, at_guess
    return inside


def _wilson(passed: int, entered: int, z: float) -> tuple[float, float]:
    """Wilson (1927): the rates that the score test of one rate does not reject."""
    centre = passed + z * z / 2
    wide = z * sqrt(passed * (entered - passed) / entered + z * z / 4)
    low = (centre - wide) / (entered + z * z) if passed else 0.0
    high = (centre + wide) / (entered + z * z) if passed < entered else 1.0
    return low, high


def _quantile(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"The level {level} is not between 0 and 1.")
    return reach(level)


def _check_counts(a: int, na: int, b: int, nb: int) -> None:
    for passed, entered in ((index(a), index(na)), (index(b), index(nb))):
        if entered < 1:
            raise ValueError(f"A rate needs at least one person, not {entered}.")
        if not 0 <= passed <= entered:
            raise ValueError(f"{passed} of {entered} is not a rate.")
