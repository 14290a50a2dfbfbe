"""The page on which an interview is moved to another time or place."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.loops import actions, bp
from hiring.loops.terms import MoveForm
from hiring.models import Interview
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person
from hiring.workflow.zones import OFTEN_MEANT


@bp.get("/interviews/<ref:interview>/time")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.interview)
def reschedule(interview: Interview) -> ResponseReturnValue:
    return reschedule_again(interview, MoveForm.of(interview, formdata=None))


def reschedule_again(interview: Interview, form: MoveForm) -> str:
    return render_template(
        "loops/move.html",
        form=form,
        interview=interview,
        application=interview.application,
        opening=interview.application.opening,
        zones=sorted({current_person().zone, interview.zone, *OFTEN_MEANT}),
    )


@bp.post("/interviews/<ref:interview>/time")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.interview, form=MoveForm.of, page=reschedule_again)
def move(interview: Interview, form: MoveForm) -> ResponseReturnValue:
    actions.move(interview, form.terms, by=current_person(), now=utcnow(), anyway=form.anyway.data)
    return redirect(url_for(".show", interview=interview.ref), code=303)
