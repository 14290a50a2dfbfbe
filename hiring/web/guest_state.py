"""Which guest is asking: the seat behind the cookie of a browser that came in by a mailed link."""

from __future__ import annotations

from datetime import datetime

from flask import Response, g, request
from werkzeug.exceptions import Gone

from hiring import access
from hiring.access import Found
from hiring.models import Person, Slot
from hiring.web.sign_in_state import sha256
from hiring.web.zone_cookies import ZoneCookie

_COOKIE = ZoneCookie("guest", access.GUEST_STAYS)


def has_pass() -> bool:
    """Whether the browser claims to have been let in at all; the database says whether it was."""
    return bool(_COOKIE.shown())


def require_guest(now: datetime) -> Person:
    """The guest who asks, whose seat is then known too, or 410."""
    cookie = _COOKIE.shown()
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


def asked_seat() -> Found[Slot]:
    """The same, unless the page that asks is about another: the guest has opened a second link since."""
    seat = current_seat()
    if request.args.get("seat", seat.subject.ref) != seat.subject.ref:
        raise Gone
    return seat


def let_in(response: Response, secret: str) -> Response:
    """Give the browser what it shows from now on."""
    return _COOKIE.give(response, secret)
