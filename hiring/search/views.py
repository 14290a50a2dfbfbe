"""The page of search: who and what goes by that name, and what was written, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import indexed
from hiring.policy import Permission
from hiring.search import bp, queries
from hiring.text import Text
from hiring.web.guard import allow, note_reading
from hiring.web.searching import SEARCHABLE, Hit
from hiring.web.sign_in_state import current_person

__all__ = ["bp"]

SHORTEST, LONGEST = 2, 100
NAMES_FIRST = 8
LAST_PAGE = 400
PARTS = {"candidates": queries.NAMES, "written": queries.WRITTEN}


@dataclass(frozen=True, slots=True)
class Group:
    """What goes by that name."""

    heading: Text
    hits: list[Hit]


@bp.get("/search")
@allow(Permission.SEARCH_READ)
def show() -> ResponseReturnValue:
    reader = current_person()
    typed = "".join(filter(str.isprintable, request.args.get("q", "")))[:LONGEST].strip()
    part, number = request.args.get("in", ""), _page_asked()
    part = part if part in PARTS else ""
    asked = indexed.understand(typed) if len(typed) >= SHORTEST else indexed.understand("")
    is_first = not part and number == 1
    names = queries.look_for(asked, reader, kinds=queries.NAMES, most=NAMES_FIRST) if is_first else queries.NOTHING
    page = queries.look_for(asked, reader, kinds=PARTS.get(part, queries.WRITTEN), number=number)
    if page.shows_cards_of:
        note_reading("cards", of=page.shows_cards_of)
    return render_template(
        "search/show.html",
        typed=typed,
        is_long_enough=bool(asked),
        names=names,
        groups=_groups(typed) if is_first and asked else [],
        page=page,
        part=part,
        previous_url=_url(typed, part, number - 1) if number > 1 else None,
        next_url=_url(typed, part, number + 1) if page.has_more else None,
        headings=[heading for heading, _search in SEARCHABLE],
    )


def _groups(typed: str) -> list[Group]:
    person = current_person()
    found = [Group(heading, list(search_one(person, typed))) for heading, search_one in SEARCHABLE]
    return [group for group in found if group.hits]


def _page_asked() -> int:
    said = request.args.get("page", "1")
    return min(LAST_PAGE, max(1, int(said))) if said.isdecimal() and len(said) < 4 else 1


def _url(typed: str, part: str, number: int) -> str:
    asked: dict[str, Any] = {"q": typed, "in": part or None, "page": number}
    return url_for(".show", **asked)
