"""Charts as SVG from pure functions: data in, markup out; x in per cent and marks in pixels, so that text never scales.

Colours and type sizes are the stylesheet's: classes `dp` (strip), `gl` (grid line), `pile` (people at one level; scale
it to scale its marks), `d` with `r1` to `r5` (one person's dot), `sp1` and `sp2` (capsule, edge and fill), `rw` (raw
mean), `ax`, `k`, `w` (axis). Markup is only ever made by filling the literals below, which escapes what goes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import Literal

from markupsafe import Markup, escape

from hiring.text import Text, text

RADIUS = 13.5
PITCH = 29
SIDE_BY_SIDE = 3
NARROWEST = 260
"""Pixels of the narrowest plot on which dots must not cover each other; on wider ones there is more air."""

_TOP = 20
_CAPSULE = 36
_MEAN_BAND = 42

_STRIP = '<svg class="dp" width="100%" height="{height}" role="img" aria-label="{label}">{marks}</svg>'
_GRID_LINE = '<line class="gl" x1="{x}" x2="{x}" y1="0" y2="{bottom}"/>'
_CAPSULE_LINE = (
    '<line class="{kind}" x1="{low}" x2="{high}" y1="{y}" y2="{y}" stroke-width="{width}" stroke-linecap="round"/>'
)
_CAPSULE_END = (
    '<svg x="{x}" y="{y}" overflow="visible">'
    '<line class="{kind}" x1="-{half}" x2="{half}" stroke-width="{width}" stroke-linecap="round"/></svg>'
)
_PILE = '<svg x="{x}" y="{y}" overflow="visible"><g class="pile">{dots}</g></svg>'
_DOT = (
    '<g class="d {colour}" transform="translate({shift})"><title>{title}</title>{shape}'
    '<text y="4" text-anchor="middle">{initials}</text></g>'
)
_SHAPES = {
    "round": Markup('<circle r="13.5"/>'),
    "square": Markup('<path d="M-12.5-12.5h25v25h-25z"/>'),
    "hexagon": Markup('<path d="M-7-13H7L14 0 7 13H-7L-14 0z"/>'),
    "diamond": Markup('<path d="M0-16 16 0 0 16-16 0z"/>'),
}
_KEY = '<svg class="d" width="16" height="16" viewBox="-16 -16 32 32" aria-hidden="true">{shape}</svg>'
_MEAN = '<line class="rw" x1="{x}" x2="{x}" y1="{top}" y2="{bottom}"/>'
_RANGE = '<line class="ra" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>'
_DIAMOND = '<svg x="{x}" y="{y}" overflow="visible"><path class="di" d="M-5 0 0-5 5 0 0 5z"/></svg>'
_AXIS = '<svg class="ax" width="100%" height="22" overflow="visible" aria-hidden="true">{marks}</svg>'
_AXIS_MARK = (
    '<text x="{x}" y="15" text-anchor="middle"><tspan class="k">{level}</tspan> <tspan class="w">{word}</tspan></text>'
)

Say = Callable[[Text], str]
Shape = Literal["round", "square", "hexagon", "diamond"]


@dataclass(frozen=True, slots=True)
class Dot:
    """One person on one dimension, in the reader's words. `level` may lie between points: two meetings, one voice.

    `shape` tells perspectives apart where colour already means the level.
    """

    person_initials: str
    name: str
    level: float
    perspective: str = ""
    shape: Shape = "round"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value on the scale, with its range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One dimension's row of dots. `mean` is None where a page must not print one, `adjusted` where nothing is."""

    scale: tuple[int, int]
    dots: Sequence[Dot]
    mean: float | None
    disputed: bool
    title: str
    adjusted: Estimate | None = None


@dataclass(frozen=True, slots=True)
class _Pile:
    """People at one level in one row of the strip."""

    dots: Sequence[Dot]
    row: int

    @property
    def level(self) -> float:
        return self.dots[0].level

    @property
    def half_width(self) -> float:
        return PITCH * (len(self.dots) - 1) / 2 + RADIUS


