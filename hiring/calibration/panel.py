"""One candidate's packet in plain Python: each dimension's exact mean, its spread, and where the panel disagreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from hiring.calibration.surprise import chance_of_spread
from hiring.text import Text, count, text

SURPRISING = 0.10
FEW = 3

_PEOPLE = (
    text("One person"),
    text("Two people"),
    text("Three people"),
    text("Four people"),
    text("Five people"),
    text("Six people"),
    text("Seven people"),
    text("Eight people"),
    text("Nine people"),
)
_NUMBERS = (
    text("one"),
    text("two"),
    text("three"),
    text("four"),
    text("five"),
    text("six"),
    text("seven"),
    text("eight"),
    text("nine"),
)


class Score(NamedTuple):
    """One person's level on one dimension in one interview."""

    dimension: Hashable
    person: Hashable
    level: int
    interview: Hashable = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One dimension of one candidate; `own` is the mean of each person's own levels, lowest first."""

    dimension: Hashable
    own: tuple[Fraction | int, ...]

    @property
    def n(self) -> int:
        """People, not scorecards."""
        return len(self.own)

    @property
    def raw(self) -> float:
        """Mean over people of each one's own mean: two meetings are not two voices. Rounded once, at the end."""
        return float(sum(self.own) / len(self.own))

    @property
    def mean_shown(self) -> float | None:
        """The mean a page may print: none of a single person, whose level stands for itself."""
        return self.raw if self.n > 1 else None

    @property
    def spread(self) -> float:
        """Points between the highest and the lowest person."""
        return float(self.own[-1] - self.own[0])


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A dimension worth the meeting's time. `chance` is how often the usual noise alone gives at least this spread;
    `below` is how many people stand on the lower of the two sides that the sentence tells apart.
    """

    dimension: Hashable
    n: int
    spread: float
    chance: float
    across_bar: bool
    below: int
    sentence: Text


def cells(scores: Iterable[Score]) -> tuple[Cell, ...]:
    """One cell a dimension, in the order in which the dimensions first appear."""
    levels: defaultdict[Hashable, defaultdict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(list))
    for score in scores:
        levels[score.dimension][score.person].append(score.level)
    return tuple(
        Cell(dimension, tuple(sorted(_mean(own) for own in people.values()))) for dimension, people in levels.items()
    )


def _mean(own: Sequence[int]) -> Fraction | int:
    """Exact. Nearly everybody meets a candidate once, and a plain number costs a tenth of what a fraction costs."""
    return own[0] if len(own) == 1 else Fraction(sum(own), len(own))


def disagreements(
    cells: Iterable[Cell],
    *,
    scale: tuple[int, int] = (1, 5),
    bar: int | None = None,
    floors: Mapping[Hashable, int] | None = None,
    deviation: float | None = None,
    at_most: int = 3,
) -> list[Disagreement]:
    """The dimensions of one candidate that the panel should talk about, most surprising first.

    `bar` is the level that "meets" (the middle of the scale unless said), `floors` the bars of single dimensions.
    `deviation` is how far one person's level usually lies from the truth, in points: `surprise.fitted_deviation` where
    enough was rated to know, and what panels usually show unless said.
    Disputed is a dimension whose spread noise alone would give less than one time in ten, or one with people below and
    people at or above its bar who are at least two points apart. Each half is there for a reason:

    * A range of two means little: on 1-5 noise gives it to 26, 48, 64 and 76 % of cells of 2, 3, 4 and 5 people, so
      range alone would flag most pages. Surprise takes the number of people into account.
    * But the scale has ends, and four people reach a range of three one time in five: surprise alone would keep silent
      about a panel at 2, 2, 4, 5. The bar is what the decision rule reads, so people on opposite sides of it disagree
      about the answer itself. One point apart (2 and 3) is how the same opinion rounds; from two points it is not.

    Equal surprise keeps the order of `cells`.
    """
    usual = meets(scale) if bar is None else bar
    found = [_judge(cell, scale, (floors or {}).get(cell.dimension, usual), deviation) for cell in cells if cell.n > 1]
    disputed = [each for each in found if each.chance < SURPRISING or each.across_bar]
    return sorted(disputed, key=lambda each: each.chance)[:at_most]


def meets(scale: tuple[int, int]) -> int:
    """The level that meets the bar where nothing else is said: the middle of the scale."""
    return (scale[0] + scale[1] + 1) // 2


def few_raters(n: int) -> Text | None:
    """What to print beside a dimension that too few people assessed; None from four people on."""
    if n > FEW:
        return None
    return text("Few raters") if n > 1 else count("%(num)d rater", "%(num)d raters", n)


def assessed(n: int, asked: int) -> Text:
    """How many of those who were asked about a dimension assessed it."""
    if asked == 0:
        return text("Nobody was asked about it")
    if n == 0:
        return text("Nobody assessed it")
    return text("%(n)s of %(asked)s assessed it", n=n, asked=max(n, asked))


def _judge(cell: Cell, scale: tuple[int, int], bar: int, deviation: float | None) -> Disagreement:
    across = cell.own[0] < bar <= cell.own[-1]
    split = sum(own < bar for own in cell.own) if across else _widest_gap(cell.own)
    return Disagreement(
        dimension=cell.dimension,
        n=cell.n,
        spread=cell.spread,
        chance=chance_of_spread(cell.spread, cell.n, scale, deviation),
        across_bar=across and cell.spread >= 2,
        below=split,
        sentence=_two_sides(cell.own[:split], cell.own[split:]),
    )


def _widest_gap(own: Sequence[Fraction | int]) -> int:
    """How many stand below the widest gap between neighbours; the lowest such gap when several are as wide."""
    gaps = [above - below for below, above in pairwise(own)]
    return gaps.index(max(gaps)) + 1


def _two_sides(lower: Sequence[Fraction | int], upper: Sequence[Fraction | int]) -> Text:
    many, also = len(lower), len(upper)
    highest, lowest = _point(lower[-1]), _point(upper[0])
    return text(
        "%(people)s saw %(low)s, %(others)s saw %(high)s.",
        people=_PEOPLE[many - 1] if many <= len(_PEOPLE) else text("%(number)s people", number=many),
        others=_NUMBERS[also - 1] if also <= len(_NUMBERS) else text("%(number)s", number=also),
        low=text("%(level)s", level=highest) if lower[0] == lower[-1] else text("%(level)s or lower", level=highest),
        high=text("%(level)s", level=lowest) if upper[0] == upper[-1] else text("%(level)s or higher", level=lowest),
    )


def _point(value: Fraction | int) -> str:
    """A level as people write it: 4, or 2.5 where two meetings gave 2 and 3."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"
