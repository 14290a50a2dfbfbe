"""Ratings in, an honest picture out: adjusted scores with their intervals, severities, and what may not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TypedDict

import numpy as np

from hiring.calibration.blocks import Floats, lay_out
from hiring.calibration.components import Components
from hiring.calibration.equations import Solution, solve
from hiring.calibration.groups import groups
from hiring.calibration.identified import unidentified
from hiring.calibration.links import Link, weak_links
from hiring.calibration.packing import connected_part, pack
from hiring.calibration.posterior import Posterior, posterior
from hiring.calibration.ratings import Column, Ratings
from hiring.calibration.remarks import remarks
from hiring.calibration.reml import estimate
from hiring.calibration.summary import Table, cells, means
from hiring.text import Text, text

FEWEST_INTERVIEWERS = 5
FEWEST_RATINGS = 50
"""Under either, the components come from elsewhere: so few say nothing of how much people differ."""

MOST_AT_ONCE = 100_000
PART = 20_000
NEAR = 0.05
"""Above so many ratings the components are sought on a connected part first, and then on all from there: a step or
two, until one is as short as this (log standard deviations), after which the next would be its square.
"""

FEWEST_CANDIDATES = 8
FEWEST_OTHERS = 3
"""Under either, a page keeps silent about an interviewer's severity."""

_ESTIMATES = [("adjusted", np.float64), ("low", np.float64), ("high", np.float64), ("group", np.int64)]
_CELL = np.dtype([("candidate", np.int64), ("dimension", np.int64), ("n", np.int64), ("raw", np.float64), *_ESTIMATES])
_MEAN = np.dtype([("candidate", np.int64), ("n", np.int64), ("raw", np.float64), *_ESTIMATES])
_SEVERITY = np.dtype(
    [
        ("interviewer", np.int64),
        ("ratings", np.int64),
        ("candidates", np.int64),
        ("estimate", np.float64),
        ("low", np.float64),
        ("high", np.float64),
        ("group", np.int64),
        ("shown", np.bool_),
    ]
)


class Group(TypedDict):
    """One connected component: how many of each it holds, and where it hangs by a thread."""

    group: int
    candidates: int
    interviewers: int
    ratings: int
    links: list[Link]


@dataclass(frozen=True, eq=False)
class Calibration:
    """What `calibrate` found. Every figure is in points of the scale; codes are those of `ratings`.

    `usual` has one level a dimension code: what an average candidate gets from an average interviewer (nan for a code
    that no rating uses). `cells` holds rated cells by candidate and dimension, `raw` being the mean over people of each
    one's own mean; `means` a row a candidate, `raw` being the plain mean of all ratings and `adjusted` the mean over
    all dimensions, for reliability work and never a rank; `severity` a row an interviewer, + being lenient. `notes`
    belong beside the numbers. When `why` is set nothing may be adjusted, and adjusted, low and high are nan.
    """

    ratings: Ratings
    level: float
    components: Components
    reml: float | None
    usual: Floats
    cells: Table
    means: Table
    severity: Table
    groups: list[Group]
    notes: tuple[Text, ...]
    why: Text | None


def calibrate(
    ratings: Ratings, *, components: Components | None = None, level: float = 0.95, prior: bool = True
) -> Calibration:
    """Separate candidates, interviewers, interviews and noise in `ratings`, and say how sure that is.

    `components` skips their estimation, for instance with an organisation's pooled ones. Without them they are
    estimated by restricted likelihood, with a weak prior that keeps small data off zero, or come from that prior alone
    under `FEWEST_INTERVIEWERS` or `FEWEST_RATINGS`; `prior=False` always estimates, by restricted likelihood alone.
    `level` is the probability that an interval holds the truth, between 0 and 1. Raises ValueError for no ratings and
    for a level outside.

    The model is the crossed one of generalizability theory (Brennan 2001) with a term for each interview; see
    `equations` and `elimination`. Time and memory grow with the number of ratings.
    """
    if not len(ratings):
        raise ValueError("There are no ratings to calibrate.")
    if not 0 < level < 1:
        raise ValueError(f"The level is {level}; it must lie between 0 and 1.")
    packed, codes = pack(ratings)
    group_of_candidate, group_of_interviewer = groups(packed.candidate, packed.interviewer)
    why = _why_not(packed)
    solution = _solution(packed, components, group_of_interviewer, prior=prior)
    found = posterior(solution)
    if why is not None:
        found = Posterior(np.full_like(found.cell, np.nan), np.full_like(found.mean, np.nan), found.severity)
    used = solution.components
    links = weak_links(packed, used, group_of_candidate, group_of_interviewer)
    reach = NormalDist().inv_cdf((1 + level) / 2)
    calibration = Calibration(
        ratings=ratings,
        level=level,
        components=used,
        reml=solution.criterion,
        usual=_usual(solution, codes.dimension),
        cells=_rows(_CELL, cells(ratings), found.cell, reach, group_of_candidate, codes.candidate),
        means=_rows(_MEAN, means(ratings), found.mean, reach, group_of_candidate, codes.candidate),
        severity=_severity(packed, found.severity, reach, group_of_interviewer, codes.interviewer),
        groups=_groups(packed, group_of_candidate, group_of_interviewer, links, codes.interviewer),
        notes=(),
        why=why,
    )
    return replace(calibration, notes=remarks(calibration))


