"""The hook by which a slice makes its things findable: a query over what the person may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hiring.models import Person
from hiring.text import Text


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer."""

    title: str
    line: str
    url: str


Search = Callable[[Person, str], Iterable[Hit]]
SEARCHABLE: list[tuple[Text, Search]] = []


def searchable(heading: Text, search: Search) -> None:
    """Announce a search. It must start from a visible_* query of `access`; the leak tests walk this list."""
    SEARCHABLE.append((heading, search))
