"""Parts of the form that are the same for everybody who fills in the sheet: rendered once in a language, and kept.

A form of eight areas holds forty levels and their sentences. Rendering them for every request took most of its time.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from hiring.text import Text
from hiring.web.language import say, speaking

MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button: its value as posted, and `r1` … `r5` for its colour."""

    value: str
    word: str | Text
    anchor: str | Text
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What an area is about, which of its questions are the seat's own, and which are left to others."""

    id: str
    meets: str
    own: tuple[str, ...]
    left_to_others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What an area wants to know, as its rubric has it."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """A level in brief: `r1` … `r5`, `na` or `no`, the number, and its word or a sentence to be translated."""

    css: str
    number: str
    words: str


def language() -> str:
    """The reader's, as a key to what is kept."""
    return str(get_locale())


@lru_cache(maxsize=MOST_KEPT)
def intro(talk: Talk, language: str) -> Markup:
    """What the area is about and what was to be asked."""
    return _render("intro", language, talk)


@lru_cache(maxsize=MOST_KEPT)
def levels(question: Question, chosen: str, language: str) -> Markup:
    """All the levels and “not assessed”, with the chosen one marked."""
    return _render("choices", language, question, chosen)


@lru_cache(maxsize=MOST_KEPT)
def opening(name: str, rows: int, *, has_error: bool) -> Markup:
    """A text field up to where its text begins."""
    return _render("opening", None, name, rows, has_error)


@lru_cache(maxsize=MOST_KEPT)
def drawn(square: Square, language: str) -> Markup:
    """The square as the list beside the form and a folded area show it."""
    return _render("square", language, square.css, square.number, said(square.words, language))


@lru_cache(maxsize=MOST_KEPT)
def said(msgid: str, language: str) -> str:
    """A sentence without values in the reader's language."""
    with speaking(language):
        return say(Text(msgid))


def _render(macro: str, language: str | None, *facts: object) -> Markup:
    with speaking(language) if language else nullcontext():
        module = current_app.jinja_env.get_template("scorecards/_area.html").module
        written: Markup = getattr(module, macro)(*facts)
        return written
