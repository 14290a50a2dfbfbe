"""Notes beside the card: which of their lines are not yet in it, and putting them there as evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hiring.loops.queries import notes_of
from hiring.models import Person, Slot
from hiring.refusal import Kind, Refusal
from hiring.rubric import Sheet
from hiring.scorecards import queries
from hiring.scorecards.areas import LABELS
from hiring.scorecards.drafts import save_draft
from hiring.text import Text, text
from hiring.web.forms import FIELD_LIMIT

MOST_LINES = 30  # at once, each with its own list of boxes


@dataclass(frozen=True, slots=True)
class Target:
    """A box of the card that takes evidence: the name of its field, and its label; `part` where there are several."""

    field: str
    title: str | Text
    part: Text | None


@dataclass(frozen=True, slots=True)
class Heard:
    """One's own notes of one interview. `version` tells which state of them the lines are counted in."""

    version: int
    lines: Mapping[int, str]
    more: int
    targets: tuple[Target, ...]


def heard(slot: Slot) -> Heard | None:
    """The lines not yet in the draft, by their number in the notes; None where nothing was noted."""
    notes = notes_of(slot)
    if notes is None or not notes.text.strip():
        return None
    written = {line.strip() for words in queries.draft_fields(slot).values() for line in words.splitlines()}
    left = {number: line for number, line in _lines(notes.text) if line not in written}
    shown = dict(list(left.items())[:MOST_LINES])
    return Heard(notes.version, shown, len(left) - len(shown), tuple(_targets(queries.sheet_of(slot))))


def put(slot: Slot, chosen: Mapping[int, str], *, opened_at: int, by: Person, now: datetime) -> str | None:
    """Add lines of the notes to the fields chosen for them, below what stands there, and answer the first of these."""
    notes = heard(slot)
    if notes is None or notes.version != opened_at:
        raise Refusal(text("Your notes have changed since. Choose once more."))
    changes: dict[str, str] = {}
    kept = queries.draft_fields(slot)
    for number, field in sorted(chosen.items()):
        if number not in notes.lines:
            continue
        before = changes.get(field, kept.get(field, ""))
        changes[field] = f"{before.rstrip()}\n{notes.lines[number]}".lstrip("\n")
    if any(len(words) > FIELD_LIMIT for words in changes.values()):
        raise Refusal(text("So much does not fit into one field. Put fewer lines there."), Kind.INPUT)
    if changes:
        save_draft(slot, changes, by=by, now=now)
    return next(iter(changes), None)


def _lines(words: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(words.splitlines()):
        if line.strip():
            yield number, line.strip()


def _targets(sheet: Sheet) -> Iterator[Target]:
    for dimension in queries.asked(sheet):
        boxes = queries.boxes(sheet, dimension.id)
        for box in boxes:
            part = LABELS[box] if len(boxes) > 1 else None
            yield Target(f"{dimension.id}-{box}", dimension.title, part)
    if sheet.card == "short":
        yield from (Target(name, label, None) for name, label in queries.lines(sheet).items())
