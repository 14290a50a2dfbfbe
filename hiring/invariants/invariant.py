"""One invariant: a sentence that must be true, and the way to ask for everything that makes it false."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from hiring.db import db

Named = int | str
Offenders = Callable[[datetime], Select[Any] | Iterable[Named]]
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Result:
    """How many offend, and the first of them by table and number: nothing that anybody wrote."""

    sentence: str
    count: int
    first: tuple[str, ...]

    def __str__(self) -> str:
        if not self.count:
            return f"holds   {self.sentence}"
        more = ", …" if self.count > len(self.first) else ""
        return f"BROKEN  {self.sentence} {self.count}: {', '.join(self.first)}{more}"


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence, the table its offenders are named by, and the question."""

    name: str
    sentence: str
    table: str
    offenders: Offenders

    def check(self, now: datetime) -> Result:
        asked = self.offenders(now)
        found: Iterable[Named] = db.session.scalars(asked) if isinstance(asked, Select) else asked
        count, first = 0, []
        for one in found:
            count += 1
            if count <= MOST_NAMED:
                first.append(f"{self.table} {one}")
        return Result(self.sentence, count, tuple(first))


def must_hold(table: str, sentence: str) -> Callable[[Offenders], Invariant]:
    """Make an invariant of a function that asks for the offenders: their ids, as a query or one after the other."""

    def made(offenders: Offenders) -> Invariant:
        return Invariant(offenders.__name__, sentence, table, offenders)

    return made
