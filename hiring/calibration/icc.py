"""Intraclass correlations: the candidates' own share of the spread in scores, for one interviewer and for a panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NotRequired, TypedDict

import numpy as np
from numpy.typing import ArrayLike

from hiring.calibration.codes import coded
from hiring.calibration.ratings import Ratings
from hiring.calibration.units import Floats, units
from hiring.text import Text, text

if TYPE_CHECKING:
    from hiring.calibration.components import Components

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")

TOO_FEW = text("This needs two or more interviewers who all rated two or more candidates.")
INCOMPLETE = text("Not every interviewer rated every candidate on every dimension.")
ALL_EQUAL = text("All scores are equal, so there is no spread to divide.")
NO_SPREAD = text("The candidates' means differ by no more than chance, and the formula gives no number.")


class Correlation(TypedDict):
    """`value` is None together with `why`; `low` or `high` is None where the interval has no such end."""

    value: float | None
    low: NotRequired[float | None]
    high: NotRequired[float | None]
    why: NotRequired[str]


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Two-way table of `n` units by `k` people: between units, within, between people, error (points²)."""

    n: int
    k: int
    units: float
    within: float
    people: float
    error: float


def complete_table(ratings: Ratings) -> Floats | Text:
    """Units × interviewers in points, or why there is none. Two meetings of the same two people give their mean."""
    unit, owner = units(ratings)
    codes, person = coded(ratings.interviewer)
    if owner[-1] < 1 or len(codes) < 2:
        return TOO_FEW
    if len(owner) * len(codes) > len(ratings):
        return INCOMPLETE
    seat = unit * len(codes) + person
    meetings = np.bincount(seat, minlength=len(owner) * len(codes))
    if not meetings.all():
        return INCOMPLETE
    if ratings.score.min() == ratings.score.max():
        return ALL_EQUAL
    total = np.bincount(seat, weights=(ratings.score - ratings.score.min()).astype(float))
    return (total / meetings).reshape(len(owner), len(codes))


def mean_squares(table: ArrayLike) -> MeanSquares:
    """Analysis of variance of a complete table, units × people (points), two or more of each.

    What only rounding holds above 0 is 0.
    """
    scores = np.asarray(table, dtype=float)
    if scores.ndim != 2 or min(scores.shape) < 2:
        raise ValueError("The table must have at least two units and two people.")
    n, k = scores.shape
    scores = scores - scores.mean()
    by_unit, by_person = scores.mean(axis=1), scores.mean(axis=0)
    left = scores - by_unit[:, None]
    dust = 1e-13 * float(np.square(scores).sum())

    def mean_square(parts: Floats, times: int, freedom: int) -> float:
        total = times * float(np.square(parts).sum())
        return total / freedom if total > dust else 0.0

    return MeanSquares(
        n=n,
        k=k,
        units=mean_square(by_unit, k, n - 1),
        within=mean_square(left, 1, n * (k - 1)),
        people=mean_square(by_person, n, k - 1),
        error=mean_square(left - by_person, 1, (n - 1) * (k - 1)),
    )


def iccs(table: ArrayLike, level: float = 0.95) -> dict[str, Correlation]:
    """The six of Shrout & Fleiss for a complete table, units × people, with intervals from F.

    Shrout & Fleiss (1979), Psychological Bulletin 86:420-428; McGraw & Wong (1996), Psychological Methods 1:30-46,
    table 7. ICC1: every unit has its own people. ICC2: people drawn at random, leniency is error. ICC3: these people,
    leniency set aside. With k: of the mean of all k people.
    """
    squares = mean_squares(table)
    singles = _one_way(squares, level), _agreement(squares, level), _consistency(squares, level)
    averages = [_averaged(single, squares.k) for single in singles]
    return {form: _correlation(ends) for form, ends in zip(FORMS, (*singles, *averages), strict=True)}


def none(why: Text) -> dict[str, Correlation]:
    """All six without a number."""
    return {form: {"value": None, "why": str(why)} for form in FORMS}


