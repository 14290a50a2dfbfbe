"""Kappa: two people with weights (Cohen), every pair of interviewers at once, and many people (Fleiss)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Literal, NamedTuple, NotRequired, TypedDict

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hiring.calibration.codes import coded
from hiring.calibration.figures import quotient
from hiring.calibration.ratings import Ratings
from hiring.calibration.units import Codes, Floats, Sums, ascending, sums_of, units
from hiring.text import text

COMPARISONS = 5_000_000
"""Two ratings of one unit by two people, at most; above, the half of the people with fewer ratings is left out, again
and again. Time and memory are linear in comparisons."""

PAIRS = 50_000
"""Pairs of people reported, at most: those with most in common."""

SAME_THROUGHOUT = text("Both gave one and the same score throughout, so agreement beyond chance cannot be told.")


class PairKappa(TypedDict):
    """Cohen's kappa of two interviewers (codes, lower first) over the `n` ratings of the same units they both made."""

    interviewers: list[int]
    unweighted: float | None
    linear: float | None
    quadratic: float | None
    n: int
    why: NotRequired[str]


class Pairs(NamedTuple):
    """`rows`, ordered by interviewers; how many pairs share a unit (`found`), people `left_out` not counted."""

    rows: list[PairKappa]
    found: int
    left_out: int


class _Compared(NamedTuple):
    """One row a comparison: the pair it belongs to, and the places among the levels of what the two said."""

    pair: Codes
    one: Codes
    other: Codes


def weighted_kappa(table: ArrayLike, weights: ArrayLike | Literal["linear", "quadratic"]) -> float:
    """1 - sum w o / sum w e of a square joint table (counts or proportions), e the product of its margins.

    Cohen (1968), Psychological Bulletin 70:213-220. `weights` are disagreement weights of the table's shape, 0 for full
    agreement, or a name: "linear" is |k - l|, "quadratic" (k - l)². Weights of 1 off the diagonal give Cohen's plain
    kappa. Raises ValueError for anything else, and where chance alone leaves no disagreement to compare with.
    """
    joint = _square("table", table)
    step = np.abs(np.subtract.outer(np.arange(len(joint)), np.arange(len(joint)))).astype(float)
    if isinstance(weights, str):
        if weights not in {"linear", "quadratic"}:
            raise ValueError(f"Weights are linear, quadratic or a table, not {weights}.")
        apart = step if weights == "linear" else np.square(step)
    else:
        apart = _square("table of weights", weights)
    if apart.shape != joint.shape:
        raise ValueError(f"The table has {len(joint)} rows, the table of weights {len(apart)}.")
    if not joint.any():
        raise ValueError("The table holds no ratings.")
    joint = joint / joint.sum()
    chance = float((apart * np.outer(joint.sum(axis=1), joint.sum(axis=0))).sum())
    if chance <= 0:
        raise ValueError(str(SAME_THROUGHOUT))
    return 1 - float((apart * joint).sum()) / chance


def fleiss(counts: ArrayLike) -> float:
    """Fleiss' kappa of subjects × categories: how many people put each subject into each category.

    Fleiss (1971), Psychological Bulletin 76:378-382. Where subjects have unequal numbers of people, as generalised by
    Gwet (2014), chapter 2: subjects with two or more people give the agreement, the mean of all subjects' own shares
    gives chance. Raises ValueError where nothing can be told.
    """
    table = _table("table", counts)
    if (table != np.trunc(table)).any():
        raise ValueError("The table must hold whole numbers of people.")
    table = table[table.sum(axis=1) > 0]
    sums = sums_of(table, np.arange(table.shape[1]), 1.0)
    if not sums.paired:
        raise ValueError("No subject was rated by two people.")
    value = float(fleiss_kappa(sums))
    if np.isnan(value):
        raise ValueError("All ratings are in one category, so agreement beyond chance cannot be told.")
    return value


def fleiss_kappa(sums: Sums) -> Floats:
    """(p_a - p_e) / (1 - p_e) for each stacked set of sums, shape (…); nan where one level was said throughout."""
    agreed = quotient(np.trace(sums.pairs, axis1=-2, axis2=-1), sums.paired)
    share = quotient(sums.shares, np.broadcast_to(np.asarray(sums.units)[..., None], sums.shares.shape))
    chance = np.square(share).sum(axis=-1)
    differ = (sums.shares > 0).sum(axis=-1) > 1
    return quotient(agreed - chance, np.where(differ, 1 - chance, 0.0))


