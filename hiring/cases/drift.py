"""How far a reading is from the agreed one, in steps of the scale, and whether that is near enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from hiring.text import Text, count, text

MOST_ON_AVERAGE = 0.75
TOO_FAR = 2
WIDEST_ASKED = 3
FEWEST_DIMENSIONS = 3
LEANS_FROM = 0.25

RULE = text(
    "To pass: at most three quarters of a step from the agreed levels on average, and nowhere two steps or more. "
    "One step off here and there is what careful people differ by; two steps is the other side of the bar."
)


@dataclass(frozen=True, slots=True)
class Drift:
    """The steps between a reading and the agreed one, by dimension in order; + is higher than agreed."""

    steps: tuple[int, ...]

    @property
    def lean(self) -> float:
        """How much higher on average; what is too high here makes up for what is too low there."""
        return fmean(self.steps)

    @property
    def distance(self) -> float:
        """How far off on average, whichever way."""
        return fmean(map(abs, self.steps))

    @property
    def furthest(self) -> int:
        return max(map(abs, self.steps))

    @property
    def passes(self) -> bool:
        return self.distance <= MOST_ON_AVERAGE and self.furthest < TOO_FAR


def drift(levels: Sequence[int], agreed: Sequence[int], given: Sequence[int]) -> Drift:
    """Steps count along the scale, whatever its numbers are. ValueError for a level that is not on it."""
    place = {level: at for at, level in enumerate(levels)}
    try:
        return Drift(tuple(place[mine] - place[theirs] for mine, theirs in zip(given, agreed, strict=True)))
    except KeyError as error:
        raise ValueError(f"Level {error.args[0]} is not on the scale.") from None


def tells_apart(levels: Sequence[int], agreed: Sequence[int]) -> bool:
    """Whether the agreed levels are spread so far that nobody passes who gives one level throughout.

    With three steps between the lowest and the highest, any one level is two steps from one of them. A scale of three
    levels has no such room; there its two ends must be agreed on.
    """
    steps = [levels.index(level) for level in agreed]
    return max(steps) - min(steps) >= min(WIDEST_ASKED, len(levels) - 1)


def step_in_words(step: int) -> Text:
    """“One step lower than agreed”."""
    if step == 0:
        return text("As agreed")
    if step > 0:
        return count("One step higher than agreed", "%(num)d steps higher than agreed", step)
    return count("One step lower than agreed", "%(num)d steps lower than agreed", -step)


def lean_in_words(found: Drift) -> Text:
    """The reading as a whole: which way it leans, and how far off it is."""
    off = f"{found.distance:.1f}"
    if found.furthest == 0:
        return text("You gave every level that was agreed on.")
    if abs(found.lean) < LEANS_FROM:
        return text("On the whole you rate neither higher nor lower than agreed; %(off)s steps off.", off=off)
    by = f"{abs(found.lean):.1f}"
    if found.lean > 0:
        return text("You rate %(by)s steps higher than agreed on average.", by=by)
    return text("You rate %(by)s steps lower than agreed on average.", by=by)
