"""The page of an application's conflicts of interest: declare one's own, and, for recruiters, name and end others'."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.conflicts import actions, bp, queries
from hiring.conflicts.forms import DeclareForm, EndForm, NameForm
from hiring.models import Application, Conflict, Person
from hiring.policy import Permission, Standing, permits
from hiring.text import Text, text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person

__all__ = ["bp"]


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says. `known` is None for whoever may not know of others' conflicts."""

    application: str
    candidate: str
    opening: str
    warning: Text | None
    known: list[queries.Known] | None
    may_name: bool


def show_page(application: Application, form: BaseForm | None = None) -> ResponseReturnValue:
    page = _page(application, current_person(), current_standing())
    return render_template(
        "conflicts/show.html",
        page=page,
        form=form,
        declaring=form if isinstance(form, DeclareForm) else DeclareForm(),
        naming=(form if isinstance(form, NameForm) else NameForm()) if page.may_name else None,
        ending=EndForm(),
    )


@bp.get("/applications/<ref:application>/conflicts")
@allow(Permission.CONFLICT_DECLARE, on=access.application)
def show(application: Application) -> ResponseReturnValue:
    return show_page(application)


@bp.post("/applications/<ref:application>/conflicts")
@allow(Permission.CONFLICT_DECLARE, on=access.application, form=DeclareForm.of, page=show_page)
def declare(application: Application, form: DeclareForm) -> ResponseReturnValue:
    actions.declare(application, reason=form.reason.data or "", by=current_person(), now=utcnow())
    return _back_to(application)


@bp.post("/applications/<ref:application>/conflicts/named")
@allow(Permission.CONFLICT_NAME, on=access.application, form=NameForm.of, page=show_page)
def name(application: Application, form: NameForm) -> ResponseReturnValue:
    person = queries.person_of(form.person.data)
    assert person is not None, "The form offers people of the house only."
    actions.name_conflict(
        application,
        person,
        kind=form.kind.data,
        reason=form.reason.data or "",
        by=current_person(),
        now=utcnow(),
    )
    return _back_to(application)


@bp.post("/conflicts/<ref:conflict>/end")
@allow(Permission.CONFLICT_END, on=access.conflict, form=EndForm.of)
def end(conflict: Conflict, _form: EndForm) -> ResponseReturnValue:
    actions.end_conflict(conflict, by=current_person(), now=utcnow())
    return _back_to(conflict.application)


def _back_to(application: Application) -> ResponseReturnValue:
    """To the application, or home where it is closed to the person from now on."""
    if access.application(application.ref, current_person()) is None:
        return redirect(url_for("home.home", closed=1), code=303)
    return redirect(url_for("candidates.show", application=application.ref, _anchor="conflicts"), code=303)


def _page(application: Application, reader: Person, standing: Standing) -> Page:
    leads = permits(Permission.CONFLICT_READ, standing)
    return Page(
        application=application.ref,
        candidate=application.candidate.name,
        opening=application.opening.known_as,
        warning=_warning(application, reader) if leads else None,
        known=queries.known_to(reader, application) if leads else None,
        may_name=permits(Permission.CONFLICT_NAME, standing),
    )


def _warning(application: Application, reader: Person) -> Text | None:
    """Who would be left to look after the application, where that is hardly anybody."""
    if queries.recruiters_left(application, without=reader):
        return None
    others = queries.leaders_left(application, without=reader)
    if not others:
        return text(
            "Nobody else leads this opening. Add somebody to its team first, or nobody will reach this application."
        )
    names = ", ".join(person.name for person in others)
    return text("Nobody else recruits for this opening. From then on %(names)s alone will reach it.", names=names)
