"""The page on which times are found for an interview, offered to the candidate, or booked."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.booking.first_call import needs_to_know
from hiring.clock import utcnow
from hiring.models import Application
from hiring.people import actions as people
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.scheduling import actions, bp, queries
from hiring.scheduling.forms import GUEST, ROWS, ChosenForm, TimesForm, WithdrawForm
from hiring.text import text
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person
from hiring.workflow.zones import OFTEN_MEANT

__all__ = ["bp"]

A_DAY = timedelta(days=1)
NEEDED = "who1"


@bp.get("/applications/<ref:application>/times")
@allow(Permission.INTERVIEW_OFFER, on=access.application)
def times(application: Application) -> ResponseReturnValue:
    """The form, and once it is filled in what it finds."""
    asked = request.args if NEEDED in request.args else None
    tomorrow = (utcnow() + A_DAY).date().isoformat()
    zone = application.candidate.zone or current_person().zone
    form = TimesForm.at(application, formdata=asked, since=tomorrow, zone=zone)
    if asked is None and request.args.get("stage") in form.stages:
        form = TimesForm.at(application, stage=request.args["stage"], since=tomorrow, zone=zone)
    return _page(application, form, is_asked=asked is not None and form.validate())


def times_again(application: Application, form: TimesForm | WithdrawForm) -> str:
    """With the times that are still free."""
    if isinstance(form, WithdrawForm):
        return _page(application, TimesForm.at(application), is_asked=False, refused=form)
    names = ("stage", *ROWS, "minutes", "pause", "since", "span", "zone")
    return _page(application, form, is_asked=not any(form[name].errors for name in names))


@bp.post("/applications/<ref:application>/times")
@allow(Permission.INTERVIEW_OFFER, on=access.application, form=ChosenForm.of, page=times_again)
def offer(application: Application, form: ChosenForm) -> ResponseReturnValue:
    terms, wanted = form.terms(form.starts[0]), form.wanted
    said = {"by": current_person(), "now": utcnow(), "knows": form.knows.data}
    if GUEST in form.chosen:
        guest = people.guest(form.guest_name.data, form.guest_email.data, zone=form.zone.data, now=said["now"])
        wanted = wanted.with_guest(guest)
    if form.then.data == "book":
        first = actions.book(application, wanted, terms, **said)[0]
        return redirect(url_for("loops.show", interview=first.ref), code=303)
    actions.offer(application, wanted, terms, form.starts, **said)
    return redirect(url_for(".times", application=application.ref, _anchor="out"), code=303)


@bp.post("/applications/<ref:application>/times/withdraw")
@allow(Permission.INTERVIEW_OFFER, on=access.application, form=WithdrawForm.of, page=times_again)
def withdraw(application: Application, form: WithdrawForm) -> ResponseReturnValue:
    offered = queries.offer_of(application, form.offer.data or "", now=utcnow())
    if offered is None:
        raise Refusal(text("These times are not offered any more."), Kind.INPUT)
    actions.withdraw(offered, by=current_person(), now=utcnow())
    return redirect(url_for(".times", application=application.ref, _anchor="out"), code=303)


def _page(application: Application, form: TimesForm, *, is_asked: bool, refused: WithdrawForm | None = None) -> str:
    now, found = utcnow(), []
    if is_asked:
        wanted = form.wanted
        found = queries.choices(application, wanted, queries.find(application, wanted, form.search(now), now=now))
    return render_template(
        "scheduling/times.html",
        application=application,
        opening=application.opening,
        form=form,
        refused=refused or form,
        rows=[form[name] for name in ROWS],
        found=found,
        with_guest=GUEST in form.chosen,
        ticked=set(form.time.data or ()),
        is_asked=is_asked,
        is_series=form.stages[form.stage.data].series if form.stage.data in form.stages else False,
        zones=sorted({current_person().zone, *OFTEN_MEANT}),
        offer_is_out=needs_to_know(application, current_person()),
        out=queries.out(application, now=now),
    )
