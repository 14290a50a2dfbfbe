"""What the declared decision rule reads from the levels: every must-have at its floor, seen by enough people."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

State = Literal["met", "not met", "not shown"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One must-have: its state, how many assessed it, and their median (None when nobody did)."""

    dimension: Hashable
    state: State
    n: int
    median: float | None


def rule(
    levels_by_dimension: Mapping[Hashable, Sequence[Fraction | int]], must_haves: Mapping[Hashable, int], quorum: int
) -> tuple[Reading, ...]:
    """Read each must-have, in the order of `must_haves` (dimension to floor).

    `levels_by_dimension` holds one current level a person (`Cell.own`). Under `quorum` people the state is "not shown":
    absence of evidence is not a low level. Otherwise the median decides; an even number of people meets halfway between
    the middle two. Adjusted values have no place here.
    """
    if quorum < 1:
        raise ValueError("A quorum is at least one person.")
    return tuple(
        _read(dimension, levels_by_dimension.get(dimension, ()), floor, quorum)
        for dimension, floor in must_haves.items()
    )


def _read(dimension: Hashable, levels: Sequence[Fraction | int], floor: int, quorum: int) -> Reading:
    n = len(levels)
    if not n:
        return Reading(dimension, "not shown", 0, None)
    middle = _median(levels)
    state: State = "not shown" if n < quorum else "met" if middle >= floor else "not met"
    return Reading(dimension, state, n, float(middle))


def _median(levels: Sequence[Fraction | int]) -> Fraction | float:
    """Exact, so that a median on the floor is never lost to rounding: half of a whole number loses nothing either."""
    ordered, half = sorted(levels), len(levels) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
