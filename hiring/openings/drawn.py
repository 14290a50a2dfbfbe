"""Parts of a board that many rows and many requests share: drawn once in a language, and kept."""

from __future__ import annotations

from functools import lru_cache

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

from hiring.openings.track import Cell

MOST_KEPT = 4096


def language() -> str:
    """The reader's, as a key to what is kept."""
    return str(get_locale())


@lru_cache(maxsize=MOST_KEPT)
def cell(shown: Cell, _language: str) -> Markup:
    """One round of a row."""
    return _draw("components/track.html", "track", (shown,))


@lru_cache(maxsize=MOST_KEPT)
def squares(states: tuple[str, ...]) -> Markup:
    """Which cards are in."""
    return _draw("components/cards.html", "squares", states)


def _draw(template: str, macro: str, shown: object) -> Markup:
    drawn: Markup = getattr(current_app.jinja_env.get_template(template).module, macro)(shown)
    return drawn
