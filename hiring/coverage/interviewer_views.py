"""Pages about interviewers: everybody, and one with what they are trained for, when they work and who stands in."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.coverage import bp, interviewer_actions
from hiring.coverage import interviewer_queries as queries
from hiring.coverage.interviewer_forms import EndForm, LimitsForm, SubstituteForm, TrainingForm
from hiring.models import Person
from hiring.people import limits
from hiring.policy import Permission
from hiring.text import text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

MOST_PAGES = 100_000


@bp.get("/interviewers")
@allow(Permission.INTERVIEWER_LIST)
def interviewers() -> ResponseReturnValue:
    page, words = max(1, min(request.args.get("page", 1, type=int), MOST_PAGES)), request.args.get("q", "").strip()
    found = queries.interviewers(current_person(), words, page=page, now=utcnow())
    pages = {
        "words": text("Page %(page)s", page=page),
        "previous_url": url_for(".interviewers", page=page - 1, q=words) if page > 1 else None,
        "next_url": url_for(".interviewers", page=page + 1, q=words) if found.has_more else None,
    }
    return render_template("coverage/interviewers.html", rows=found.rows, pages=pages, words=words, is_first=page == 1)


@bp.get("/interviewers/<ref:interviewer>")
@allow(Permission.INTERVIEWER_LIST, on=access.interviewer)
def interviewer(interviewer: Person) -> ResponseReturnValue:
    return show_again(interviewer, BaseForm())


def show_again(interviewer: Person, form: BaseForm) -> str:
    role = request.args.get("role", "")
    named = SubstituteForm.of(interviewer, formdata=None)
    return render_template(
        "coverage/interviewer.html",
        person=interviewer,
        form=form,
        training=form if isinstance(form, TrainingForm) else TrainingForm.about(interviewer, role),
        roles=[(slug, one.title) for slug, one in queries.roles().items()],
        limits=form if isinstance(form, LimitsForm) else LimitsForm.showing(interviewer),
        naming=form if isinstance(form, SubstituteForm) else named,
        substitutes=[(one.substitute.ref, one.substitute.name) for one in queries.substitutes_of(interviewer)],
    )


@bp.post("/interviewers/<ref:interviewer>/training")
@allow(Permission.INTERVIEWER_TRAIN, on=access.interviewer, form=TrainingForm.of, page=show_again)
def train(interviewer: Person, form: TrainingForm) -> ResponseReturnValue:
    interviewer_actions.train(interviewer, form.role, form.states, by=current_person(), now=utcnow())
    return _back(interviewer, role=form.role.rubric)


@bp.post("/interviewers/<ref:interviewer>/limits")
@allow(Permission.INTERVIEWER_TRAIN, on=access.interviewer, form=LimitsForm.of, page=show_again)
def limit(interviewer: Person, form: LimitsForm) -> ResponseReturnValue:
    works_from, works_until = form.minutes
    limits.set_hours(interviewer, works_from, works_until, by=current_person(), now=utcnow())
    limits.set_cap(interviewer, form.cap, by=current_person(), now=utcnow())
    return _back(interviewer)


@bp.post("/interviewers/<ref:interviewer>/substitutes")
@allow(Permission.INTERVIEWER_TRAIN, on=access.interviewer, form=SubstituteForm.of, page=show_again)
def name_substitute(interviewer: Person, form: SubstituteForm) -> ResponseReturnValue:
    chosen = form.people[form.substitute.data]
    interviewer_actions.name_substitute(interviewer, chosen, by=current_person(), now=utcnow())
    return _back(interviewer)


@bp.post("/interviewers/<ref:interviewer>/substitutes/end")
@allow(Permission.INTERVIEWER_TRAIN, on=access.interviewer, form=EndForm.of, page=show_again)
def end_substitute(interviewer: Person, form: EndForm) -> ResponseReturnValue:
    interviewer_actions.end_substitute(interviewer, form.ended.data or "", by=current_person(), now=utcnow())
    return _back(interviewer)


def _back(interviewer: Person, *, role: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(".interviewer", interviewer=interviewer.ref, role=role), code=303)
