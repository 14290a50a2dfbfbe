"""What is typed about conflicts of interest: one's own, and somebody else's."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from hiring.conflicts import queries
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say


class DeclareForm(BaseForm):
    reason = TextAreaField(_("What is it?"))


class NameForm(BaseForm):
    """Who has a conflict of interest, and what makes it one."""

    person = SelectField(_("Who"), [required("Choose who it is.")], validate_choice=False)
    kind = SelectField(_("What makes it one"), [required("Choose what the conflict is.")], validate_choice=False)
    reason = TextAreaField(_("More about it"))

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        people = [
            SelectChoice(one.ref, f"{one.name}, {one.title}" if one.title else one.name) for one in queries.colleagues()
        ]
        self.person.choices = [SelectChoice("", say(text("Choose somebody"))), *people]
        self.kind.choices = [
            SelectChoice("", say(text("Choose one"))),
            *(SelectChoice(kind, say(queries.KINDS[kind])) for kind in queries.NAMED),
        ]

    def validate_person(self, field: SelectField) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(text("Choose somebody of the list."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in {"", *queries.NAMED}:
            raise ValidationError(text("Choose what the conflict is."))


class EndForm(BaseForm):
    """A button."""
