"""Letters to start from: the house’s own, and those of one opening."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.answers import actions, bp, queries
from hiring.answers.forms import RetireForm, TemplateForm
from hiring.clock import utcnow
from hiring.letters import PLACES
from hiring.models import LetterTemplate, Opening
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


def show_templates(form: TemplateForm | None = None) -> str:
    person = current_person()
    return render_template(
        "answers/templates.html",
        form=(form or TemplateForm()).offer(list(queries.led_openings(person))),
        templates=queries.all_templates(person),
        places=PLACES,
    )


def show_template(letter_template: LetterTemplate, form: TemplateForm | RetireForm | None = None) -> str:
    editing = form if isinstance(form, TemplateForm) else TemplateForm.of(letter_template, formdata=None)
    return render_template(
        "answers/template.html",
        template=letter_template,
        form=form,
        editing=editing.offer(list(queries.led_openings(current_person()))),
        retiring=RetireForm(),
        places=PLACES,
    )


@bp.get("/letter-templates")
@allow(Permission.LETTER_TEMPLATES)
def templates() -> ResponseReturnValue:
    return show_templates()


@bp.post("/letter-templates")
@allow(Permission.LETTER_TEMPLATES, form=TemplateForm.of, page=show_templates)
def add_template(form: TemplateForm) -> ResponseReturnValue:
    _keep(None, form)
    return redirect(url_for(".templates"), code=303)


@bp.get("/letter-templates/<ref:letter_template>")
@allow(Permission.LETTER_TEMPLATES, on=access.letter_template)
def template(letter_template: LetterTemplate) -> ResponseReturnValue:
    return show_template(letter_template)


@bp.post("/letter-templates/<ref:letter_template>")
@allow(Permission.LETTER_TEMPLATES, on=access.letter_template, form=TemplateForm.of, page=show_template)
def change_template(letter_template: LetterTemplate, form: TemplateForm) -> ResponseReturnValue:
    _keep(letter_template, form)
    return redirect(url_for(".templates"), code=303)


@bp.post("/letter-templates/<ref:letter_template>/retire")
@allow(Permission.LETTER_TEMPLATES, on=access.letter_template, form=RetireForm.of, page=show_template)
def retire_template(letter_template: LetterTemplate, _form: RetireForm) -> ResponseReturnValue:
    actions.retire(letter_template, by=current_person(), now=utcnow())
    return redirect(url_for(".templates"), code=303)


def _keep(template: LetterTemplate | None, form: TemplateForm) -> None:
    actions.keep_template(
        template,
        str(form.title.data),
        form.words_said(),
        opening=_opening_chosen(form.opening.data),
        by=current_person(),
        now=utcnow(),
    )


def _opening_chosen(ref: str | None) -> Opening | None:
    if not ref:
        return None
    found = next((one for one in queries.led_openings(current_person()) if one.ref == ref), None)
    if found is None:
        raise Refusal(text("Choose one of the openings on the list."), Kind.INPUT)
    return found
