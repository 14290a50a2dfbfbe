"""Complete cards for tests: every field of a slot's form filled in."""

from __future__ import annotations

from hiring.models import Person, Slot
from hiring.scorecards.queries import asked, boxes, sheet_of
from tests.house import House


def the_slot(house: House, seat: str = "casey-ivan") -> Slot:
    """The seat of that name. Only inside a context."""
    slot: Slot = house.one(Slot, seat)
    return slot


def complete(slot: Slot, *, words: str = "Named the failure before she was asked.", level: int = 3) -> dict[str, str]:
    """Fields that may be handed in: each dimension with its evidence and the same level, then the verdict."""
    sheet = sheet_of(slot)
    fields = {"verdict": "yes", "sure": "medium", "headline": f"{words} Hear this.", "private_note": ""}
    if sheet.card == "short":
        fields |= {"worries": "Nothing yet.", "next_question": "Who owns the feed?"}
    for dimension in asked(sheet):
        fields |= {f"{dimension.id}-{box}": words for box in boxes(sheet, dimension.id)}
        fields[f"{dimension.id}-level"] = str(level)
    return {name: value for name, value in fields.items() if value}


def person(house: House, name: str) -> Person:
    """Somebody of the cast. Only inside a context."""
    found: Person = house.one(Person, name)
    return found
