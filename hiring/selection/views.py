"""The page of a selection: who is ticked, what is done to them, and why not to some."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from hiring import access
from hiring.clock import utcnow
from hiring.models import Application
from hiring.openings.queries import person_by_ref
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.selection import actions, bp, page, queries
from hiring.selection.forms import (
    FORMS,
    NOBODY,
    MoveForm,
    OwnerForm,
    PlaceForm,
    RejectForm,
    RemindForm,
    SelectionForm,
    TagForm,
)
from hiring.selection.queries import Chosen
from hiring.text import text
from hiring.web.guard import allow, current_standing
from hiring.web.parts import BESIDE_APPLICATION, part_of
from hiring.web.sign_in_state import current_person

part_of(BESIDE_APPLICATION, "selection/_application.html", page.kept)


@bp.get("/selection")
@allow(Permission.OPENING_LIST)
def show() -> ResponseReturnValue:
    asked = request.args
    place = {name: asked.get(name, "") for name in ("q", "view", "page")}
    refs, form = asked.getlist("a"), FORMS.get(asked.get("do", ""))
    if refs and asked.get("do") == "answer":
        return redirect(url_for("answers.letter", to=refs))
    if form is None or not 0 < len(refs) <= queries.MOST:
        return redirect(_board(**place))
    return show_again(form(None, a=refs, do=asked["do"], **place))


def show_again(form: SelectionForm) -> str:
    chosen = _chosen(form)
    form.offer(chosen)
    lines = page.lines(chosen, form, by=current_person(), now=utcnow())
    whence = text("Openings") if form.came_from is None else lines[0].name
    return render_template("selection/show.html", form=form, lines=lines, back=_back(form), whence=whence)


@bp.post("/selection")
@allow(Permission.OPENING_LIST, form=SelectionForm.of, page=show_again)
def carry_out(form: SelectionForm) -> ResponseReturnValue:
    chosen = _chosen(form)
    try:
        _carry_out(form, chosen)
    except actions.NotAll as refusal:
        form.reasons = refusal.reasons
        raise
    return redirect(_back(form), code=303)


def remind_again(application: Application, form: PlaceForm) -> str:
    place = {name: form[name].data for name in ("q", "view", "page")}
    refused = RemindForm(None, a=[application.ref], do="remind", **place)
    refused.form_errors = form.form_errors
    return show_again(refused)


@bp.post("/applications/<ref:application>/remind")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.application, form=PlaceForm.of, page=remind_again)
def remind(application: Application, form: PlaceForm) -> ResponseReturnValue:
    one = queries.Chosen(application, current_standing())
    actions.remind_about(one, anyway=False, by=current_person(), now=utcnow())
    return redirect(f"{_back(form)}#{application.ref}", code=303)


def _carry_out(form: SelectionForm, chosen: list[Chosen]) -> None:
    by, now = current_person(), utcnow()
    match form:
        case RemindForm():
            actions.remind(chosen, anyway=form.anyway.data, by=by, now=now)
        case MoveForm():
            actions.move(chosen, str(form.to.data), reason=form.reason.data or "", by=by, now=now)
        case RejectForm():
            actions.reject(chosen, reason=form.reason.data or "", by=by, now=now)
        case OwnerForm():
            owner = None if form.owner.data == NOBODY else person_by_ref(str(form.owner.data))
            if owner is None and form.owner.data != NOBODY:
                raise Refusal(text("Choose somebody on the list."), Kind.INPUT)
            actions.assign(chosen, owner, by=by, now=now)
        case TagForm():
            put = actions.untag if form.off.data else actions.tag
            put(chosen, str(form.word.data), by=by, now=now)


def _chosen(form: SelectionForm) -> list[Chosen]:
    """Nobody learns from here that an application exists which is not on their board."""
    found = queries.chosen(current_person(), form.refs)
    if found is None:
        raise NotFound
    return found


def _back(form: PlaceForm) -> str:
    if isinstance(form, SelectionForm) and form.came_from is not None:
        return url_for("candidates.show", application=form.came_from, _anchor="kept")
    return _board(str(form.q.data or ""), str(form.view.data or ""), str(form.page.data or ""))


def _board(q: str, view: str, page: str) -> str:
    asked = {name: value for name, value in (("q", q), ("view", view), ("page", page)) if value}
    return url_for("openings.board") + (f"?{urlencode(asked)}" if asked else "")
