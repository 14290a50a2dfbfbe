"""Units of agreement, candidate × dimension: sums over piles of candidates that give every figure and its interval.

A rating is one value of its unit: somebody who met the same candidate twice gives that unit two values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.codes import coded, dense
from hiring.calibration.ratings import Column, Ratings

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

PILES = 500
"""Candidates are resampled one by one up to here; above, they are dealt at random into so many equal piles and whole
piles are resampled, which leaves the standard error of the interval's own width near 3 %."""

LEVELS = 128
"""Different scores, at most: sums take their square."""

_CELLS = 8_000_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Sums(NamedTuple):
    """Sums over units, once or stacked: V levels that occur, ascending. A unit with two values or more is paired.

    With n_uk values k among the m_u of unit u, `coincidences` (…, V, V) is Krippendorff's o_ck, the sum over paired
    units of n_uc (n_uk - [c = k]) / (m_u - 1); `pairs` (…, V, V) has m_u (m_u - 1) below instead, so that each paired
    unit adds 1; `paired_values` (…, V) counts values in paired units; `shares` (…, V) sums n_uk / m_u over all units;
    `paired` and `units` (…) count; `within` (…) sums r_wg over paired units, negative ones as 0, and `split` (…) counts
    those.
    """

    coincidences: Floats
    pairs: Floats
    paired_values: Floats
    shares: Floats
    units: Floats
    paired: Floats
    within: Floats
    split: Floats


@dataclass(frozen=True, eq=False)
class Piles:
    """`sums` with one leading axis over piles of candidates; `candidates` with a paired unit; the V `levels`."""

    sums: Sums
    levels: Column
    candidates: int

    def total(self) -> Sums:
        """The sums over everybody."""
        return Sums(*(part.sum(axis=0) for part in self.sums))

    def resampled(self, replicates: int, seed: int) -> Sums:
        """Sums of bootstrap samples of candidates, all units of a candidate together, stacked; one matrix product."""
        many = len(self.sums.units)
        drawn = np.random.default_rng(seed).integers(many, size=(replicates, many))
        row = np.arange(replicates)[:, None] * many
        times = np.bincount((row + drawn).ravel(), minlength=replicates * many).reshape(replicates, many).astype(float)
        flat = np.concatenate([part.reshape(many, -1) for part in self.sums], axis=1)
        ends = np.cumsum([part[0].size for part in self.sums])[:-1]
        parts = np.split(times @ flat, ends, axis=1)
        return Sums(*(new.reshape(replicates, *part.shape[1:]) for new, part in zip(parts, self.sums, strict=True)))


def in_piles(ratings: Ratings, seed: int) -> Piles:
    """Deal the candidates of at least one rating into piles and sum each, in time linear in ratings.

    Names and the order of rows do not matter: candidates are ordered by a hash of what was said of them before chance
    deals them out, so that the same seed gives the same interval after any relabelling.
    """
    levels, value = coded(ratings.score)
    unit, owner = units(ratings)
    size = np.bincount(unit, minlength=len(owner))
    many = int(owner[-1]) + 1
    piles = min(many, PILES, max(_CELLS // (2 * len(levels) ** 2 + 1), 2))
    rng = np.random.default_rng(seed)
    pile_of = np.empty(many, dtype=np.uint16)
    pile_of[np.argsort(_hashes(unit, value, owner, rng), kind="stable")] = rng.permutation(many) % piles

    pile = pile_of[owner]
    order = np.argsort(pile, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    unit = place[unit]
    by_pile = np.argsort(pile[order][unit], kind="stable")
    unit, value = unit[by_pile], value[by_pile]
    first_unit = np.searchsorted(pile[order], np.arange(piles + 1))
    first_rating = np.append(0, np.cumsum(size[order]))[first_unit]
    usual = ((ratings.scale[1] - ratings.scale[0] + 1) ** 2 - 1) / 12
    found = [
        sums_of(_counts(unit[rating] - start, value[rating], end - start, len(levels)), levels, usual)
        for start, end, rating in _slices(first_unit, first_rating)
    ]
    sums = Sums(*(np.array(part) for part in zip(*found, strict=True)))
    return Piles(sums, levels, int(np.count_nonzero(np.bincount(owner[size > 1]))))


def units(ratings: Ratings) -> tuple[Codes, Codes]:
    """(unit of each rating, candidate of each unit): dense codes from 0, ordered by candidate, then dimension."""
    candidate, dimension = dense(ratings.candidate), dense(ratings.dimension)
    width = int(dimension.max()) + 1
    key = candidate * width + dimension
    if (int(candidate.max()) + 1) * width > 16 * len(key) + 1024:
        kept, unit = np.unique(key, return_inverse=True)
    else:
        there = np.bincount(key) > 0
        kept, unit = np.flatnonzero(there), (np.cumsum(there) - 1)[key]
    return unit, kept // width


def ascending(key: Codes) -> Codes:
    """The order that sorts whole numbers from 0: sixteen bits at a time, which numpy sorts by radix in linear time."""
    order = np.argsort(key.astype(np.uint16), kind="stable")
    while (key := key >> 16).any():
        order = order[np.argsort(key[order].astype(np.uint16), kind="stable")]
    return order


def _hashes(unit: Codes, value: Codes, owner: Codes, rng: np.random.Generator) -> Floats:
    """One number a candidate, made of the scores in each unit alone; sums of whole numbers below 2**53 are exact."""
    draws = rng.integers(1 << 31, size=int(value.max()) + 1).astype(float)
    of_unit = np.bincount(unit, weights=draws[value]).astype(np.uint64) * _MIX
    of_unit = (of_unit ^ (of_unit >> np.uint64(29))) * _MIX
    return np.bincount(owner, weights=(of_unit >> np.uint64(33)).astype(float)).astype(float)


def _slices(first_unit: Codes, first_rating: Codes) -> list[tuple[int, int, slice]]:
    rows = first_rating.tolist()
    starts = first_unit.tolist()
    return [(starts[i], starts[i + 1], slice(rows[i], rows[i + 1])) for i in range(len(starts) - 1)]


def _counts(unit: Codes, value: Codes, many: int, levels: int) -> Floats:
    """Units × levels: how many values."""
    return np.bincount(unit * levels + value, minlength=many * levels).reshape(many, levels).astype(float)


def sums_of(counts: Floats, levels: Column, usual: float) -> Sums:
    """The sums of one pile; `usual` is the variance of uniform chance in r_wg, (A² - 1) / 12."""
    m = counts @ np.ones(len(levels))
    several = counts[m > 1]
    n = m[m > 1]
    by_value, by_pair = several / (n - 1)[:, None], several / (n * (n - 1))[:, None]
    points = (levels - levels[0]).astype(float)
    total = several @ points
    within = 1 - (n * (several @ points**2) - total**2) / (n * (n - 1)) / usual
    return Sums(
        coincidences=several.T @ by_value - np.diag(by_value.sum(axis=0)),
        pairs=several.T @ by_pair - np.diag(by_pair.sum(axis=0)),
        paired_values=several.sum(axis=0),
        shares=(1 / m) @ counts,
        units=np.array(float(len(m))),
        paired=np.array(float(len(n))),
        within=np.array(np.maximum(within, 0).sum()),
        split=np.array(float((within < 0).sum())),
    )
