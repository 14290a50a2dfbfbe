"""What a candidate needs: asked for on their own page, arranged by recruiters."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.answers import actions, bp, queries
from hiring.answers.forms import ArrangeForm
from hiring.clock import utcnow
from hiring.models import Adjustment, Application
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.get("/applications/<ref:application>/adjustments")
@allow(Permission.ADJUSTMENT_READ, on=access.application)
def adjustments(application: Application) -> ResponseReturnValue:
    return _page(application)


def show_again(adjustment: Adjustment, form: ArrangeForm) -> str:
    return _page(adjustment.application, form, adjustment.ref)


@bp.post("/adjustments/<ref:adjustment>")
@allow(Permission.ADJUSTMENT_ARRANGE, on=access.adjustment, form=ArrangeForm.of, page=show_again)
def arrange(adjustment: Adjustment, form: ArrangeForm) -> ResponseReturnValue:
    actions.arrange(adjustment, str(form.arrangement.data), by=current_person(), now=utcnow())
    return redirect(url_for(".adjustments", application=adjustment.application.ref), code=303)


def _page(application: Application, form: ArrangeForm | None = None, refused: str = "") -> str:
    """Everything asked for, each with its own form; `refused` is the one whose form came back."""
    asked = queries.adjustments_of(application)
    return render_template(
        "answers/adjustments.html",
        application=application,
        form=form,
        asked=[
            (one, form if form is not None and one.ref == refused else ArrangeForm.of(one, formdata=None))
            for one in asked
        ],
    )
