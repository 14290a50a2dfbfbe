"""The layers of a card: what it said when it was handed in, what its author changed since, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from hiring.models import Amendment
from hiring.text import Text, text

BEFORE = text("changed before seeing others")
AFTER = text("changed after seeing others")


class Rating(NamedTuple):
    """What one card says of one dimension."""

    dimension: str
    level: int | None
    not_assessed: str
    evidence: str
    situation: str
    action: str
    result: str
    red_flag: bool
    to_check: str


class Said(NamedTuple):
    """What one layer of a card says."""

    verdict: str | None
    sure: str | None
    headline: str
    private_note: str
    worries: str
    next_question: str
    ratings: Sequence[Rating]


class Change(NamedTuple):
    """One amendment: why, when, and whether others' cards had been seen by then."""

    reason: str
    at: datetime
    saw_others: bool


@dataclass(frozen=True, slots=True)
class Layers:
    """A card that was changed: as it was handed in, as it stands now, and the changes between, oldest first."""

    first: Said
    current: Said
    changes: Sequence[Change]

    @property
    def saw_others(self) -> bool:
        return self.changes[-1].saw_others

    @property
    def mark(self) -> Text:
        return AFTER if self.saw_others else BEFORE

    def first_rating(self, dimension: str) -> Rating | None:
        """What was said first of a dimension, when it was not what is said now."""
        was, is_now = (
            next((rating for rating in said.ratings if rating.dimension == dimension), None)
            for said in (self.first, self.current)
        )
        return was if was != is_now else None


AMENDMENT = (
    Amendment.number,
    Amendment.content,
    Amendment.reason,
    Amendment.at,
    Amendment.first_saw_others_at.is_not(None),
)


def layers_of(first: Said, amendments: Iterable[Sequence[Any]]) -> Layers | None:
    """The layers of a card that said this at first, from rows of `AMENDMENT`; None if it was never changed."""
    ordered = sorted(amendments, key=lambda row: row[0])
    if not ordered:
        return None
    changes = [Change(*change) for _number, _content, *change in ordered]
    return Layers(first, _said(ordered[-1][1]), changes)


def _said(content: Mapping[str, Any]) -> Said:
    """In the shape that `scorecards.seals.content_of` gave it."""
    ratings = [Rating(**_only(said, Rating._fields)) for said in content["ratings"]]
    lines = {name: content.get(name, "") for name in ("worries", "next_question")}
    return Said(ratings=ratings, **lines, **_only(content, ("verdict", "sure", "headline", "private_note")))


def _only(content: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: content[name] for name in names}
