"""The candidate's first page, what they prepare, by which clock they read times, and what nobody has to say."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from hiring.clock import utcnow
from hiring.models import Application
from hiring.portal import actions, bp, deeds, own, queries
from hiring.portal.forms import AboutYouForm, ZoneForm
from hiring.portal.visits import visitors_application
from hiring.web.amounts import amount
from hiring.web.guard import public
from hiring.workflow.zones import OFTEN_MEANT


@dataclass(frozen=True, slots=True)
class Talk:
    """One interview in the candidate's words."""

    title: str
    when: str
    zone: str
    minutes: int
    place: str
    video_url: str
    people: tuple[queries.Met, ...]


@bp.get("/portal/")
@public()
def show() -> ResponseReturnValue:
    """Where am I, what comes next and by when, whom do I meet."""
    application, now = visitors_application(), utcnow()
    move, around = application.current_move, own.around(application, now=now)
    return render_template(
        "portal/show.html",
        name=application.candidate.name,
        opening=application.opening.known_as,
        stage=None if move is None else move.stage,
        after=queries.next_stage(application),
        talks=_talks(application),
        contacts=queries.recruiters(application),
        around=around,
        low=None if around.pay is None else amount(around.pay[0]),
        high=None if around.pay is None or around.pay[1] is None else amount(around.pay[1]),
    )


@bp.get("/portal/prepare")
@public()
def prepare() -> ResponseReturnValue:
    """What to prepare for the present stage or the next: the same words for every candidate."""
    application = visitors_application()
    return render_template(
        "portal/prepare.html", stage=own.preparing(application), contacts=queries.recruiters(application)
    )


def show_clock(form: ZoneForm | None = None) -> str:
    application = visitors_application()
    return render_template(
        "portal/clock.html",
        form=form or ZoneForm(zone=application.candidate.zone),
        zones=OFTEN_MEANT,
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/clock")
@public()
def clock() -> ResponseReturnValue:
    return show_clock()


@bp.post("/portal/clock")
@public(form=ZoneForm.of, page=show_clock)
def set_clock(form: ZoneForm) -> ResponseReturnValue:
    deeds.choose_zone(visitors_application(), form.zone.data or "")
    return redirect(url_for("portal.show"), code=303)


def show_about_you(form: AboutYouForm | None = None) -> str:
    """The questions, with what the candidate said last."""
    application = visitors_application()
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
    actions.tell_about_you(visitors_application(), form.answers, now=utcnow())
    return redirect(url_for("portal.about_you", kept=1), code=303)


def _talks(application: Application) -> list[Talk]:
    """Each by the candidate's clock, or by the one it was agreed in until they say which theirs is."""
    zone = application.candidate.zone
    return [
        Talk(
            title=one.title,
            when=format_datetime(
                one.starts_at.astimezone(ZoneInfo(zone)) if zone else one.starts_at, "EEE d MMM, HH:mm", rebase=False
            ),
            zone=(zone or one.zone).replace("_", " "),
            minutes=one.minutes,
            place=one.place,
            video_url=one.video_url,
            people=one.people,
        )
        for one in queries.meetings(application, now=utcnow())
    ]
