"""What reports there are, of how many, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hiring.models import StoredReport
from hiring.text import Text, count, text

HEAD = ("report", "about", "made_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """One report: where it is, what it answers, and what it rests on."""

    endpoint: str
    title: Text
    answers: Text
    counted: Text
    made_at: datetime | None


def entries(stored: Sequence[StoredReport]) -> list[Entry]:
    rubrics = [one for one in stored if one.kind == "agreement"]
    process = next((one for one in stored if one.kind == "process"), None)
    ended = 0 if process is None else sum(part["applications"] for part in process.content["parts"])
    return [
        Entry(
            endpoint="reports.agreement",
            title=text("How people agree"),
            answers=text(
                "By rubric and dimension: how far two people give the same level, what tells candidates apart, and "
                "what nobody can assess."
            ),
            counted=count("%(num)d rubric", "%(num)d rubrics", len(rubrics)),
            made_at=max((one.made_at for one in rubrics), default=None),
        ),
        Entry(
            endpoint="reports.process",
            title=text("How candidates pass through"),
            answers=text(
                "How long stages take, where candidates leave and from which source they came, whether scorecards come "
                "in time, and how the writing is shared."
            ),
            counted=count("%(num)d ended application", "%(num)d ended applications", ended),
            made_at=None if process is None else process.made_at,
        ),
    ]


def cells(stored: Sequence[StoredReport]) -> Iterator[list[object]]:
    for one in stored:
        yield [one.kind, one.content.get("title", ""), one.made_at.isoformat()]
