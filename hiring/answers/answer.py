"""What goes to a candidate: the words, the day by which they hear again, and whether it ends their application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hiring.letters import Words

CLOSES_AS = ("rejected", "mutual_no")
"""How a letter may close an application as it goes. What is missing of a must-have is asked on the page of each."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes to one candidate or to many. `closes_as` ends their applications too, with that reason."""

    words: Words
    hears_by: date | None = None
    closes_as: str | None = None
    reason: str = ""
