"""A mail's plain text once more as HTML that says the same: paragraphs, and links where an address of ours stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hiring import paths

FOOT = "\n--\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and where it leads if it is an address of this house."""

    words: str
    url: str


def html_of(subject: str, body: str, *, base_url: str, locale: str) -> str:
    """The page that says what `body` says. What people typed stays text; only addresses that start with `base_url`
    and stand alone on their line become links.
    """
    words, _, foot = body.strip().partition(FOOT)
    language = Locale.parse(locale)
    return (
        _templates()
        .get_template("_page.html")
        .render(
            subject=subject,
            language=language.language,
            direction="rtl" if language.character_order == "right-to-left" else "ltr",
            paragraphs=[_lines(one, base_url) for one in re.split(r"\n{2,}", words)],
            foot=_lines(foot, base_url),
        )
    )


def _lines(paragraph: str, base_url: str) -> list[Line]:
    return [Line(one, one if _is_ours(one, base_url) else "") for one in paragraph.strip().split("\n")]


def _is_ours(line: str, base_url: str) -> bool:
    return line.startswith(f"{base_url}/") and not re.search(r"\s", line)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(paths.TEMPLATES / "mail"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
