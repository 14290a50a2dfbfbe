"""How people judged one dimension, as sums that can be added up.

One row a candidate, with m levels whose sum is s and sum of squares q, in points above the lowest level. Sums are kept
in piles of candidates: leaving out one pile after the other says how sure a figure is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PILES = 20

COLUMNS = (
    "candidates",
    "asked",
    "assessed",
    "ratings",
    "squared_sizes",
    "total",
    "between",
    "squares",
    "met_twice",
    "paired",
    "paired_total",
    "paired_squares",
    "apart",
    "pairs",
    "same",
    "near",
)
"""Candidates and cards that were asked about it; candidates of whom somebody could say; m, m², s, s² / m and q of all;
candidates judged by two or more; m, s, q of those, and 2 (mq - s²) / (m - 1), which is m times the mean squared
distance of two people; pairs of people, those at the same level, and those at most one level apart."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One dimension of many candidates: `levels` (candidates × levels) counts, `asked` (candidates) cards."""

    asked: NDArray[np.int64]
    levels: NDArray[np.int64]

    def of(self, rows: NDArray[np.intp]) -> Judged:
        return Judged(self.asked[rows], self.levels[rows])

    def belongs(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Of some candidates: asked about, assessed by somebody, judged by two."""
        many = self.levels[rows].sum(axis=1)
        return np.stack([self.asked[rows] > 0, many > 0, many > 1], axis=1)


def sums(judged: Judged, piles: NDArray[np.intp]) -> Floats:
    """COLUMNS by pile, for candidates dealt into `piles`."""
    counts = judged.levels.astype(float)
    points = np.arange(counts.shape[1], dtype=float)
    m, s, q = counts.sum(axis=1), counts @ points, counts @ points**2
    several = (m > 1).astype(float)
    pairs = m * (m - 1) / 2
    same = (counts * (counts - 1)).sum(axis=1) / 2
    rows = np.stack(
        [
            (judged.asked > 0).astype(float),
            judged.asked.astype(float),
            (m > 0).astype(float),
            m,
            m**2,
            s,
            np.divide(s**2, m, out=np.zeros_like(m), where=m > 0),
            q,
            several,
            several * m,
            several * s,
            several * q,
            np.divide(2 * (m * q - s**2), m - 1, out=np.zeros_like(m), where=m > 1),
            pairs,
            same,
            same + (counts[:, 1:] * counts[:, :-1]).sum(axis=1),
        ]
    )
    return np.stack([np.bincount(piles, weights=row, minlength=PILES) for row in rows])
