"""What is left of every rating once its interviewer's severity and what all others saw are taken off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hiring.calibration.blocks import Floats
from hiring.calibration.components import Components
from hiring.calibration.ratings import Column, Ratings, runs

if TYPE_CHECKING:
    from hiring.calibration.calibrate import Calibration

FEWEST_TOGETHER = 200
LEAST_ROOM = 0.01
ALIKE = 6
"""Decimals to which expected scores are told apart: sums taken in another order must not part equal ones."""


@dataclass(frozen=True, slots=True)
class Residuals:
    """One row a rating, in the order of `Calibration.ratings`; all figures in points.

    `interviewer` is the row in `Calibration.severity`, `interview` one number a meeting from 0. `own` is the rating
    less the usual level of its dimension, what the perspective adds and the interviewer's severity; `foretold` is what
    the others who rated the same candidate let one expect of `own`. `variance` is that of `own` - `foretold` under the
    model; two residuals of one interview share `halo` and the product of their `doubt`, which is how unsure the others
    leave the candidate. `room` is by how much the scale's ends narrow residuals where such a rating is expected, or
    the middle widens them: divided by it, residuals have the variances that the model says.
    """

    interviewer: Column
    interview: Column
    own: Floats
    foretold: Floats
    variance: Floats
    doubt: Floats
    halo: float
    room: Floats

    @property
    def left(self) -> Floats:
        """What the others could not foretell."""
        return self.own - self.foretold

    def shared(self, column: Floats) -> Floats:
        """The sum over every interview of `column`."""
        return sums(self.interview, column)

    def by_interviewer(self, column: Floats | None = None) -> Floats:
        """The sum over every interviewer of `column`, or how many ratings each gave."""
        return sums(self.interviewer, column)

    @property
    def who(self) -> Column:
        """Whose interview each is."""
        who = np.empty(int(self.interview.max()) + 1, np.int64)
        who[self.interview] = self.interviewer
        return who


@dataclass(frozen=True, slots=True)
class _Others:
    """What others than its interviewer said of each rating's candidate: `many` and `total` on the same dimension;
    `precision` and `told` of all their dimensions, as measures of the candidate's general strength; `repeats`, by how
    much one interview's ratings moving together makes the mean less sure.
    """

    many: Floats
    total: Floats
    precision: Floats
    told: Floats
    repeats: Floats


def residuals(calibration: Calibration) -> Residuals:
    """Foretell every rating from the ratings that other people gave the same candidate.

    The others' means of the candidate's dimensions measure theta_c with variance sD² + (sE² + sH² + v) / n, where n
    people rated and v is the mean error variance of severities; their weighted mean, shrunk towards 0, foretells the
    candidate, and the others' mean of the same dimension, shrunk towards that, the dimension (Searle, Casella &
    McCulloch 1992, section 7.2, nested means). One person's ratings moving together is taken into account for the
    candidate's mean as a whole; besides that this is the posterior mean with one person's ratings left out. Raises
    ValueError where nothing may be adjusted. Time grows with the number of ratings.
    """
    if calibration.why is not None:
        raise ValueError(str(calibration.why))
    ratings, components = calibration.ratings, calibration.components
    interviewer = _places(calibration.severity["interviewer"], ratings.interviewer)
    own = ratings.score - calibration.usual[ratings.dimension] - calibration.severity["estimate"][interviewer]
    if ratings.perspective is not None and len(calibration.perspectives) > 1:
        own -= calibration.perspectives[_places(np.unique(ratings.perspective), ratings.perspective)]
    noise = components.interview + components.residual + _error(calibration)
    others, interview = _others(ratings, own, components, noise)

    candidate, dimension = components.candidate, components.candidate_dimension
    damping = 1 + others.precision * (candidate + components.interview * others.repeats)
    strength = candidate * others.told / damping
    doubt = candidate - candidate**2 * others.precision / damping
    weight = 1 / (others.many * dimension + noise)
    left_open = noise * weight
    foretold = left_open * strength + dimension * weight * others.total
    variance = left_open * dimension + left_open**2 * doubt + components.interview + components.residual
    return Residuals(
        interviewer=interviewer,
        interview=interview,
        own=own,
        foretold=foretold,
        variance=variance,
        doubt=left_open * np.sqrt(doubt),
        halo=components.interview,
        room=_room(ratings.score - own + foretold, own - foretold, variance),
    )


def sums(places: Column, column: NDArray[Any] | None = None, many: int = 0) -> Floats:
    """The sum of `column`, or the number of rows, for every place; for the first `many` at least."""
    return np.bincount(places, weights=column, minlength=many).astype(np.float64, copy=False)


def number(*columns: Column) -> tuple[Column, Column]:
    """(each row's combination, numbered from 0 in sorted order; the first row of each combination)."""
    order, starts = runs(*columns)
    new = np.zeros(len(order), np.int64)
    new[starts[1:]] = 1
    numbers = np.empty_like(new)
    numbers[order] = np.cumsum(new)
    return numbers, order[starts]


def _others(ratings: Ratings, own: Floats, components: Components, noise: float) -> tuple[_Others, Column]:
    """(what others said, which interview each rating is from)."""
    candidate = _places(np.unique(ratings.candidate), ratings.candidate)
    cell, first_of_cell = number(ratings.candidate, ratings.dimension)
    pair, first_of_pair = number(ratings.candidate, ratings.interviewer)
    interview, first, mine, my_total = pair, first_of_pair, np.ones(len(ratings)), own
    if ratings.interview is not None:
        interview, first = number(ratings.candidate, ratings.interviewer, ratings.interview)
        voice, _ = number(ratings.candidate, ratings.interviewer, ratings.dimension)
        mine, my_total = sums(voice)[voice], sums(voice, own)[voice]

    everyone, total = sums(cell), sums(cell, own)
    many, rest = everyone[cell] - mine, total[cell] - my_total
    of_cell = candidate[first_of_cell]
    weight = 1 / (everyone * components.candidate_dimension + noise)
    weight_without = 1 / (many * components.candidate_dimension + noise)

    def without(whole: Floats, remaining: Floats) -> Floats:
        """The candidate's sum over cells, once this person's cells hold only what remains of them."""
        change = sums(pair, (remaining - whole[cell]) / mine)
        return sums(of_cell, whole)[candidate] + change[pair]

    ratings_left = sums(candidate)[candidate] - sums(pair)[pair]
    interviews_left = sums(candidate[first])[candidate] - sums(pair[first])[pair]
    others = _Others(
        many=many,
        total=np.where(many > 0, rest, 0.0),
        precision=np.maximum(without(everyone * weight, many * weight_without), 0.0),
        told=np.where(ratings_left > 0, without(total * weight, rest * weight_without), 0.0),
        repeats=_inverse(interviews_left) - _inverse(ratings_left),
    )
    return others, interview


def _room(expected: Floats, left: Floats, variance: Floats) -> Floats:
    """How wide residuals of all people are where so much is expected, as a multiple of what the model says: by
    twentieths of the ratings, or fewer parts of two hundred each, and straight lines between.
    """
    parts = min(len(left) // FEWEST_TOGETHER, 20)
    if parts < 2:
        return np.ones_like(left)
    expected = np.round(expected, ALIKE)
    edges = np.round(np.quantile(expected, np.linspace(0, 1, parts + 1)[1:-1]), ALIKE)
    part = np.searchsorted(edges, expected)
    is_used = sums(part, many=parts) > 0
    each, squares, wanted, middle = (
        sums(part, column, parts)[is_used] for column in (None, left**2, variance, expected)
    )
    room: Floats = np.sqrt(np.maximum(np.interp(expected, middle / each, squares / wanted), LEAST_ROOM))
    return room


def _error(calibration: Calibration) -> float:
    """The mean error variance of a rating's severity."""
    from hiring.calibration.certainty import deviations

    severity = calibration.severity
    return float((deviations(severity, calibration.level) ** 2 @ severity["ratings"]) / len(calibration.ratings))


def _inverse(counts: Floats) -> Floats:
    """1 / n, and 0 for nobody."""
    return np.divide(1.0, counts, out=np.zeros_like(counts), where=counts > 0)


def _places(codes: Column, column: Column) -> Column:
    """Where each code of the column stands among these, sorted."""
    place = np.zeros(int(codes[-1]) + 1, np.int64)
    place[codes] = np.arange(len(codes))
    return place[column]
