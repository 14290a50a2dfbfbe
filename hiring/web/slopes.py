"""Votes before and after as a slope graph: one line a person, heavy for whoever moved. Data in, markup out.

x is in per cent and marks are in pixels, so that text never scales. Colours and type sizes are the stylesheet's, as in
`charts`: `ax` with `k` and `w`, `gl`, `d` with `r1` to `r5`, `rw` a heavy line, `ra` a light one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hiring.web.charts import fill, join

PITCH = 25
GAP = 20
"""Between the lowest dot of one word and the highest of the next."""
BEFORE, AFTER = 33, 60
HEAD = 34
LONGEST_NAME = 16

_GRAPH = '<svg class="ax" width="100%" height="{height}" role="img" aria-label="{label}">{marks}</svg>'
_COLUMN = '<text class="k" x="{x}%" y="12" text-anchor="middle">{words}</text>'
_WORD = '<text x="{x}" y="{y}">{words}</text>'
_GUIDE = '<line class="gl" x1="{before}%" x2="{after}%" y1="{y}" y2="{y}"/>'
_LINE = '<line class="{kind}" x1="{before}%" x2="{after}%" y1="{from_y}" y2="{to_y}"/>'
_DOT = (
    '<svg class="d {colour}" x="{x}%" y="{y}" overflow="visible"><circle r="12"/>'
    '<text y="4" text-anchor="middle">{initials}</text></svg>'
)
_NAME = '<svg x="{x}%" y="{y}" overflow="visible"><text class="{kind}" x="{shift}" y="4">{name}</text></svg>'


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that can be voted, and the class of its colour."""

    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Slope:
    """One person. `before` and `after` are places in the list of words, None where they did not vote."""

    name: str
    initials: str
    before: int | None
    after: int | None

    @property
    def has_moved(self) -> bool:
        return self.before is not None and self.after is not None and self.before != self.after


@dataclass(frozen=True, slots=True)
class _Dot:
    """Where one person stands in one of the two columns."""

    slope: Slope
    level: int
    y: int


def slopes(people: Sequence[Slope], words: Sequence[Word], heads: tuple[str, str], label: str, *, rtl: bool) -> Markup:
    """The graph. `words` from the lowest to the highest, `heads` over the two columns, `label` the same read out."""
    before = _column(people, lambda one: one.before, lambda one: one.after)
    after = _column(people, lambda one: one.after, lambda one: one.before)
    tops, height = _rows(len(words), before, after)
    x = {"before": BEFORE, "after": AFTER}
    if rtl:
        x = {side: 100 - at for side, at in x.items()}
    left, right = _placed(before, tops), _placed(after, tops)
    marks = [fill(_COLUMN, x=at, words=head) for at, head in zip(x.values(), heads, strict=True)]
    for top, word in zip(tops, words, strict=True):
        marks.append(fill(_GUIDE, y=top, **x))
        marks.append(fill(_WORD, x="100%" if rtl else "0", y=top + 4, words=word.words))
    for kind, has_moved in (("ra", False), ("rw", True)):
        marks += [
            fill(_LINE, kind=kind, from_y=left[one].y, to_y=right[one].y, **x)
            for one in people
            if one.has_moved is has_moved and one in left and one in right
        ]
    for side, dots in (("before", left), ("after", right)):
        marks += [
            fill(_DOT, colour=words[dot.level].colour, x=x[side], y=dot.y, initials=dot.slope.initials)
            for dot in dots.values()
        ]
    marks += [_name(dot, x["after"], rtl=rtl) for dot in right.values()]
    return fill(_GRAPH, height=height, label=label, marks=join(marks))


def _column(
    people: Sequence[Slope], at: Callable[[Slope], int | None], beside: Callable[[Slope], int | None]
) -> dict[int, list[Slope]]:
    """By word; within one, in the order that crosses the fewest lines: by where the other end is."""
    found: dict[int, list[Slope]] = {}
    for one in sorted(people, key=lambda one: (-1 if beside(one) is None else -(beside(one) or 0), one.name)):
        level = at(one)
        if level is not None:
            found.setdefault(level, []).append(one)
    return found


def _rows(levels: int, *columns: Mapping[int, Sequence[Slope]]) -> tuple[list[int], int]:
    """How far down each word begins, the highest word first; and where the last one ends."""
    tops, y = [0] * levels, HEAD
    for level in reversed(range(levels)):
        tops[level] = y
        y += PITCH * max(1, *(len(column.get(level, ())) for column in columns)) + GAP
    return tops, y - GAP


def _placed(column: Mapping[int, Sequence[Slope]], tops: Sequence[int]) -> dict[Slope, _Dot]:
    return {
        one: _Dot(one, level, tops[level] + PITCH * row)
        for level, people in column.items()
        for row, one in enumerate(people)
    }


def _name(dot: _Dot, x: int, *, rtl: bool) -> Markup:
    name = dot.slope.name
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return fill(_NAME, x=x, y=dot.y, kind="k" if dot.slope.has_moved else "", shift=-17 if rtl else 17, name=short)
