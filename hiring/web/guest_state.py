"""Which guest is asking: the seat behind the cookie of a browser that came in by a mailed link."""

from __future__ import annotations

from datetime import datetime

from flask import Response, current_app, g, request
from werkzeug.exceptions import Gone

from hiring import access
from hiring.access import Found
from hiring.models import Person, Slot
from hiring.settings import Settings
from hiring.web.sign_in_state import sha256


def has_pass() -> bool:
    """Whether the browser claims to have been let in at all; the database says whether it was."""
    return bool(request.cookies.get(_cookie_name()))


def require_guest(now: datetime) -> Person:
    """The guest who asks, whose seat is then known too, or 410."""
    cookie = request.cookies.get(_cookie_name(), "")
    seat = access.guest_seat(sha256(cookie), now=now) if cookie else None
    if seat is None:
        g.person = None
        raise Gone
    g.person, g.seat = seat.subject.person, seat
    return seat.subject.person


def current_seat() -> Found[Slot]:
    """The seat the guard let a guest into."""
    seat: Found[Slot] = g.seat
    return seat


def let_in(response: Response, secret: str) -> Response:
    """Give the browser what it shows from now on. Whatever it showed before is gone: the last link wins."""
    response.set_cookie(
        _cookie_name(),
        secret,
        max_age=access.GUEST_STAYS,
        path="/",
        secure=not _settings().is_plain_loopback,
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie_name() -> str:
    return "guest" if _settings().is_plain_loopback else "__Host-guest"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
