"""Who is at the candidate's pages: the application this browser was let in for, or the way to a new link."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template

from hiring.clock import utcnow
from hiring.models import Application
from hiring.portal import actions, queries
from hiring.web.zone_cookies import ZoneCookie

GONE = 410
COOKIE = ZoneCookie("portal", queries.STAYS)


def visitors_application() -> Application:
    """The application of whoever this browser was let in for; it is turned away when it was not, or too long ago."""
    cookie = COOKIE.shown()
    visit = queries.visit(actions.digest(cookie), now=utcnow()) if cookie else None
    if visit is None:
        abort(expired(can_ask=False))
    return visit.application


def expired(*, can_ask: bool) -> Response:
    return make_response(render_template("portal/expired.html", can_ask=can_ask), GONE)
