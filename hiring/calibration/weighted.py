"""The composite that a rubric declared: the weighted mean of its dimensions, and how far others might put it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from hiring.calibration import panel
from hiring.calibration.components import Components
from hiring.calibration.intervals import reach
from hiring.calibration.panel import Score

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Weighted:
    """On the scale of the levels, from so many dimensions and people."""

    value: float
    low: float
    high: float
    dimensions: int
    people: int


def weighted(
    scores: Iterable[Score],
    weights: Mapping[Hashable, int],
    *,
    components: Components,
    scale: tuple[int, int] = (1, 5),
    level: float = 0.8,
) -> Weighted | None:
    """The mean of the dimensions' own means, each counted as declared; None of fewer than two people.

    A dimension that nobody rated is left out with its weight. The range is where another panel of as many people like
    these would put it: what an interviewer adds to every level of theirs does not average out over dimensions, only
    over people, so the range is wider than one that takes all levels for independent.
    """
    given = [score for score in scores if score.dimension in weights]
    cells = {cell.dimension: cell for cell in panel.cells(given)}
    people = {score.person for score in given}
    if len(people) < FEWEST:
        return None
    total = sum(weights[name] for name in cells)
    value = sum(Fraction(weights[name] * sum(cell.own), cell.n) for name, cell in cells.items()) / total
    counted: defaultdict[Hashable, float] = defaultdict(float)
    alone = 0.0
    for (name, person), meetings in Counter((score.dimension, score.person) for score in given).items():
        share = weights[name] / (total * cells[name].n)
        counted[person] += share
        alone += share**2 / meetings
    whole = components.interviewer + components.interview
    spread = reach(level) * sqrt(whole * sum(share**2 for share in counted.values()) + components.residual * alone)
    lowest, highest = scale
    return Weighted(
        float(value), max(lowest, float(value) - spread), min(highest, float(value) + spread), len(cells), len(people)
    )
