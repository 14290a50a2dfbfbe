"""People who act for you: named here, and ended here."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, ValidationError
from wtforms.fields import SelectChoice

from hiring import access
from hiring.clock import utcnow
from hiring.models import Deputy, Person
from hiring.people import bp, deputies
from hiring.people.views.door import SEE_OTHER
from hiring.policy import Permission
from hiring.text import text
from hiring.web.forms import BaseForm, FormData
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

WORDS = {
    "types": text("types scorecards"),
    "schedules": text("looks after your interviews"),
}


class DeputyForm(BaseForm):
    """Whom, and for what."""

    deputy = SelectField(_l("Colleague"), validate_choice=False)
    may = RadioField(_l("What they do for you"), validate_choice=False)

    people: dict[str, Person]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> DeputyForm:
        form = cls(formdata)
        form.people = {one.ref: one for one in deputies.colleagues(current_person())}
        nobody = SelectChoice("", gettext("Nobody"))
        form.deputy.choices = [nobody, *(SelectChoice(ref, one.name) for ref, one in form.people.items())]
        looks_after = gettext(
            "Looks after my interviews. Sees when and where, may decline them or hand them over, sees no scorecard."
        )
        form.may.choices = [
            SelectChoice("types", gettext("Types my scorecards. I read, confirm and hand them in.")),
            SelectChoice("schedules", looks_after),
        ]
        return form

    def validate_deputy(self, field: SelectField) -> None:
        if field.data not in self.people:
            raise ValidationError(text("Choose a colleague."))

    def validate_may(self, field: RadioField) -> None:
        if field.data not in WORDS:
            raise ValidationError(text("Choose what they do for you."))


@bp.get("/account/deputies", endpoint="deputies")
@allow(Permission.ACCOUNT_EDIT)
def show() -> ResponseReturnValue:
    return show_again(DeputyForm.of(formdata=None))


def show_again(form: DeputyForm) -> str:
    named = [(one.ref, one.deputy.name, WORDS[one.may]) for one in deputies.named_by(current_person())]
    return render_template("people/deputies.html", form=form, named=named)


@bp.post("/account/deputies")
@allow(Permission.ACCOUNT_EDIT, form=DeputyForm.of, page=show_again)
def name_deputy(form: DeputyForm) -> ResponseReturnValue:
    deputies.name_deputy(current_person(), form.people[form.deputy.data], form.may.data, now=utcnow())
    return redirect(url_for(".deputies"), code=SEE_OTHER)


@bp.post("/account/deputies/<ref:deputy>/end")
@allow(Permission.ACCOUNT_EDIT, on=access.deputy, form=BaseForm.of)
def end_deputy(deputy: Deputy, _form: BaseForm) -> ResponseReturnValue:
    deputies.end(deputy, by=current_person(), now=utcnow())
    return redirect(url_for(".deputies"), code=SEE_OTHER)