def dots(strip: Strip, *, rtl: bool = False, say: Say = str) -> Markup:
    """The strip as SVG: dots at their levels, side by side or stacked, a capsule when disputed, a tick for the mean, a
    diamond on its range for the adjusted value.

    `rtl` mirrors x, which is physical in SVG. `say` turns a Text into the reader's language. Raises ValueError for a
    level off the scale.
    """
    piles = _arrange(strip)
    rows = 1 + max((pile.row for pile in piles), default=0)
    floor = _TOP + PITCH * (rows - 1)
    height = floor + _MEAN_BAND
    marks = [_grid_lines(strip.scale, height - 4, rtl)]
    if strip.disputed and piles:
        marks += _capsule(piles, strip.scale, rows, rtl)
    said = {dot: say(_score(dot)) for dot in strip.dots}
    marks += [_pile(pile, strip.scale, rtl, said) for pile in piles]
    if strip.adjusted is not None:
        marks += _estimate(strip.adjusted, strip.scale, floor + 28, rtl)
    if strip.mean is not None:
        marks.append(fill(_MEAN, x=_percent(strip.mean, strip.scale, rtl), top=floor + 20, bottom=floor + 36))
    return fill(_STRIP, height=height, label=say(_describe(strip, said)), marks=join(marks))


def describe(strip: Strip, say: Say = str) -> Text:
    """The sentence that stands for the picture: every score with its name, the mean, and the adjusted value."""
    return _describe(strip, {dot: say(_score(dot)) for dot in strip.dots})


def _describe(strip: Strip, said: Mapping[Dot, str]) -> Text:
    plain = _plain(strip, said)
    if strip.adjusted is None:
        return plain
    value, low, high = (f"{each:.1f}" for each in astuple(strip.adjusted))
    words = "%(plain)s Adjusted %(value)s, four times in five %(low)s–%(high)s."
    return text(words, plain=plain, value=value, low=low, high=high)


def _plain(strip: Strip, said: Mapping[Dot, str]) -> Text:
    if not strip.dots:
        return text("%(title)s: nobody assessed it.", title=strip.title)
    scores = "; ".join(said[dot] for dot in _by_perspective(strip.dots))
    if strip.mean is None:
        return text("%(title)s: %(scores)s.", title=strip.title, scores=scores)
    mean = f"{strip.mean:.1f}"
    if strip.disputed:
        return text("%(title)s, disputed: %(scores)s. Raw mean %(mean)s.", title=strip.title, scores=scores, mean=mean)
    return text("%(title)s: %(scores)s. Raw mean %(mean)s.", title=strip.title, scores=scores, mean=mean)


def axis(levels: Sequence[tuple[int, str]], *, rtl: bool = False) -> Markup:
    """The head above a column of strips: each level's number and word (which may be empty), lowest first.

    Hidden from screen readers: the column's heading says the scale in words, and each strip its scores.
    """
    scale = levels[0][0], levels[-1][0]
    marks = (fill(_AXIS_MARK, x=_percent(level, scale, rtl), level=level, word=word) for level, word in levels)
    return fill(_AXIS, marks=join(marks))


@cache
def key(shape: Shape) -> Markup:
    """One shape as it stands in a legend."""
    return fill(_KEY, shape=_SHAPES[shape])


