"""Pages of a plan: as it stands with all its revisions, one stage to change, and one more stage."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.models import Opening, Person
from hiring.openings.queries import current_revision
from hiring.plans import actions, bp, page
from hiring.plans.forms import AddForm, ChangeForm, PlaceForm, ReasonForm, stage_asked
from hiring.policy import Permission
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.language import say
from hiring.web.sign_in_state import current_person
from hiring.workflow import kinds


class Signed(TypedDict):
    """What every change of a plan says: of which revision, why, by whom and when."""

    seen: int
    reason: str
    by: Person
    now: datetime


def show_again(opening: Opening, form: BaseForm | None = None) -> str:
    shown = page.of(opening, reader=current_person(), standing=current_standing())
    undoing = form if isinstance(form, ReasonForm) else ReasonForm()
    undoing.version.data = str(shown.number)
    return render_template(
        "plans/show.html",
        page=shown,
        opening=opening,
        form=form,
        undoing=undoing,
        kinds=[(kind.name, say(kind.label)) for kind in kinds.known().values()],
    )


def stage_again(opening: Opening, form: BaseForm | None, stage: str) -> str:
    """The page of one stage with its three forms; `form` is the one that was refused."""
    asked = stage_asked(opening, stage)
    changing = form if isinstance(form, ChangeForm) else ChangeForm.of(opening, formdata=None)
    placing = form if isinstance(form, PlaceForm) else PlaceForm.of(opening, formdata=None)
    removing = form if type(form) is ReasonForm else ReasonForm()
    for one in (changing, placing, removing):
        one.version.data = str(asked.number)
    return render_template(
        "plans/stage.html",
        opening=opening,
        stage=asked.stage,
        kind=kinds.known()[asked.stage.kind].label,
        form=form,
        changing=changing,
        placing=placing,
        removing=removing,
    )


def new_again(opening: Opening, form: BaseForm) -> str:
    assert isinstance(form, AddForm)
    form.version.data = str(current_revision(opening.id).number)
    return render_template("plans/new.html", opening=opening, form=form, kind=kinds.known()[form.of_kind].label)


@bp.get("/openings/<ref:opening>/plan")
@allow(Permission.PLAN_READ, on=access.opening)
def show(opening: Opening) -> ResponseReturnValue:
    return show_again(opening)


@bp.get("/openings/<ref:opening>/plan/new")
@allow(Permission.PLAN_CHANGE, on=access.opening)
def new(opening: Opening) -> ResponseReturnValue:
    return new_again(opening, AddForm.of(opening, formdata=None))


@bp.post("/openings/<ref:opening>/plan/new")
@allow(Permission.PLAN_CHANGE, on=access.opening, form=AddForm.of, page=new_again)
def add(opening: Opening, form: AddForm) -> ResponseReturnValue:
    actions.add_stage(opening, form.said(), form.chosen(), **_signed(form))
    return _back_to(opening)


@bp.get("/openings/<ref:opening>/plan/stages/<stage>")
@allow(Permission.PLAN_CHANGE, on=access.opening)
def stage(opening: Opening, stage: str) -> ResponseReturnValue:
    return stage_again(opening, None, stage)


@bp.post("/openings/<ref:opening>/plan/stages/<stage>")
@allow(Permission.PLAN_CHANGE, on=access.opening, form=ChangeForm.of, page=stage_again)
def change(opening: Opening, form: ChangeForm, stage: str) -> ResponseReturnValue:
    actions.change_stage(opening, stage, form.said(), **_signed(form))
    return _back_to(opening)


@bp.post("/openings/<ref:opening>/plan/stages/<stage>/place")
@allow(Permission.PLAN_CHANGE, on=access.opening, form=PlaceForm.of, page=stage_again)
def place(opening: Opening, form: PlaceForm, stage: str) -> ResponseReturnValue:
    actions.place_stage(opening, stage, form.chosen(), **_signed(form))
    return _back_to(opening)


@bp.post("/openings/<ref:opening>/plan/stages/<stage>/removal")
@allow(Permission.PLAN_CHANGE, on=access.opening, form=ReasonForm.of, page=stage_again)
def remove(opening: Opening, form: ReasonForm, stage: str) -> ResponseReturnValue:
    stage_asked(opening, stage)
    actions.remove_stage(opening, stage, **_signed(form))
    return _back_to(opening)


@bp.post("/openings/<ref:opening>/plan/undo")
@allow(Permission.PLAN_CHANGE, on=access.opening, form=ReasonForm.of, page=show_again)
def undo(opening: Opening, form: ReasonForm) -> ResponseReturnValue:
    actions.undo_change(opening, **_signed(form))
    return _back_to(opening)


def _signed(form: ReasonForm) -> Signed:
    return Signed(seen=form.seen, reason=str(form.reason.data), by=current_person(), now=utcnow())


def _back_to(opening: Opening) -> ResponseReturnValue:
    return redirect(url_for("plans.show", opening=opening.ref), code=303)
