"""What happens in the demo house and when: noted in any order, then played from the first moment to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from hiring.demo.days import Days

Verb = Callable[[datetime], object]


@dataclass(slots=True)
class Script:
    """Every verb with its moment, so that the trail grows in the order in which things happened."""

    days: Days
    _noted: list[tuple[datetime, int, Verb]] = field(default_factory=list)

    def note(self, at: datetime, verb: Verb) -> None:
        """Let this happen then. Two things of the same moment keep the order in which they were noted."""
        if at > self.days.now:
            raise ValueError(f"Nothing has happened yet at {at:%Y-%m-%d %H:%M}; it is {self.days.now:%Y-%m-%d %H:%M}.")
        self._noted.append((at, len(self._noted), verb))

    def play(self) -> None:
        for at, _, verb in sorted(self._noted, key=lambda noted: noted[:2]):
            verb(at)
        self._noted.clear()
