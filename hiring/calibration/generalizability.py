"""Generalizability: which sources of error a balanced study shows, and what more interviewers would add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Literal

import numpy as np

from hiring.calibration.codes import dense
from hiring.calibration.decimals import decimal
from hiring.calibration.ratings import Ratings
from hiring.calibration.units import Codes, Floats
from hiring.text import Text, text

if TYPE_CHECKING:
    from hiring.calibration.components import Components

Design = Literal["interviewers", "interviewers and dimensions", "interviewers within dimensions"]

_NEXT = (
    text("A second interviewer"),
    text("A third interviewer"),
    text("A fourth interviewer"),
    text("A fifth interviewer"),
    text("A sixth interviewer"),
    text("A seventh interviewer"),
    text("An eighth interviewer"),
    text("A ninth interviewer"),
    text("A tenth interviewer"),
)


@dataclass(frozen=True, slots=True)
class DStudy:
    """Errors in points², for the mean of `interviewers` (per dimension) and `dimensions`.

    `relative_error` (sigma² delta) matters when candidates are compared with each other, `absolute_error` (sigma²
    Delta) when each is held against a level; `e_rho2` and `phi` are the shares of true variance beside them. Both are
    None when nothing varies.
    """

    interviewers: int
    dimensions: int
    relative_error: float
    absolute_error: float
    e_rho2: float | None
    phi: float | None


@dataclass(frozen=True, slots=True)
class GStudy:
    """Variances in points² by effect, as estimated: a negative one means 0, and counts as 0 in a D study."""

    design: Design
    candidates: int
    interviewers: int
    dimensions: int
    variances: Mapping[str, float]

    def d_study(self, interviewers: int | None = None, dimensions: int | None = None) -> DStudy:
        """What so many interviewers (on each dimension) and dimensions would give; as studied unless said.

        Brennan (2001), Generalizability Theory, equations 2.28 to 2.41, all facets random: each error variance is
        divided by the number of conditions that average it out.
        """
        people = self.interviewers if interviewers is None else interviewers
        sides = self.dimensions if dimensions is None else dimensions
        if people < 1 or sides < 1:
            raise ValueError("A D study needs at least one interviewer and one dimension.")
        if self.design == "interviewers" and sides != 1:
            raise ValueError("A study of one dimension cannot say what several would give.")
        shrunk = {
            effect: max(variance, 0.0)
            / (people if "interviewer" in effect else 1)
            / (sides if "dimension" in effect else 1)
            for effect, variance in self.variances.items()
        }
        true = shrunk.pop("candidate")
        relative = sum(variance for effect, variance in shrunk.items() if "candidate" in effect)
        absolute = sum(shrunk.values())
        return DStudy(people, sides, relative, absolute, _share(true, relative), _share(true, absolute))


def g_study(ratings: Ratings) -> GStudy:
    """Variance components of a balanced study by analysis of variance.

    Three designs are told apart by who rated what: candidates × interviewers (one dimension); candidates × interviewers
    × dimensions (everybody rates everything); candidates × (interviewers within dimensions) (each interviewer rates one
    dimension, equally many on each). Expected mean squares: Brennan (2001), Generalizability Theory, tables 3.2 and
    3.4. Effects are named after the facets in them; the last one holds residual error too. Raises ValueError when a
    seat is empty or taken twice, or when a facet has a single member.
    """
    if not len(ratings):
        raise ValueError("There are no ratings to study.")
    person, interviewer, dimension = dense(ratings.candidate), dense(ratings.interviewer), dense(ratings.dimension)
    place, design = _places(interviewer, dimension)
    table = _full_table(ratings, person, place, dimension)
    if design == "interviewers":
        table = table[:, :, 0]
    if min(table.shape) < 2:
        raise ValueError("A study needs two or more candidates, interviewers and, if they are crossed, dimensions.")
    mean_squares = _mean_squares(table)
    nested = design == "interviewers within dimensions"
    variances = _nested(mean_squares, table.shape) if nested else _crossed(mean_squares, table.shape)
    return GStudy(design, table.shape[0], table.shape[1], table.shape[2] if table.ndim > 2 else 1, variances)


def reliability(
    components: Components, interviewers: int, dimensions: int = 1, of: int | None = None
) -> tuple[float, float]:
    """(E rho², Phi) of a candidate's mean over a panel where everybody rates `dimensions` in one interview.

    To be known is the mean over `of` dimensions, those that are rated unless said. Where that is more, everybody draws
    theirs anew, and which dimensions they drew is noise (Cochran 1977, Sampling Techniques, theorem
    2.2). The dimensions are the rubric's own, not a sample: candidate × dimension counts as true. E rho² sets leniency
    aside, as where all candidates meet the same panel or severity has been taken out; Phi counts it as error.
    """
    every = dimensions if of is None else of
    if interviewers < 1 or dimensions < 1:
        raise ValueError("A panel has at least one interviewer and one dimension.")
    if every < dimensions:
        raise ValueError(f"Nobody can rate {dimensions} of {every} dimensions.")
    true = components.candidate + components.candidate_dimension / every
    drawn = components.candidate_dimension * (1 / dimensions - 1 / every)
    noise = (drawn + components.interview + components.residual / dimensions) / interviewers
    return true / (true + noise), true / (true + noise + components.interviewer / interviewers)


def one_more(components: Components, interviewers: int, dimensions: int = 1, of: int | None = None) -> Text:
    """What one interviewer more would add to the reliability (Phi) of a panel of so many."""
    _, now = reliability(components, interviewers, dimensions, of)
    _, then = reliability(components, interviewers + 1, dimensions, of)
    who = _NEXT[interviewers - 1] if interviewers <= len(_NEXT) else text("One more interviewer")
    if decimal(now) == decimal(then):
        return text("%(who)s leaves reliability at %(now)s.", who=who, now=decimal(now))
    return text("%(who)s raises reliability from %(now)s to %(then)s.", who=who, now=decimal(now), then=decimal(then))


def _share(true: float, error: float) -> float | None:
    return true / (true + error) if true + error > 0 else None


def _places(interviewer: Codes, dimension: Codes) -> tuple[Codes, Design]:
    """(each rating's place among the interviewers of its dimension or of all, the design)."""
    many, sides = int(interviewer.max()) + 1, int(dimension.max()) + 1
    if sides == 1:
        return interviewer, "interviewers"
    seats = np.unique(interviewer * sides + dimension)
    if len(seats) == many * sides:
        return interviewer, "interviewers and dimensions"
    if len(seats) > many:
        raise ValueError("Some interviewers rate several dimensions but not all; a study must be balanced.")
    home = seats % sides
    first = np.searchsorted(np.sort(home), home)
    order = np.argsort(home, kind="stable")
    place = np.empty(many, dtype=np.intp)
    place[order] = np.arange(many) - first[order]
    return place[interviewer], "interviewers within dimensions"


def _full_table(ratings: Ratings, person: Codes, place: Codes, dimension: Codes) -> Floats:
    """Candidates × interviewers × dimensions in points."""
    shape = int(person.max()) + 1, int(place.max()) + 1, int(dimension.max()) + 1
    if prod(shape) != len(ratings):
        raise ValueError(
            f"A study of {shape[0]} candidates, {shape[1]} interviewers and {shape[2]} dimensions needs {prod(shape)} "
            f"ratings, one a seat; there are {len(ratings)}."
        )
    seat = np.ravel_multi_index((person, place, dimension), shape)
    if len(np.unique(seat)) < len(seat):
        raise ValueError("A seat is taken twice; a study takes one rating of each.")
    table = np.empty(prod(shape))
    table[seat] = ratings.score
    return table.reshape(shape)


_Effect = frozenset[int]


def _effects(facets: int) -> list[_Effect]:
    return [frozenset(chosen) for size in range(1, facets + 1) for chosen in combinations(range(facets), size)]


def _mean_squares(table: Floats) -> dict[_Effect, float]:
    """Mean squares of every effect of a crossed table; keys are the axes in it."""
    table = table - table.mean()
    left: dict[_Effect, Floats] = {}
    found = {}
    for effect in _effects(table.ndim):
        others = tuple(set(range(table.ndim)) - effect)
        means = table.mean(axis=others, keepdims=True)
        left[effect] = means - sum(part for smaller, part in left.items() if smaller < effect)
        freedom = prod(table.shape[axis] - 1 for axis in effect)
        times = prod(table.shape[axis] for axis in others)
        found[effect] = times * float(np.square(left[effect]).sum()) / freedom
    return found


_NAMES = ("candidate", "interviewer", "dimension")


def _crossed(squares: Mapping[_Effect, float], shape: tuple[int, ...]) -> dict[str, float]:
    """Each variance is the alternating sum of the mean squares of the effects around it, over its own repetitions."""
    variances = {}
    for effect in squares:
        signed = (
            (-1) ** (len(around) - len(effect)) * square for around, square in squares.items() if effect <= around
        )
        times = prod(size for axis, size in enumerate(shape) if axis not in effect)
        variances["_".join(_NAMES[axis] for axis in sorted(effect))] = sum(signed) / times
    return variances


def _nested(squares: Mapping[_Effect, float], shape: tuple[int, ...]) -> dict[str, float]:
    """Brennan's p × (r:t): interviewers of different dimensions are different people, so their effects are pooled."""
    n, k, d = shape
    candidate, dimension, both = (squares[frozenset(axes)] for axes in ((0,), (2,), (0, 2)))
    people = (squares[frozenset((1,))] + (d - 1) * squares[frozenset((1, 2))]) / d
    error = (squares[frozenset((0, 1))] + (d - 1) * squares[frozenset((0, 1, 2))]) / d
    return {
        "candidate": (candidate - both) / (k * d),
        "dimension": (dimension - people - both + error) / (n * k),
        "interviewer_in_dimension": (people - error) / n,
        "candidate_dimension": (both - error) / k,
        "candidate_interviewer_in_dimension": error,
    }