def colour_class(level: float, scale: tuple[int, int]) -> str:
    """`r1` (lowest fifth of the scale) to `r5`; a level on the edge of two fifths takes the one nearer the middle.

    Raises ValueError for a level off the scale.
    """
    low, high = scale
    span = high - low
    steps = _on(level, scale) - low
    fifth = int(steps * 5 // span) if steps * 2 <= span else 4 - int((span - steps) * 5 // span)
    return f"r{fifth + 1}"


def fill(literal: str, **values: Markup | str | float) -> Markup:
    """What `Markup.format` does, at a twentieth of its cost: a packet fills a thousand places."""
    for name, value in values.items():
        if isinstance(value, str) and not isinstance(value, Markup):
            values[name] = escape(value)
    return Markup(literal.format_map(values))  # noqa: S704 - escaped: neither a Markup nor a number needs it


def join(marks: Iterable[Markup]) -> Markup:
    return Markup("".join(marks))  # noqa: S704 - each is markup


def _arrange(strip: Strip) -> list[_Pile]:
    """Lowest level first, piles of at most three, each in the first row where it covers nobody on a narrow plot."""
    low, high = strip.scale
    taken: list[float] = []
    piles: list[_Pile] = []
    by_level = sorted(_by_perspective(strip.dots), key=lambda dot: _on(dot.level, strip.scale))
    for _, same in groupby(by_level, key=lambda dot: dot.level):
        people = list(same)
        for start in range(0, len(people), SIDE_BY_SIDE):
            pile = _Pile(people[start : start + SIDE_BY_SIDE], row=0)
            middle = NARROWEST * (pile.level - low) / (high - low)
            row = next((row for row, edge in enumerate(taken) if edge <= middle - pile.half_width), len(taken))
            taken[row : row + 1] = [middle + pile.half_width]
            piles.append(_Pile(pile.dots, row))
    return piles


def _by_perspective(dots: Iterable[Dot]) -> list[Dot]:
    """People of one perspective beside each other, perspectives in the order in which they first appear."""
    dots = list(dots)
    order = {perspective: at for at, perspective in enumerate(dict.fromkeys(dot.perspective for dot in dots))}
    return sorted(dots, key=lambda dot: order[dot.perspective])


def _capsule(piles: Sequence[_Pile], scale: tuple[int, int], rows: int, rtl: bool) -> list[Markup]:
    """Behind all rows, from the lowest pile to the highest and around both: first the edge, then the thinner fill."""
    tall = PITCH * (rows - 1)
    y = f"{_TOP + tall / 2:g}"
    ends = [
        (level, max(pile.half_width for pile in piles if pile.level == level))
        for level in (piles[0].level, piles[-1].level)
    ]
    low, high = (_percent(level, scale, rtl) for level, _ in ends)
    lines: list[Markup] = []
    for kind, thinner in (("sp1", 0), ("sp2", 2)):
        width = _CAPSULE + tall - thinner
        lines.append(fill(_CAPSULE_LINE, kind=kind, low=low, high=high, y=y, width=width))
        lines += [
            fill(_CAPSULE_END, kind=kind, x=x, y=y, half=f"{half_width - RADIUS - tall / 2:g}", width=width)
            for x, (_, half_width) in zip((low, high), ends, strict=True)
            if half_width - RADIUS > tall / 2
        ]
    return lines


def _pile(pile: _Pile, scale: tuple[int, int], rtl: bool, said: Mapping[Dot, str]) -> Markup:
    colour = colour_class(pile.level, scale)
    first = -PITCH * (len(pile.dots) - 1) / 2
    towards = -1 if rtl else 1
    drawn = (
        fill(
            _DOT,
            colour=colour,
            shift=f"{towards * (first + PITCH * at) or 0:g}",
            title=said[dot],
            shape=_SHAPES[dot.shape],
            initials=dot.person_initials,
        )
        for at, dot in enumerate(pile.dots)
    )
    y = _TOP + PITCH * pile.row
    return fill(_PILE, x=_percent(pile.level, scale, rtl), y=y, dots=join(drawn))


def _estimate(one: Estimate, scale: tuple[int, int], y: int, rtl: bool) -> list[Markup]:
    value, low, high = (_percent(each, scale, rtl) for each in astuple(one))
    return [fill(_RANGE, low=low, high=high, y=y), fill(_DIAMOND, x=value, y=y)]


def _score(dot: Dot) -> Text:
    level = f"{dot.level:.3g}"
    if not dot.perspective:
        return text("%(name)s %(level)s", name=dot.name, level=level)
    return text("%(name)s (%(perspective)s) %(level)s", name=dot.name, perspective=dot.perspective, level=level)


@lru_cache(maxsize=256)
def _grid_lines(scale: tuple[int, int], bottom: int, rtl: bool) -> Markup:
    return join(fill(_GRID_LINE, x=_percent(at, scale, rtl), bottom=bottom) for at in _grid(*scale))


def _grid(low: int, high: int) -> Sequence[float]:
    """A line at each level; on scales too fine for that, at every quarter."""
    return range(low, high + 1) if high - low <= 10 else [low + (high - low) * quarter / 4 for quarter in range(5)]


def _percent(level: float, scale: tuple[int, int], rtl: bool) -> str:
    low, high = scale
    share = (_on(level, scale) - low) / (high - low)
    return f"{100 * (1 - share if rtl else share):.4g}%"


def _on(level: float, scale: tuple[int, int]) -> float:
    low, high = scale
    if not (low < high and low <= level <= high):
        raise ValueError(f"Level {level} is not on the scale {low} to {high}.")
    return level
