"""Days away: one's own, and those of whoever one schedules for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from hiring import access
from hiring.clock import utcnow
from hiring.models import Absence, Person
from hiring.people import absences, bp
from hiring.people.views.door import SEE_OTHER
from hiring.policy import Permission
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


class AbsenceForm(BaseForm):
    """From which day to which, and who covers."""

    first_day = StringField(_l("First day away"), [required("Choose the first day.")])
    last_day = StringField(_l("Last day away"), [required("Choose the last day.")])
    cover = SelectField(_l("Who covers"), default="")

    covers: dict[str, Person]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> AbsenceForm:
        (principal,) = subject
        assert isinstance(principal, Person)
        form = cls(formdata)
        form.covers = {one.ref: one for one in absences.colleagues(principal)}
        nobody = SelectChoice("", gettext("Nobody"))
        form.cover.choices = [nobody, *(SelectChoice(ref, one.name) for ref, one in form.covers.items())]
        return form

    def validate_first_day(self, field: StringField) -> None:
        _day(field.data)

    def validate_last_day(self, field: StringField) -> None:
        _day(field.data)


@dataclass(frozen=True, slots=True)
class Away:
    """One line of the list."""

    first_day: date
    last_day: date
    cover: str | None
    remove_url: str


@bp.get("/people/<ref:principal>/absences", endpoint="absences")
@allow(Permission.ABSENCE_EDIT, on=access.principal)
def show(principal: Person) -> ResponseReturnValue:
    return show_again(principal, AbsenceForm.of(principal, formdata=None))


def show_again(principal: Person, form: AbsenceForm) -> str:
    return render_template(
        "people/absences.html",
        form=form,
        principal=principal.ref,
        name=principal.name,
        is_own=principal.id == current_person().id,
        away=[_line(one) for one in absences.ahead(principal, utcnow())],
    )


@bp.post("/people/<ref:principal>/absences")
@allow(Permission.ABSENCE_EDIT, on=access.principal, form=AbsenceForm.of, page=show_again)
def add_absence(principal: Person, form: AbsenceForm) -> ResponseReturnValue:
    first_day, last_day = _day(form.first_day.data), _day(form.last_day.data)
    cover = form.covers.get(form.cover.data)
    absences.add(principal, first_day, last_day, cover=cover, by=current_person(), now=utcnow())
    return redirect(url_for(".absences", principal=principal.ref), code=SEE_OTHER)


@bp.post("/absences/<ref:absence>/remove")
@allow(Permission.ABSENCE_EDIT, on=access.absence, form=BaseForm.of)
def remove_absence(absence: Absence, _form: BaseForm) -> ResponseReturnValue:
    absences.remove(absence, by=current_person(), now=utcnow())
    return redirect(url_for(".absences", principal=absence.person.ref), code=SEE_OTHER)


def _line(absence: Absence) -> Away:
    return Away(
        first_day=absence.first_day,
        last_day=absence.last_day,
        cover=None if absence.cover is None else absence.cover.name,
        remove_url=url_for(".remove_absence", absence=absence.ref),
    )


def _day(typed: str | None) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        raise ValidationError(text("There is no such day. Write it like 2026-11-24.")) from None
