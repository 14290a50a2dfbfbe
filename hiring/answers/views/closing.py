"""Closing an opening, which waits until nobody is left without an answer, and opening it again."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.answers import actions, bp, owed
from hiring.answers.forms import CloseForm
from hiring.clock import utcnow
from hiring.models import Opening
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


def show_closing(opening: Opening, form: CloseForm | None = None) -> str:
    return render_template(
        "answers/closing.html",
        opening=opening,
        form=form,
        closing=form or CloseForm(version=opening.version),
        waiting=owed.in_the_way(opening, current_person()),
    )


@bp.get("/openings/<ref:opening>/close")
@allow(Permission.OPENING_CLOSE, on=access.opening)
def closing(opening: Opening) -> ResponseReturnValue:
    return show_closing(opening)


@bp.post("/openings/<ref:opening>/close")
@allow(Permission.OPENING_CLOSE, on=access.opening, form=CloseForm.of, page=show_closing)
def close(opening: Opening, _form: CloseForm) -> ResponseReturnValue:
    actions.close_opening(opening, by=current_person(), now=utcnow())
    return redirect(url_for("openings.show", opening=opening.ref), code=303)


@bp.post("/openings/<ref:opening>/reopen")
@allow(Permission.OPENING_CLOSE, on=access.opening, form=CloseForm.of, page=show_closing)
def reopen(opening: Opening, _form: CloseForm) -> ResponseReturnValue:
    actions.reopen_opening(opening, by=current_person(), now=utcnow())
    return redirect(url_for("openings.show", opening=opening.ref), code=303)
