"""What is typed to ask for an opening in an emergency."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from hiring.break_glass import queries
from hiring.models.conflict import LONGEST_HOURS
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say
from hiring.web.sign_in_state import current_person


class AskForm(BaseForm):
    """Which opening, for how long, and why."""

    opening = SelectField(_("Opening"), [required("Choose an opening.")], validate_choice=False)
    hours = StringField(_("Hours"), [required("Say for how many hours.")], default="4")
    reason = TextAreaField(_("Why does it have to be read?"), [required("Write why it has to be read.")])

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        choices = [SelectChoice(one.ref, one.label) for one in queries.openings_for(current_person())]
        self.opening.choices = [SelectChoice("", say(text("Choose an opening"))), *choices]

    def validate_opening(self, field: SelectField) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(text("Choose an opening of the list."))

    def validate_hours(self, field: StringField) -> None:
        given = field.data or ""
        if not (given.isascii() and given.isdigit() and len(given) <= 2 and 1 <= int(given) <= LONGEST_HOURS):
            raise ValidationError(text("Choose 1 to %(most)d hours.", most=LONGEST_HOURS))


class AnswerForm(BaseForm):
    """A button."""
