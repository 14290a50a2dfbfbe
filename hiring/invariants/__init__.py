"""What must hold in the database at any moment, whatever was done to it, each a sentence and the rows that break it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import ModuleType

from hiring.invariants import applications, cards, cases, committee, drafts, interviews, people, trail
from hiring.invariants.invariant import Invariant, Result

__all__ = ["INVARIANTS", "Invariant", "Result", "check"]


def _in(module: ModuleType) -> list[Invariant]:
    return [one for one in vars(module).values() if isinstance(one, Invariant)]


MODULES = (trail, cards, drafts, cases, interviews, applications, committee, people)
INVARIANTS = tuple(one for module in MODULES for one in _in(module))


def check(*, now: datetime) -> Iterator[Result]:
    """All of them, one after the other. Meant to run in one transaction that sees a single moment."""
    for invariant in INVARIANTS:
        yield invariant.check(now)
