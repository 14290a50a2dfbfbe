"""The interviewers of a packet: one initials, one perspective and one place in the order for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol

from markupsafe import Markup

from hiring.models.person import initials_of
from hiring.text import Text, text
from hiring.web import charts
from hiring.web.language import say

PERSPECTIVE_WORDS = {
    "executive": text("Executive"),
    "peer": text("Peer"),
    "report": text("Report"),
    "adviser": text("Adviser"),
}
PERSPECTIVE_TITLES = {
    "executive": text("Executives"),
    "peer": text("Peers"),
    "report": text("Reports"),
    "adviser": text("Advisers"),
}
SHAPES: Mapping[str, charts.Shape] = {
    "executive": "round",
    "peer": "square",
    "report": "hexagon",
    "adviser": "diamond",
}
ORDER = tuple(PERSPECTIVE_WORDS)


class Judge(Protocol):
    """Anything that tells who judged, and from where."""

    @property
    def person_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def perspective(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One interviewer. Perspectives are not interchangeable, so everything about people goes in their order."""

    person_id: int
    name: str
    initials: str
    perspective: str
    perspective_words: str

    @property
    def place(self) -> tuple[int, str, int]:
        return ORDER.index(self.perspective), self.name, self.person_id


@dataclass(frozen=True, slots=True)
class Legend:
    """The people of one perspective, and the shape their dots have."""

    title: Text
    shape: Markup
    voices: tuple[Voice, ...]


def voices_of(seats: Iterable[Judge]) -> dict[int, Voice]:
    """By person, in the order of perspectives and then of names. The first seat tells the perspective."""
    first: dict[int, Judge] = {}
    for seat in seats:
        first.setdefault(seat.person_id, seat)
    ordered = sorted(map(_voice, first.values()), key=lambda voice: voice.place)
    seen: dict[str, int] = {}
    told_apart = {}
    for voice in ordered:
        seen[voice.initials] = number = seen.get(voice.initials, 0) + 1
        initials = voice.initials if number == 1 else f"{voice.initials}{number}"
        told_apart[voice.person_id] = replace(voice, initials=initials)
    return told_apart


def _voice(seat: Judge) -> Voice:
    words = say(PERSPECTIVE_WORDS[seat.perspective])
    return Voice(seat.person_id, seat.name, initials_of(seat.name), seat.perspective, words)


def legend(voices: Iterable[Voice]) -> tuple[Legend, ...]:
    """The key under a table of dots, one entry a perspective."""
    ordered = sorted(voices, key=lambda voice: voice.place)
    return tuple(
        Legend(PERSPECTIVE_TITLES[perspective], charts.key(SHAPES[perspective]), tuple(group))
        for perspective, group in groupby(ordered, key=lambda voice: voice.perspective)
    )
