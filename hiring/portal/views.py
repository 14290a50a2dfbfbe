"""The candidate's door and the pages behind it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from hiring.clock import utcnow
from hiring.models import Application
from hiring.portal import actions, bp, queries
from hiring.portal.forms import AboutYouForm, EnterForm
from hiring.settings import Settings
from hiring.web.guard import public
from hiring.web.zone_cookies import ZoneCookie

GONE = 410
COOKIE = ZoneCookie("portal", queries.STAYS)


@dataclass(frozen=True, slots=True)
class Talk:
    """One interview in the candidate's words."""

    title: str
    when: str
    zone: str
    minutes: int
    place: str
    people: tuple[queries.Met, ...]


@bp.route("/portal/enter/<secret>", methods=["GET", "POST"])
@public(form=EnterForm.of)
def enter(form: EnterForm | None = None, *, secret: str) -> ResponseReturnValue:
    """A link shows a button; pressing it uses the link up. Whoever only looks at the link changes nothing."""
    portal_pass = queries.pass_of_link(actions.digest(secret))
    now = utcnow()
    is_open = portal_pass is not None and actions.is_open(portal_pass, now=now)
    if form is None:
        return render_template("portal/enter.html") if is_open else _expired(can_ask=True)
    if form.again.data:
        if portal_pass is not None and not is_open:
            actions.send_again(portal_pass, base_url=_settings().base_url, now=now)
        return render_template("portal/sent.html")
    if portal_pass is None or not is_open:
        return _expired(can_ask=True)
    cookie = actions.enter(portal_pass, now=now)
    return COOKIE.give(make_response(redirect(url_for("portal.show"), code=303)), cookie)


@bp.get("/portal/")
@public()
def show() -> ResponseReturnValue:
    """Where am I, what comes next, whom do I meet."""
    application = _visitors_application()
    move = application.current_move
    return render_template(
        "portal/show.html",
        name=application.candidate.name,
        opening=actions.known_as(application.opening),
        stage=None if move is None else move.stage,
        after=queries.next_stage(application),
        talks=_talks(application),
        contacts=queries.recruiters(application),
    )


def show_about_you(form: AboutYouForm | None = None) -> str:
    """The questions, with what the candidate said last."""
    application = _visitors_application()
    return render_template(
        "portal/about_you.html",
        form=form or AboutYouForm(None, **queries.group_answers(application)),
        kept="kept" in request.args and form is None,
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/about-you")
@public()
def about_you() -> ResponseReturnValue:
    """What nobody has to say, who would see it, and the way to take it back."""
    return show_about_you()


@bp.post("/portal/about-you")
@public(form=AboutYouForm.of, page=show_about_you)
def tell_about_you(form: AboutYouForm) -> ResponseReturnValue:
    actions.tell_about_you(_visitors_application(), form.answers, now=utcnow())
    return redirect(url_for("portal.about_you", kept=1), code=303)


def _visitors_application() -> Application:
    """The application of whoever this browser was let in for; it is turned away when it was not, or too long ago."""
    cookie = COOKIE.shown()
    visit = queries.visit(actions.digest(cookie), now=utcnow()) if cookie else None
    if visit is None:
        abort(_expired(can_ask=False))
    return visit.application


def _talks(application: Application) -> list[Talk]:
    return [
        Talk(
            title=one.title,
            when=format_datetime(one.starts_at, "EEE d MMM, HH:mm", rebase=False),
            zone=one.zone.replace("_", " "),
            minutes=one.minutes,
            place=one.place,
            people=one.people,
        )
        for one in queries.meetings(application, now=utcnow())
    ]


def _expired(*, can_ask: bool) -> Response:
    return make_response(render_template("portal/expired.html", can_ask=can_ask), GONE)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
