"""The few words around what was looked for, cut out of a text as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hiring.indexed import Asked, fold

AROUND = 90
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Before it, it, and after it; `found` is empty where nothing that is asked stands in the text."""

    before: str
    found: str
    after: str


def excerpt(texts: Iterable[str], asked: Asked) -> Excerpt:
    """From the first text that holds a word that is asked; without one, the beginning of the first text."""
    said = [text for text in texts if text]
    wanted = (*asked.words, *(word for phrase in asked.phrases for word in phrase))
    for text in said:
        # of the texts of a card few hold it, and where in one it stands is dear to find out
        for one in _WORD.finditer(text) if _holds(text, wanted) else ():
            if _holds(one.group(), wanted):
                return _around(text, *one.span())
    return Excerpt(_cut(said[0], len(said[0])) if said else "", "", "")


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    return any(word.startswith(wanted) for word in fold(text))


def _around(text: str, start: int, end: int) -> Excerpt:
    before = text[max(0, start - AROUND) : start]
    if start > AROUND:
        before = f"… {before.partition(' ')[2]}"
    after = text[end : end + AROUND]
    if len(text) > end + AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    return Excerpt(before, text[start:end], after)


def _cut(text: str, length: int) -> str:
    return text if length <= 2 * AROUND else f"{text[: 2 * AROUND].rpartition(' ')[0]} …"
