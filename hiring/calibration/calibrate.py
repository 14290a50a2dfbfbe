"""Ratings in, an honest picture out: adjusted scores with their intervals, severities, and what may not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hiring.calibration.blocks import Floats, lay_out
from hiring.calibration.components import Components
from hiring.calibration.equations import Solution
from hiring.calibration.fitting import fit, fit_within, is_beyond_chance, routing
from hiring.calibration.groups import groups
from hiring.calibration.intervals import reach
from hiring.calibration.links import weak_links
from hiring.calibration.packing import Codes, pack, without_apart
from hiring.calibration.posterior import Posterior, posterior
from hiring.calibration.ratings import Column, Ratings
from hiring.calibration.remarks import remarks
from hiring.calibration.summary import Table, cells, means
from hiring.calibration.tables import Group, acquaintance, cell_table, group_rows, mean_table, severity_table
from hiring.text import Text, text

MOST_DIMENSIONS = 2000


@dataclass(frozen=True, eq=False)
class Calibration:
    """What `calibrate` found. Every figure is in points of the scale; codes are those of `ratings`.

    `usual` has one level a dimension code: what an average candidate gets from an average interviewer (nan for a code
    that no rating uses). `perspectives` has what each kind of interviewer adds to it, in the order of codes (0 alone
    where kinds cannot be told apart): a severity is relative to one's own kind.

    `cells` holds rated cells by candidate and dimension, `raw` being the mean over people of each one's own mean;
    `means` a row a candidate, `raw` being the plain mean of all ratings and `adjusted` the mean over all dimensions,
    for reliability work and never a rank; `severity` a row an interviewer, + being lenient. `routing` is the
    correlation of severity with how strong the candidates were whom an interviewer met, None where too few are known.
    `is_within` says that severities were told within candidates alone, because strong ones were not met at random.
    `notes` belong beside the numbers. When `why` is set nothing may be adjusted, and adjusted, low and high are nan.
    """

    ratings: Ratings
    level: float
    components: Components
    reml: float | None
    usual: Floats
    perspectives: Floats
    cells: Table
    means: Table
    severity: Table
    groups: list[Group]
    routing: float | None
    is_within: bool
    notes: tuple[Text, ...]
    why: Text | None


def calibrate(
    ratings: Ratings, *, components: Components | None = None, level: float = 0.95, prior: bool = True
) -> Calibration:
    """Separate candidates, interviewers, interviews and noise in `ratings`, and say how sure that is.

    `components` skips their estimation, for instance with an organisation's pooled ones. Without them they are
    estimated by restricted likelihood, with a weak prior that keeps small data off zero, or come from that prior alone
    under five interviewers or fifty ratings; `prior=False` always estimates, by plain restricted likelihood. `level` is
    the probability that an interval holds the truth. Raises ValueError for no ratings, for more than
    `MOST_DIMENSIONS` dimensions, and for a level that does not lie between 0 and 1.

    The model is the crossed one of generalizability theory (Brennan 2001) with a term for each interview; see
    `elimination` and `equations`, and `fitting` for candidates who were not met at random. Time and memory grow with
    the number of ratings.
    """
    if not len(ratings):
        raise ValueError("There are no ratings to calibrate.")
    if not 0 < level < 1 or (1 + level) / 2 == 1:
        raise ValueError(f"The level is {level}; it must lie between 0 and 1.")
    packed, codes = pack(ratings)
    if len(codes.dimension) > MOST_DIMENSIONS:
        raise ValueError(
            f"There are {len(codes.dimension):,} dimensions; {MOST_DIMENSIONS:,} are the most that can be calibrated "
            "together. Calibrate one rubric at a time."
        )
    packed = without_apart(packed)
    of_candidate, of_interviewer = groups(packed.candidate, packed.interviewer)
    layout, met = lay_out(packed), acquaintance(packed)
    solution = fit(packed, layout, components, of_interviewer, prior=prior)
    found = posterior(solution)
    routed = routing(packed, found.severity[:, 0], found.mean[:, 0], of_interviewer, met.is_enough)
    is_within = prior and of_interviewer.max() == 0 and is_beyond_chance(routed, met.is_enough)
    if is_within:
        solution = fit_within(layout, solution, Components.prior(packed.scale))
        found = posterior(solution)
        routed = routing(packed, found.severity[:, 0], found.mean[:, 0], of_interviewer, met.is_enough)
    why = _why_not(packed)
    if why is not None:
        found = Posterior(np.full_like(found.cell, np.nan), np.full_like(found.mean, np.nan), found.severity)

    wide = reach(level)
    raw_cells, raw_means = cells(packed), means(packed)
    links = weak_links(packed, solution.components, of_candidate, of_interviewer)
    calibration = Calibration(
        ratings=ratings,
        level=level,
        components=solution.components,
        reml=solution.criterion,
        usual=_usual(solution, codes.dimension),
        perspectives=layout.kinds @ solution.effects[layout.dimensions : layout.fixed],
        cells=cell_table(raw_cells, found.cell, wide, of_candidate[raw_cells["candidate"]]),
        means=mean_table(raw_means, found.mean, wide, of_candidate),
        severity=severity_table(packed, met, found.severity, wide, of_interviewer),
        groups=group_rows(packed, of_candidate, of_interviewer, links, codes.interviewer),
        routing=routed,
        is_within=is_within,
        notes=(),
        why=why,
    )
    _name(calibration, codes)
    return replace(calibration, notes=remarks(calibration))


def _name(calibration: Calibration, codes: Codes) -> None:
    """Put the caller's codes where the places of packed ratings stand."""
    for table in (calibration.cells, calibration.means):
        table["candidate"] = codes.candidate[table["candidate"]]
    calibration.cells["dimension"] = codes.dimension[calibration.cells["dimension"]]
    calibration.severity["interviewer"] = codes.interviewer[calibration.severity["interviewer"]]


def _why_not(packed: Ratings) -> Text | None:
    if packed.interviewer.max() > 0:
        return None
    return text("One interviewer gave every rating: how that person usually rates cannot be told from the candidates.")


def _usual(solution: Solution, dimension: Column) -> Floats:
    usual = np.full(dimension[-1] + 1, np.nan)
    usual[dimension] = solution.effects[: len(dimension)] + solution.layout.centre
    return usual
