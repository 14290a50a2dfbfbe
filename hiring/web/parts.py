"""The hook by which a slice puts its own part on a page that a slice below it makes, such as the application's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hiring.models import Person
from hiring.policy import Standing

APPLICATION = "application"
BESIDE_APPLICATION = "beside application"
OPENING = "opening"

Reader = Callable[[Any, Person, Standing, datetime], object | None]
_PARTS: dict[str, list[tuple[str, Reader]]] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: the template that shows it, which is given this as `part`, and what this reader may see of it."""

    template: str
    shown: object


def part_of(page: str, template: str, read: Reader) -> None:
    """Announce a part. `read` answers None where the reader may see nothing of it, and asks the policy itself."""
    _PARTS.setdefault(page, []).append((template, read))


def parts_of(page: str, subject: object, *, reader: Person, standing: Standing, now: datetime) -> list[Part]:
    """The parts this reader may see, in the order they were announced."""
    found = ((template, read(subject, reader, standing, now)) for template, read in _PARTS.get(page, ()))
    return [Part(template, shown) for template, shown in found if shown is not None]
