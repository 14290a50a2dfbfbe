"""The steps of every search, whatever its plan: kinds of stage that follow one another, so that openings can be counted
together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hiring.text import Text, text


class Step(NamedTuple):
    """Whoever reached a stage of a later step, or was hired, has passed this one."""

    title: Text
    kinds: frozenset[str]


STEPS = (
    Step(text("First calls"), frozenset({"sourcing", "recruiter_call", "executive_call"})),
    Step(text("Interviews"), frozenset({"deep_dive", "interview", "panel", "presentation"})),
    Step(text("References and committee"), frozenset({"references", "committee"})),
    Step(text("Offer"), frozenset({"offer", "close"})),
)


def passed(kinds: Iterable[str], *, is_hired: bool) -> int:
    """How many steps lie behind somebody who was in stages of these kinds."""
    if is_hired:
        return len(STEPS)
    seen = frozenset(kinds)
    return max((place for place, step in enumerate(STEPS) if step.kinds & seen), default=0)


def titled(first: int, last: int) -> Text:
    """One step's name, or from which to which."""
    if first == last:
        return STEPS[first].title
    return text("%(first)s to %(last)s", first=STEPS[first].title, last=STEPS[last].title)