def icc_from_components(components: Components, k: int = 1, dimensions: int = 1) -> dict[str, float]:
    """ICC1, ICC2 and ICC3 (equal numbers, or `k` people's mean) from variances, for any design.

    The universe score of one candidate × dimension counts candidate and candidate × dimension; error is interview and
    residual, and the interviewer unless consistency alone is asked (ICC3). Over the mean of several `dimensions` rated
    in one interview, what belongs to a single one is divided by their number. McGraw & Wong (1996), table 4.
    """
    if k < 1 or dimensions < 1:
        raise ValueError("This needs at least one interviewer and one dimension.")
    own = components.candidate + components.candidate_dimension / dimensions
    noise = (components.interview + components.residual / dimensions) / k
    leniency = components.interviewer / k
    absolute, relative = own / (own + leniency + noise), own / (own + noise)
    ending = "k" if k > 1 else ""
    return {f"ICC1{ending}": absolute, f"ICC2{ending}": absolute, f"ICC3{ending}": relative}


_Ends = tuple[float | None, float | None, float | None]
"""Value, low, high: None where the formula has nothing above 0 to divide by."""


def _one_way(squares: MeanSquares, level: float) -> _Ends:
    n, k = squares.n, squares.k
    return _from_f(squares.units, squares.within, k, (n - 1, n * (k - 1)), level)


def _consistency(squares: MeanSquares, level: float) -> _Ends:
    n, k = squares.n, squares.k
    return _from_f(squares.units, squares.error, k, (n - 1, (n - 1) * (k - 1)), level)


def _from_f(between: float, noise: float, k: int, freedom: tuple[int, int], level: float) -> _Ends:
    """(F - 1) / (F + k - 1) at the observed F, at F below its upper quantile and above its lower one."""
    quantile = _f_quantile()
    tail = (1 + level) / 2
    divisor, factor = quantile(*freedom, tail), quantile(freedom[1], freedom[0], tail)
    return (
        _over(between - noise, between + (k - 1) * noise),
        _over(between - divisor * noise, between + (k - 1) * divisor * noise),
        _over(factor * between - noise, factor * between + (k - 1) * noise),
    )


def _agreement(squares: MeanSquares, level: float) -> _Ends:
    """ICC(A,1) with Satterthwaite's degrees of freedom, multiplied through so that no error of 0 divides."""
    n, k, between, error, people = squares.n, squares.k, squares.units, squares.error, squares.people
    value = _over(between - error, between + (k - 1) * error + k * (people - error) / n)
    if value is None:
        return None, None, None
    share = n * (1 + (k - 1) * value) - k * value
    over = (k - 1) * (n - 1) * (k * value * people + share * error) ** 2
    under = (n - 1) * (k * value * people) ** 2 + (share * error) ** 2
    freedom = over / under if under > 0 else float(k - 1)
    quantile, tail = _f_quantile(), (1 + level) / 2
    divisor, factor = quantile(n - 1, freedom, tail), quantile(freedom, n - 1, tail)
    rest = k * people + (k * n - k - n) * error
    return (
        value,
        _over(n * (between - divisor * error), divisor * rest + n * between),
        _over(n * (factor * between - error), rest + n * factor * between),
    )


def _averaged(single: _Ends, k: int) -> _Ends:
    """Spearman-Brown of the value and both ends: k rho / (1 + (k - 1) rho)."""
    value, low, high = (None if one is None else _over(k * one, 1 + (k - 1) * one) for one in single)
    return value, low, high


def _over(over: float, under: float) -> float | None:
    return over / under if under > 1e-12 * abs(over) else None


def _correlation(ends: _Ends) -> Correlation:
    value, low, high = ends
    if value is None:
        return {"value": None, "why": str(NO_SPREAD)}
    return {"value": value, "low": low, "high": high}


def _f_quantile() -> Callable[[float, float, float], float]:
    """F's quantile (numerator freedom, denominator freedom, probability)."""
    from scipy.special import fdtri

    return lambda over, under, chance: float(fdtri(over, under, chance))
