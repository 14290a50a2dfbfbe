"""Simulated loops whose truth is known, made by a latent probit model that is not the one the engine fits.

    latent = theta_c + delta_cd + level_d + leniency_r + taste_rd + halo_interview + noise;    score = cuts passed

The defaults have the shape and the marginals of the files in `tests/data/calibration/synthetic/`: cuts, levels and
deviations are those under which the truth given there is likeliest, to a tenth or less.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from hiring.calibration import Ratings

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """How loops of one kind are made; deviations are on the latent scale, where noise has 1."""

    interviews: tuple[int, int] = (4, 8)  # asked for, per candidate; the same two people meet once unless `again`
    rated: tuple[int, int] = (2, 4)  # dimensions in one interview
    popular: tuple[float, ...] = (1.0,) * 6  # how willingly each dimension is rated
    load: int = 120  # ratings per interviewer, about
    team: int = 24
    away: float = 0.2  # share of interviews given by another team
    islands: int = 1
    again: bool = False
    routing: float = 0.0  # correlation of a candidate's strength with the severity of those met
    candidate: float = 0.8
    candidate_dimension: float = 0.5
    leniency: float = 0.6
    taste: float = 0.2
    halo: float = 0.5
    easy: float = 0.0  # added to every level
    cuts: tuple[float, ...] = (-1.7, -0.7, 0.5, 1.7)
    low: int = 1
    careless: float = 0.0  # share of interviewers who score at random, and as many who give the middle to everybody
    kinds: tuple[float, ...] = (0.0,)  # what each perspective adds

    @property
    def scale(self) -> tuple[int, int]:
        return self.low, self.low + len(self.cuts)

    @property
    def levels(self) -> Floats:
        return self.easy + np.linspace(-0.3, 0.3, len(self.popular))


BASE = Kind()
KINDS = {
    "base": BASE,
    "noeffect": replace(BASE, leniency=0.0),
    "thin": replace(BASE, interviews=(1, 2)),
    "disconnected": replace(BASE, islands=2),
    "routing": replace(BASE, routing=0.6),
    "ceiling": replace(BASE, easy=2.1),
    "halo": replace(BASE, halo=1.2),
    "rogue": replace(BASE, careless=0.1),
    "four-point": replace(BASE, cuts=(-1.2, 0.0, 1.2)),
    "eleven-point": replace(BASE, cuts=tuple(np.linspace(-2.4, 2.4, 10).tolist()), low=0),
    "unequal": replace(BASE, interviews=(1, 8), rated=(1, 5), popular=(1.0, 1.0, 0.7, 0.4, 0.2, 0.1)),
    "again": replace(BASE, again=True, team=8, away=0.1),
    "perspectives": replace(BASE, kinds=(0.5, 0.0, -0.4)),
}


@dataclass(frozen=True, eq=False)
class Loops:
    """Ratings with what nobody sees: universe scores in points (candidate × dimension) and latent leniency.

    `honest` tells the interviewers who score what they see from the careless ones.
    """

    ratings: Ratings
    truth: Floats
    leniency: Floats
    honest: NDArray[np.bool_]


def simulate(kind: Kind, *, ratings: int = 2000, seed: int) -> Loops:
    """About so many ratings (fewer where two people drew each other twice), always the same for one seed."""
    rng = np.random.default_rng(seed)
    candidates = max(2, round(ratings / (np.mean(kind.interviews) * np.mean(kind.rated))))
    interviewers = kind.islands * max(2, round(ratings / kind.load / kind.islands))
    dimensions = len(kind.popular)

    theta = rng.normal(0, kind.candidate, candidates)
    seen = theta[:, None] + rng.normal(0, kind.candidate_dimension, (candidates, dimensions)) + kind.levels
    leniency = rng.normal(0, kind.leniency, interviewers)
    perspective = np.arange(interviewers) % len(kind.kinds)
    gives = leniency + np.array(kind.kinds)[perspective]
    taste = rng.normal(0, kind.taste, (interviewers, dimensions))

    c, r, interview = _meetings(kind, theta, leniency, rng)
    halo = rng.normal(0, kind.halo, len(c))
    row, d = np.nonzero(_subsets(kind, len(c), rng))
    halo, interview, c, r = halo[row], interview[row], c[row], r[row]
    latent = seen[c, d] + gives[r] + taste[r, d] + halo + rng.normal(size=len(c))
    score = kind.low + np.searchsorted(kind.cuts, latent)

    careless = rng.permutation(interviewers)
    some = round(kind.careless * interviewers)
    random, middle = np.isin(r, careless[:some]), np.isin(r, careless[some : 2 * some])
    score[random] = rng.integers(kind.low, kind.scale[1] + 1, random.sum())
    score[middle] = sum(kind.scale) // 2
    return Loops(
        ratings=Ratings(
            c,
            r,
            d,
            score,
            scale=kind.scale,
            interview=interview if kind.again else None,
            perspective=perspective[r] if len(kind.kinds) > 1 else None,
        ),
        truth=universe(kind, seen, np.bincount(perspective[r], minlength=len(kind.kinds)) / len(r)),
        leniency=leniency,
        honest=~np.isin(np.arange(interviewers), careless[: 2 * some]),
    )


def universe(kind: Kind, seen: Floats, share: Floats) -> Floats:
    """What an interviewer drawn at random would give on average, careless ones included.

    `share` is how often each perspective rates. Of those who look it is the lowest point and, for every cut, the chance
    to pass it: leniency, taste, halo and noise add up to one normal variable.
    """
    spread = np.sqrt(kind.leniency**2 + kind.taste**2 + kind.halo**2 + 1)
    points = np.full(seen.shape, float(kind.low))
    for (added, weight), cut in product(zip(kind.kinds, share, strict=True), kind.cuts):
        points += weight * ndtr((seen + added - cut) / spread)
    at_random, middle = sum(kind.scale) / 2, sum(kind.scale) // 2
    return (1 - 2 * kind.careless) * points + kind.careless * (at_random + middle)


def _meetings(kind: Kind, theta: Floats, leniency: Floats, rng: np.random.Generator) -> tuple[Codes, Codes, Codes]:
    """(candidate, interviewer, how many times these two had met before), ordered so."""
    interviewers = len(leniency)
    island_size = interviewers // kind.islands
    teams = kind.islands * max(1, round(island_size / kind.team))
    bounds = np.round(np.linspace(0, interviewers, teams + 1)).astype(np.int64)
    by_severity = np.lexsort([leniency, np.repeat(np.arange(teams), np.diff(bounds))])

    c = np.repeat(np.arange(len(theta)), rng.integers(kind.interviews[0], kind.interviews[1] + 1, len(theta)))
    home = rng.integers(0, teams, len(theta))[c]
    per_island = teams // kind.islands
    elsewhere = home // per_island * per_island + rng.integers(0, per_island, len(c))
    team = np.where(rng.random(len(c)) < kind.away, elsewhere, home)
    place = rng.random(len(c))
    if kind.routing:
        strength = theta[c] / kind.candidate
        place = ndtr(np.sqrt(1 - kind.routing**2) * ndtri(place) - kind.routing * strength)
    size = np.diff(bounds)[team]
    r = by_severity[bounds[team] + np.minimum((place * size).astype(np.int64), size - 1)]

    both, first, times = np.unique(np.sort(c * interviewers + r), return_index=True, return_counts=True)
    if not kind.again:
        return both // interviewers, both % interviewers, np.zeros_like(both)
    both = np.repeat(both, times)
    return both // interviewers, both % interviewers, np.arange(len(both)) - np.repeat(first, times)


def _subsets(kind: Kind, interviews: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which dimensions each interview rates: their number is uniform in `rated`, popular ones come oftener."""
    subsets = np.array(list(product([False, True], repeat=len(kind.popular))))
    sizes = subsets.sum(axis=1)
    weight = np.where(subsets, kind.popular, 1.0).prod(axis=1)
    chance = np.zeros(len(subsets))
    for size in range(kind.rated[0], kind.rated[1] + 1):
        chance[sizes == size] = weight[sizes == size] / weight[sizes == size].sum()
    steps = np.cumsum(chance) / chance.sum()
    return np.asarray(subsets[np.searchsorted(steps, rng.random(interviews) * steps[-1], side="right")])