def pairwise(ratings: Ratings) -> Pairs:
    """Kappa of every two interviewers who rated the same units; pairs that share none cost nothing.

    When one of two people met a candidate twice, each of the two ratings is compared with the other person's.
    """
    levels, value = coded(ratings.score)
    unit, _ = units(ratings)
    codes, person = coded(ratings.interviewer)
    order = ascending(unit * len(codes) + person)
    unit, person, value = unit[order], person[order], value[order]
    busiest = np.argsort(np.argsort(-np.bincount(person), kind="stable"))
    people = len(codes)
    while (left := _comparisons_to_come(unit)).sum() > COMPARISONS:
        people //= 2
        kept = busiest[person] < people
        unit, person, value = unit[kept], person[kept], value[kept]
    first = np.repeat(np.arange(len(unit)), left)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(left) - left, left)
    differ = person[first] != person[second]
    first, second = first[differ], second[differ]
    if not len(first):
        return Pairs([], 0, len(codes) - people)
    key = person[first] * len(codes) + person[second]
    keys, pair = coded(key)
    found = len(keys)
    compared, keys = _most_in_common(_Compared(pair, value[first], value[second]), keys)
    return Pairs(
        _rows(compared, levels.astype(float), codes[keys // len(codes)], codes[keys % len(codes)]),
        found,
        len(codes) - people,
    )


def _comparisons_to_come(unit: Codes) -> Codes:
    """How many ratings of the same unit follow each rating; `unit` ascends."""
    size = np.bincount(unit)
    return np.cumsum(size)[unit] - np.arange(len(unit)) - 1


def _most_in_common(compared: _Compared, keys: Codes) -> tuple[_Compared, Codes]:
    if len(keys) <= PAIRS:
        return compared, keys
    kept = np.sort(np.argsort(-np.bincount(compared.pair), kind="stable")[:PAIRS])
    place = np.full(len(keys), -1)
    place[kept] = np.arange(len(kept))
    pair = place[compared.pair]
    return _Compared(pair[pair >= 0], compared.one[pair >= 0], compared.other[pair >= 0]), keys[kept]


def _rows(compared: _Compared, levels: Floats, ones: NDArray[np.int64], others: NDArray[np.int64]) -> list[PairKappa]:
    """Every count and sum is a whole number, so that "undefined" is exactly a disagreement by chance of 0."""
    pair, one, other = compared
    many, width = len(ones), len(levels)
    n = np.bincount(pair).astype(float)
    said, answered = (
        np.bincount(pair * width + value, minlength=many * width).reshape(many, width).astype(float)
        for value in (one, other)
    )
    gap = np.abs(levels[one] - levels[other])
    seen = [np.bincount(pair, weights=apart, minlength=many) for apart in (gap > 0, gap, gap**2)]
    up_to, also = (np.cumsum(margin, axis=1)[:, :-1] for margin in (said, answered))
    step = levels - levels[0]
    chance = [
        n**2 - (said * answered).sum(axis=1),
        (up_to * (n[:, None] - also) + also * (n[:, None] - up_to)) @ np.diff(levels),
        n * ((said + answered) @ step**2) - 2 * (said @ step) * (answered @ step),
    ]
    kappas = np.transpose([1 - quotient(n * apart, expected) for apart, expected in zip(seen, chance, strict=True)])
    return [
        _row([a, b], (None, None, None) if isnan(u) else (u, w, q), int(shared))
        for a, b, (u, w, q), shared in zip(ones.tolist(), others.tolist(), kappas.tolist(), n.tolist(), strict=True)
    ]


def _row(interviewers: list[int], kappas: Sequence[float | None], n: int) -> PairKappa:
    unweighted, linear, quadratic = kappas
    row: PairKappa = {
        "interviewers": interviewers,
        "unweighted": unweighted,
        "linear": linear,
        "quadratic": quadratic,
        "n": n,
    }
    if unweighted is None:
        row["why"] = str(SAME_THROUGHOUT)
    return row


def _square(name: str, given: ArrayLike) -> Floats:
    table = _table(name, given)
    if table.shape[0] != table.shape[1]:
        raise ValueError(f"The {name} must be square, not {table.shape[0]} × {table.shape[1]}.")
    return table


def _table(name: str, given: ArrayLike) -> Floats:
    table = np.asarray(given, dtype=float)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"The {name} must have rows and columns.")
    if not np.isfinite(table).all() or (table < 0).any():
        raise ValueError(f"The {name} must hold numbers from 0 up.")
    return table
