"""Which companies nobody is approached at are named in what somebody wrote about a candidate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[^\W_]+")
LEGAL_FORMS = frozenset(
    "ab ag as bv co company corp corporation gmbh holding holdings inc kg limited llc llp ltd nv oy plc pte sa sas "
    "sarl se spa srl".split()
)


def named_in(words: str, companies: Iterable[str]) -> list[str]:
    """Those of the companies that these words name, however capitalised and whatever the legal form; by whole words, so
    that Heron is not found in Heronsgate.
    """
    said = _spoken(words)
    return [company for company in companies if _is_in(said, _name_of(company))]


def same_company(one: str, other: str) -> bool:
    """Whether two ways of writing mean one company."""
    return _name_of(one) == _name_of(other)


def without_legal_form(name: Sequence[str]) -> list[str]:
    """The words of a company's name without the legal form at its end; a name that is nothing else keeps it."""
    words = list(name)
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return words


def _name_of(company: str) -> list[str]:
    return without_legal_form(_spoken(company))


def _spoken(words: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", words.casefold())
    return WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def _is_in(said: list[str], name: list[str]) -> bool:
    return bool(name) and any(said[place : place + len(name)] == name for place in range(len(said) - len(name) + 1))
