"""Pages about written cases: the list, one to read blind, what came of it, and a draft being written."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access, policy
from hiring.cases import actions, bp, pages, queries
from hiring.cases.drift import RULE
from hiring.cases.forms import CaseForm, DraftForm, ReadingForm, draft_form, reading_form
from hiring.clock import utcnow
from hiring.models import WrittenCase
from hiring.policy import Permission
from hiring.rubrics.queries import by_reference, newest_first
from hiring.web.forms import BaseForm, FormData
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person


@bp.get("/cases")
@allow(Permission.CASE_READ)
def index() -> ResponseReturnValue:
    return render_template("cases/index.html", shelves=pages.shelves(current_person()), may_write=_may_write())


def case_form(*, formdata: FormData) -> CaseForm:
    """With the stored rubrics, newest version first."""
    offered = [(f"{one.slug}@{one.number}", f"{one.title}, {one.number}") for one, _rubric in newest_first()]
    return CaseForm(formdata, rubrics=offered)


def new_again(form: CaseForm) -> str:
    return render_template("cases/new.html", form=form)


@bp.get("/cases/new")
@allow(Permission.CASE_WRITE)
def new() -> ResponseReturnValue:
    return new_again(case_form(formdata=None))


@bp.post("/cases/new")
@allow(Permission.CASE_WRITE, form=case_form, page=new_again)
def write(form: CaseForm) -> ResponseReturnValue:
    version = by_reference(form.rubric.data)
    assert version is not None, "The form offers stored rubrics only."
    case = actions.write(version, title=form.title.data, body=form.body.data, by=current_person(), now=utcnow())
    return redirect(url_for(".edit", case=case.ref), code=303)


@bp.get("/cases/<ref:case>")
@allow(Permission.CASE_READ, on=access.case)
def show(case: WrittenCase) -> ResponseReturnValue:
    if case.published_at is None:
        return redirect(url_for(".edit", case=case.ref))
    return show_again(case, reading_form(case, formdata=None))


def show_again(case: WrittenCase, form: BaseForm) -> str:
    """The form until one's own reading is in; from then on what was agreed, and how whole groups rated."""
    own = queries.reading_of(case, current_person())
    if own is None and case.written_by_id != current_person().id:
        blind = form if isinstance(form, ReadingForm) else reading_form(case, formdata=None)
        areas = pages.reading_areas(case, blind)
        return render_template(
            "cases/read.html", case=case, areas=areas, form=form, fields=blind, rule=RULE, may_write=_may_write()
        )
    return render_template("cases/result.html", page=pages.result(case, own), form=form, may_write=_may_write())


@bp.post("/cases/<ref:case>/reading")
@allow(Permission.CASE_READ, on=access.case, form=reading_form, page=show_again)
def hand_in(case: WrittenCase, form: ReadingForm) -> ResponseReturnValue:
    actions.hand_in(case, form.given, by=current_person(), now=utcnow())
    return redirect(url_for(".show", case=case.ref), code=303)


def edit_again(case: WrittenCase, form: DraftForm) -> str:
    if case.published_at is not None:
        return show_again(case, form)  # to others who write cases, what was agreed is closed as to everybody
    return render_template("cases/edit.html", case=case, form=form, areas=pages.agreed_areas(case, form))


@bp.get("/cases/<ref:case>/edit")
@allow(Permission.CASE_WRITE, on=access.case)
def edit(case: WrittenCase) -> ResponseReturnValue:
    if case.published_at is not None:
        return redirect(url_for(".show", case=case.ref))
    return edit_again(case, draft_form(case, formdata=None))


@bp.post("/cases/<ref:case>/edit")
@allow(Permission.CASE_WRITE, on=access.case, form=draft_form, page=edit_again)
def save(case: WrittenCase, form: DraftForm) -> ResponseReturnValue:
    writer, now = current_person(), utcnow()
    actions.edit(case, title=form.title.data, body=form.body.data, agreed=form.agreed, by=writer, now=now)
    if form.publishes:
        actions.publish(case, by=writer, now=now)
    return redirect(url_for(".show" if form.publishes else ".edit", case=case.ref), code=303)


@bp.post("/cases/<ref:case>/retire")
@allow(Permission.CASE_WRITE, on=access.case, form=BaseForm.of, page=show_again)
def retire(case: WrittenCase, _form: BaseForm) -> ResponseReturnValue:
    actions.retire(case, by=current_person(), now=utcnow())
    return redirect(url_for(".show", case=case.ref), code=303)


def _may_write() -> bool:
    return policy.permits(Permission.CASE_WRITE, current_standing())
