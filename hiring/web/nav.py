"""What stands at the top of every page, and what templates may ask for anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, g, request, url_for
from flask_babel import get_locale

from hiring import paths
from hiring.models import Person
from hiring.web.language import LANGUAGES, direction, gettext

WITHIN = {
    "/openings": ("/applications/", "/packets/", "/meetings"),
    "/interviews": ("/slots/", "/scorecards/", "/typing", "/me/ratings"),
    "/rubrics": ("/cases",),
}
"""Where an entry leads further without saying so in the address."""

ZONES = ("/guest/", "/portal/")
"""What is not the staff's, by how its addresses begin."""

MOST_KEPT = 64

Entries = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    current: bool = False


def init_app(app: Flask) -> None:
    # globals rather than context: an imported macro sees no context
    app.jinja_env.globals.update(asset=asset, drawing=drawing)
    app.jinja_env.globals["csrf_field"] = app.jinja_env.get_template("components/csrf.html").module.csrf_field  # type: ignore[attr-defined]

    @app.context_processor
    def around_every_page() -> dict[str, Any]:
        person: Person | None = g.get("person")
        locale = str(get_locale() or LANGUAGES[0])
        kinds = person.capability_kinds if person is not None and not person.is_guest else None
        return {
            "lang": locale.replace("_", "-"),
            "dir": direction(),
            "keys": "",
            "me": person,
            "nav": [] if kinds is None else _items(_nav(kinds, locale)),
            "menu": [] if kinds is None else _items(_menu(kinds, locale)),
            "search_url": "/search",
            "sign_out_url": "/sign-out",
            "help_url": "/help",
            "home_url": _home(),
        }


def asset(name: str) -> str:
    """The address of a static file; its hash makes it safe to keep for a year."""
    return f"/static/{name}?v={_fingerprint(name)}"


@cache
def drawing(name: str) -> str:
    """A small drawing as part of the page that shows it: one request less."""
    return "data:image/svg+xml," + quote((paths.STATIC / name).read_text().strip(), safe=" /:='")


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((paths.STATIC / name).read_bytes()).hexdigest()[:10]


def _home() -> str:
    """Where the sign of the house leads: never from one zone into another."""
    return next((zone for zone in ZONES if request.path.startswith(zone)), "/")


def _items(entries: Entries) -> list[Item]:
    here = max((url for _, url in entries if _is_current(url)), key=len, default="")
    return [Item(label, url, url == here) for label, url in entries]


@lru_cache(maxsize=MOST_KEPT)
def _nav(kinds: frozenset[str], _locale: str) -> Entries:
    """Where somebody with these capabilities may go. Kept, because an address is dear to build and never changes."""
    entries = [
        (gettext("Home"), "/"),
        (gettext("Openings"), url_for("openings.board")),
        (gettext("Interviews"), url_for("loops.mine")),
        (gettext("Rubrics"), url_for("rubrics.index")),
    ]
    if kinds & {"open_openings", "reports"}:
        entries.append((gettext("Reports"), url_for("reports.index")))
    if "group_reports" in kinds:
        entries.append((gettext("Groups"), url_for("reports.groups")))
    if "user_admin" in kinds:
        entries.append((gettext("People"), url_for("people.index")))
        entries.append((gettext("Sent mail"), url_for("people.sent_mail")))
    return tuple(entries)


@lru_cache(maxsize=MOST_KEPT)
def _menu(kinds: frozenset[str], _locale: str) -> Entries:
    entries = [
        (gettext("Your account"), url_for("people.account")),
        (gettext("Meetings"), url_for("meetings.index")),
        (gettext("Answers"), url_for("answers.index")),
        (gettext("Your own ratings"), url_for("mirror.show")),
        (gettext("Cases"), url_for("cases.index")),
    ]
    if "open_openings" in kinds:
        entries.append((gettext("Interviewers"), url_for("coverage.interviewers")))
    if kinds & {"privacy_officer", "user_admin"}:
        entries.append((gettext("Emergencies"), url_for("break_glass.index")))
    return tuple(entries)


def _is_current(url: str) -> bool:
    return request.path == url if url == "/" else request.path.startswith((url, *WITHIN.get(url, ())))
