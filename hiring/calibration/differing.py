"""Whether two candidates differ, from the error of the difference, and who is too close to a bar to call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats, lay_out
from hiring.calibration.calibrate import Calibration
from hiring.calibration.certainty import chances
from hiring.calibration.closeness import OPEN
from hiring.calibration.components import Components
from hiring.calibration.decimals import decimal
from hiring.calibration.elimination import Eliminated
from hiring.calibration.equations import Solution, solve
from hiring.calibration.fitting import fit_within
from hiring.calibration.intervals import reach
from hiring.calibration.packing import pack, without_apart
from hiring.calibration.posterior import over_all
from hiring.calibration.ratings import Column
from hiring.text import Text, text


class Close(NamedTuple):
    """Both follow `Calibration.cells`: P(tau > bar), nan where nothing may be adjusted, and whether that is open."""

    chance: Floats
    is_open: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Difference:
    """By how many points the one candidate's universe score lies above the other's, with its interval.

    `chance` is the probability that it lies above. `differ` means that the interval excludes 0.
    """

    estimate: float
    low: float
    high: float
    chance: float

    @property
    def differ(self) -> bool:
        return self.low > 0 or self.high < 0

    @property
    def sentence(self) -> Text:
        if not self.differ:
            return text(
                "Nothing here tells these two apart: the difference lies between %(low)s and %(high)s points.",
                low=_signed(self.low),
                high=_signed(self.high),
            )
        return text(
            "These two differ by %(points)s points (%(low)s to %(high)s).",
            points=_signed(self.estimate),
            low=_signed(self.low),
            high=_signed(self.high),
        )


def close(calibration: Calibration, bar: float) -> Close:
    """Which cells are too close to `bar` (points) to call."""
    chance = chances(calibration.cells, calibration.level, bar)
    low, high = OPEN
    return Close(chance, (chance >= low) & (chance <= high))


class Differences:
    """Differences between candidates of one calibration; made once, for it solves the equations again.

    A difference needs the errors of both candidates together: leniency of somebody who met both takes nothing from it,
    which their two intervals cannot know. Making it costs what `calibrate` costs with components given, and a
    difference after that a few small products.
    """

    def __init__(self, calibration: Calibration) -> None:
        self._calibration = calibration
        self._codes = pack(calibration.ratings)[1]
        self._solution = _solve_again(calibration)
        self._part = np.empty(len(self._codes.candidate), np.int64)
        self._row = np.empty(len(self._codes.candidate), np.int64)
        for number, part in enumerate(self._solution.parts):
            self._part[part.block.candidate] = number
            self._row[part.block.candidate] = np.arange(len(part.block.candidate))

    def between(self, one: int, other: int, dimension: int | None = None) -> Difference | None:
        """How candidate `one` (a code) differs from `other` on a dimension (a code), or in all.

        None where nothing may be compared: on a dimension that not both were rated on, across groups, or when the
        calibration adjusts nothing. In all is the mean over all dimensions of the data. Raises ValueError for a
        candidate without ratings.
        """
        places = [self._place(code) for code in (one, other)]
        means = self._calibration.means[places]
        if self._calibration.why is not None or means["group"][0] != means["group"][1]:
            return None
        found = [self._weigh(place, dimension) for place in places]
        if None in found:
            return None
        (first, second) = (each for each in found if each is not None)
        estimate = first.estimate - second.estimate
        weights = np.concatenate([first.weights, -second.weights])[None, None, :]
        shared = np.concatenate([first.shared, second.shared])[None, :]
        if one == other:
            return Difference(0.0, 0.0, 0.0, 0.5)
        spread = float(self._solution.errors.spread(weights, shared)[0, 0])
        deviation = sqrt(first.own + second.own + max(spread, 0.0))
        wide = reach(self._calibration.level) * deviation
        chance = NormalDist().cdf(estimate / deviation) if deviation else 0.5
        return Difference(estimate, estimate - wide, estimate + wide, chance)

    def _place(self, code: int) -> int:
        place = int(np.searchsorted(self._codes.candidate, code))
        if place == len(self._codes.candidate) or self._codes.candidate[place] != code:
            raise ValueError(f"There are no ratings of candidate {code}.")
        return place

    def _weigh(self, place: int, dimension: int | None) -> _Weighed | None:
        part, row = self._solution.parts[self._part[place]], self._row[place]
        if dimension is None:
            every = float(self._calibration.means["adjusted"][place])
            return _mean(every, part, row, self._solution.components, self._solution.layout.dimensions)
        table = self._calibration.cells
        at = (table["candidate"] == self._codes.candidate[place]) & (table["dimension"] == dimension)
        if not at.any():
            return None
        return _cell(float(table["adjusted"][at][0]), part, row, self._codes.dimension.tolist().index(dimension))


class _Weighed(NamedTuple):
    """An estimate, the candidate's own error variance, and by how much a unit of each of the `shared` effects lowers
    the estimate, besides the usual level: that is the same for both of two candidates.
    """

    estimate: float
    own: float
    weights: Floats
    shared: Column


def _cell(estimate: float, part: Eliminated, row: int, dimension: int) -> _Weighed:
    """One rated dimension, as in `posterior`."""
    at = part.block.dimension[row].tolist().index(dimension)
    return _Weighed(estimate, float(part.gain[row, at, at]), part.pull[row, at], part.shared[row])


def _mean(estimate: float, part: Eliminated, row: int, components: Components, dimensions: int) -> _Weighed:
    """All dimensions, as in `posterior`."""
    weight, unseen = over_all(components, dimensions, part.height)
    own = weight**2 * float(part.gain[row].sum()) + unseen
    return _Weighed(estimate, own, weight * part.pull[row].sum(axis=0), part.shared[row])


def _solve_again(calibration: Calibration) -> Solution:
    """The solution that the calibration came from, at its components."""
    packed = without_apart(pack(calibration.ratings)[0])
    layout = lay_out(packed)
    joint = solve(layout, replace(calibration.components, source="pooled"))
    return fit_within(layout, joint, Components.prior(packed.scale)) if calibration.is_within else joint


def _signed(points: float) -> str:
    return f"{'−' if points < 0 else '+'}{decimal(abs(points))}"
