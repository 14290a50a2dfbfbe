"""The interviewers of a packet: one initials, one perspective and one place in the order for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from hiring.models import Slot
from hiring.text import Text, text
from hiring.web import charts

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


@dataclass(frozen=True, slots=True)
class Voice:
    """One interviewer. Perspectives are not interchangeable, so everything about people goes in their order."""

    person_id: int
    name: str
    initials: str
    perspective: str

    @property
    def place(self) -> tuple[int, str, int]:
        return ORDER.index(self.perspective), self.name, self.person_id

    @property
    def perspective_words(self) -> Text:
        return PERSPECTIVE_WORDS[self.perspective]


@dataclass(frozen=True, slots=True)
class Legend:
    """The people of one perspective, and the shape their dots have."""

    title: Text
    shape: Markup
    voices: tuple[Voice, ...]


def voices_of(slots: Iterable[Slot]) -> dict[int, Voice]:
    """By person, in the order of perspectives and then of names. The first seat tells the perspective."""
    first: dict[int, Slot] = {}
    for slot in slots:
        first.setdefault(slot.person_id, slot)
    ordered = sorted(
        (
            Voice(person_id, slot.person.name, slot.person.initials, slot.perspective)
            for person_id, slot in first.items()
        ),
        key=lambda voice: voice.place,
    )
    seen: dict[str, int] = {}
    told_apart = {}
    for voice in ordered:
        seen[voice.initials] = number = seen.get(voice.initials, 0) + 1
        initials = voice.initials if number == 1 else f"{voice.initials}{number}"
        told_apart[voice.person_id] = Voice(voice.person_id, voice.name, initials, voice.perspective)
    return told_apart


def legend(voices: Iterable[Voice]) -> tuple[Legend, ...]:
    """The key under a table of dots, one entry a perspective."""
    ordered = sorted(voices, key=lambda voice: voice.place)
    return tuple(
        Legend(PERSPECTIVE_TITLES[perspective], charts.key(SHAPES[perspective]), tuple(group))
        for perspective, group in groupby(ordered, key=lambda voice: voice.perspective)
    )
