"""The candidate's door: a mailed link, used up once."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring.clock import utcnow
from hiring.portal import actions, bp, queries
from hiring.portal.forms import EnterForm
from hiring.portal.visits import COOKIE, expired
from hiring.settings import Settings
from hiring.web.guard import public


@bp.route("/portal/enter/<secret>", methods=["GET", "POST"])
@public(form=EnterForm.of)
def enter(form: EnterForm | None = None, *, secret: str) -> ResponseReturnValue:
    """A link shows a button; pressing it uses the link up. Whoever only looks at the link changes nothing."""
    portal_pass = queries.pass_of_link(actions.digest(secret))
    now = utcnow()
    is_open = portal_pass is not None and actions.is_open(portal_pass, now=now)
    if form is None:
        return render_template("portal/enter.html") if is_open else expired(can_ask=True)
    if form.again.data:
        if portal_pass is not None and not is_open:
            settings: Settings = current_app.extensions["settings"]
            actions.send_again(portal_pass, base_url=settings.base_url, now=now)
        return render_template("portal/sent.html")
    if portal_pass is None or not is_open:
        return expired(can_ask=True)
    cookie = actions.enter(portal_pass, now=now)
    return COOKIE.give(make_response(redirect(url_for("portal.show"), code=303)), cookie)
