"""The page of one's calendars, and the feed that a calendar program reads with a secret instead of a session."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from hiring.calendars import actions, bp, queries
from hiring.calendars.forms import BusyForm
from hiring.clock import utcnow
from hiring.mail import invites
from hiring.mail.compose import link
from hiring.models import Person, Slot
from hiring.policy import Permission
from hiring.web.guard import allow, public
from hiring.web.sign_in_state import current_person

SEE_OTHER = 303
NOT_FOUND = 404


@bp.get("/account/calendar")
@allow(Permission.CALENDAR_FEED)
def show() -> ResponseReturnValue:
    return show_again(BusyForm())


def show_again(form: BusyForm, address: str | None = None) -> str:
    found = queries.calendars_of(current_person(), utcnow())
    return render_template("calendars/show.html", form=form, calendars=found, address=address)


@bp.post("/account/calendar")
@allow(Permission.CALENDAR_FEED)
def make_address() -> ResponseReturnValue:
    """The one time that the address is told: a page that cannot be loaded again."""
    secret = actions.make_address(current_person(), by=current_person(), now=utcnow())
    return show_again(BusyForm(), link(url_for(".feed", secret=secret)))


@bp.post("/account/calendar/end")
@allow(Permission.CALENDAR_FEED)
def end_address() -> ResponseReturnValue:
    actions.end_address(current_person(), by=current_person(), now=utcnow())
    return redirect(url_for(".show"), code=SEE_OTHER)


@bp.post("/account/calendar/busy")
@allow(Permission.CALENDAR_FEED, form=BusyForm.of, page=show_again)
def name_busy(form: BusyForm) -> ResponseReturnValue:
    actions.name_busy(current_person(), form.url.data or "", by=current_person(), now=utcnow())
    return redirect(url_for(".show"), code=SEE_OTHER)


@bp.post("/account/calendar/busy/end")
@allow(Permission.CALENDAR_FEED)
def forget_busy() -> ResponseReturnValue:
    actions.forget_busy(current_person(), by=current_person(), now=utcnow())
    return redirect(url_for(".show"), code=SEE_OTHER)


@bp.get("/calendar/<secret>.ics")
@public()
def feed(secret: str) -> ResponseReturnValue:
    """One's own interviews as a calendar: when, and a link to the rest. No names and no places, for an address may fall
    into other hands.
    """
    person = queries.owner_of(secret)
    if person is None:
        abort(NOT_FOUND)
    answer = make_response(_file(person, queries.seats_of(person, utcnow())))
    answer.content_type = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=interviews.ics"
    return _unless_known(answer)


def _file(person: Person, seats: Sequence[Slot]) -> str:
    from hiring.icals.writing import feed as written

    found = [
        replace(
            invites.occasion(
                seat.interview,
                title=invites.title_for(person, seat.interview.application.opening),
                path=url_for("loops.brief", slot=seat.ref),
            ),
            place="",
            url="",
        )
        for seat in seats
    ]
    with force_locale(person.locale):
        name = gettext("Interviews")
    # when the last of them was given out, so that a file that says the same is the same
    stamp = max((seat.assigned_at for seat in seats), default=person.created_at)
    return written(found, name=name, stamp=stamp)


def _unless_known(answer: Response) -> ResponseReturnValue:
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest())
    return answer.make_conditional(request)
