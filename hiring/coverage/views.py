"""The page of a loop: who covers what, one place changed, a fix applied, and briefs sent."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.coverage import actions, bp, interviewer_views, matters, pages
from hiring.coverage.briefs import briefs_of
from hiring.coverage.forms import CellForm, FindingForm, SeenForm, SendForm
from hiring.coverage.queries import Loop, loop_of
from hiring.models import Application
from hiring.policy import Permission, permits
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person
from hiring.workflow.coverage import Finding

__all__ = ["bp", "interviewer_views"]


@bp.get("/applications/<ref:application>/coverage")
@allow(Permission.COVERAGE_READ, on=access.application)
def show(application: Application) -> ResponseReturnValue:
    return show_again(application, BaseForm())


def show_again(application: Application, form: BaseForm) -> str:
    loop = _loop(application)
    return render_template(
        "coverage/show.html",
        page=pages.page_of(loop, may_change=_may(Permission.COVERAGE_CHANGE), is_blind=not _reads_cards()),
        form=form,
        seen=loop.digest,
        chosen=_chosen(loop, form),
        accepting=_accepting(loop, form),
        send=form if isinstance(form, SendForm) else SendForm(),
    )


def _chosen(loop: Loop, form: BaseForm) -> tuple[str, CellForm] | None:
    """The place that is being changed by hand, with its title."""
    asked = form.cell.data if isinstance(form, CellForm) else request.args.get("cell", "")
    area_id, _dot, seat_id = (asked or "").partition(".")
    cell = loop.matrix.cells.get((area_id, seat_id))
    if cell is None or loop.matrix.seat(seat_id).is_over:
        return None
    area, seat = loop.matrix.area(area_id), loop.matrix.seat(seat_id)
    return f"{area.title}: {seat.name}", CellForm.at((area_id, seat_id), area, cell, seen=loop.digest)


def _accepting(loop: Loop, form: BaseForm) -> tuple[Finding, FindingForm] | None:
    """What is being accepted with a reason, and the words typed so far."""
    asked = request.args.get("accept", "")
    if isinstance(form, FindingForm) and form.deed.data == "accept":
        asked = form.finding.data or ""
    finding = loop.unsettled_as(asked)
    return None if finding is None else (finding, form if isinstance(form, FindingForm) else FindingForm())


@bp.post("/applications/<ref:application>/coverage/cells")
@allow(Permission.COVERAGE_CHANGE, on=access.application, form=CellForm.of, page=show_again)
def assign(application: Application, form: CellForm) -> ResponseReturnValue:
    loop = _loop(application)
    _refuse_changed(loop, form)
    after = actions.with_place(loop, form.place, form.part.data, form.asks.data)
    actions.share_out(loop, after, by=current_person(), now=utcnow())
    return _back(application, form.place[0])


@bp.post("/applications/<ref:application>/coverage/fix")
@allow(Permission.COVERAGE_CHANGE, on=access.application, form=FindingForm.of, page=show_again)
def mend(application: Application, form: FindingForm) -> ResponseReturnValue:
    loop, key, by, now = _loop(application), form.finding.data or "", current_person(), utcnow()
    _refuse_changed(loop, form)
    match form.deed.data:
        case "accept":
            actions.accept(loop, key, reason=form.reason.data or "", by=by, now=now)
        case "take_up":
            actions.take_up(loop, key, by=by, now=now)
        case _:
            fix = matters.fix_for(loop, key)
            if fix is None:
                raise Refusal(text("There is nothing left to mend there."))
            actions.share_out(loop, fix.after, by=by, now=now)
    return _back(application)


@bp.get("/applications/<ref:application>/coverage/briefs")
@allow(Permission.COVERAGE_READ, on=access.application)
def briefs(application: Application) -> ResponseReturnValue:
    loop = _loop(application)
    return render_template("coverage/briefs.html", application=application, briefs=briefs_of(loop))


@bp.post("/applications/<ref:application>/coverage/briefs")
@allow(Permission.COVERAGE_CHANGE, on=access.application, form=SendForm.of, page=show_again)
def send(application: Application, form: SendForm) -> ResponseReturnValue:
    actions.send_briefs(_loop(application), reason=form.reason.data or "", by=current_person(), now=utcnow())
    return redirect(url_for(".show", application=application.ref, sent=1), code=303)


def _loop(application: Application) -> Loop:
    return loop_of(application, current_person() if _reads_cards() else None, now=utcnow())


def _reads_cards() -> bool:
    return _may(Permission.COVERAGE_RESULTS)


def _may(permission: Permission) -> bool:
    return permits(permission, current_standing())


def _refuse_changed(loop: Loop, form: SeenForm) -> None:
    if form.seen.data != loop.digest:
        words = text("Somebody has changed who covers what since you opened this page. Look at it again.")
        raise Refusal(words, Kind.CONFLICT)


def _back(application: Application, row: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".show", application=application.ref, _anchor=row), code=303)