def _why_not(packed: Ratings) -> Text | None:
    if packed.interviewer.max() > 0:
        return None
    return text("One interviewer gave every rating: how that person usually rates cannot be told from the candidates.")


def _solution(packed: Ratings, given: Components | None, group_of_interviewer: Column, *, prior: bool) -> Solution:
    usual = Components.prior(packed.scale)
    layout = lay_out(packed)
    if given is not None:
        return solve(layout, given)
    is_small = packed.interviewer.max() + 1 < FEWEST_INTERVIEWERS or len(packed) < FEWEST_RATINGS
    if (prior and is_small) or not _varies(packed):
        return solve(layout, usual)
    if len(packed) <= MOST_AT_ONCE:
        return estimate(layout, usual, penalised=prior, dropped=unidentified(packed))
    dropped = unidentified(packed)
    part = lay_out(connected_part(packed, group_of_interviewer, PART))
    start = estimate(part, usual, penalised=prior, dropped=dropped, close=NEAR)
    return estimate(layout, usual, penalised=prior, dropped=dropped, start=start.components, close=NEAR)


def _varies(packed: Ratings) -> bool:
    """Whether any two ratings of one dimension differ."""
    lowest = np.full(packed.dimension.max() + 1, packed.scale[1])
    np.minimum.at(lowest, packed.dimension, packed.score)
    return bool((packed.score > lowest[packed.dimension]).any())


def _usual(solution: Solution, dimension: Column) -> Floats:
    usual = np.full(dimension[-1] + 1, np.nan)
    usual[dimension] = solution.effects[: len(dimension)] + solution.layout.centre
    return usual


def _rows(kind: np.dtype[np.void], raw: Table, found: Floats, reach: float, group: Column, codes: Column) -> Table:
    """The raw table with estimates beside it; `raw` names candidates by their own codes, `group` by place."""
    table = np.empty(len(raw), kind)
    for name in set(raw.dtype.names or ()) & set(kind.names or ()):
        table[name] = raw[name]
    table["adjusted"] = found[:, 0]
    table["low"], table["high"] = found[:, 0] - reach * found[:, 1], found[:, 0] + reach * found[:, 1]
    table["group"] = group[np.searchsorted(codes, raw["candidate"])]
    return table


def _severity(packed: Ratings, found: Floats, reach: float, group: Column, codes: Column) -> Table:
    candidates, others = _acquaintance(packed)
    table = np.empty(len(codes), _SEVERITY)
    table["interviewer"] = codes
    table["ratings"] = np.bincount(packed.interviewer)
    table["candidates"] = candidates
    table["estimate"] = found[:, 0]
    table["low"], table["high"] = found[:, 0] - reach * found[:, 1], found[:, 0] + reach * found[:, 1]
    table["group"] = group
    table["shown"] = (candidates >= FEWEST_CANDIDATES) & (others >= FEWEST_OTHERS)
    return table


def _acquaintance(packed: Ratings) -> tuple[Column, Column]:
    """(candidates met, other interviewers who met any of the same candidates), both by interviewer."""
    from scipy.sparse import csr_array

    shape = (int(packed.interviewer.max()) + 1, int(packed.candidate.max()) + 1)
    met = csr_array((np.ones(len(packed)), (packed.interviewer, packed.candidate)), shape=shape)
    met.sum_duplicates()
    return np.diff(met.indptr).astype(np.int64), np.diff((met @ met.T).indptr).astype(np.int64) - 1


def _groups(
    packed: Ratings, of_candidate: Column, of_interviewer: Column, links: list[list[Link]], codes: Column
) -> list[Group]:
    ratings = np.bincount(of_candidate[packed.candidate])
    candidates, interviewers = np.bincount(of_candidate), np.bincount(of_interviewer)
    return [
        Group(
            group=number,
            candidates=int(candidates[number]),
            interviewers=int(interviewers[number]),
            ratings=int(ratings[number]),
            links=[{**link, "sides": [codes[side].tolist() for side in link["sides"]]} for link in weak],
        )
        for number, weak in enumerate(links)
    ]
