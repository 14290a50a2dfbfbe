"""What is typed to open a seat and to change its team."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from hiring.db import db
from hiring.models import Opening
from hiring.models.opening import TEAM_ROLES
from hiring.openings import queries
from hiring.openings.actions import Charter
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.language import say

ROLE_TITLES: dict[str, Text] = {
    "recruiter": text("Recruiter"),
    "hiring_manager": text("Hiring manager"),
    "chair": text("Chair of the committee"),
    "committee": text("Committee member"),
}


class OpeningForm(BaseForm):
    title = StringField("Title", [required("Enter a title, such as Chief technology officer.")])
    confidential = BooleanField("Confidential: only its team knows of it")
    codename = StringField("Codename")
    target_days = IntegerField(
        "Days to fill it",
        [
            InputRequired("Enter how many days you have, such as 90."),
            NumberRange(1, 730, "Enter a number from 1 to 730."),
        ],
        default=90,
    )
    rubric = SelectField("Rubric", [required("Choose a rubric.")], validate_choice=False)
    plan = SelectField("Plan", [required("Choose a plan.")], validate_choice=False)

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.rubric.choices = [("", say(text("Choose a rubric"))), *queries.rubric_choices()]
        self.plan.choices = [("", say(text("Choose a plan"))), *queries.plan_choices()]

    def validate_rubric(self, field: SelectField) -> None:
        _offered(field, "Choose one of the rubrics on the list.")

    def validate_plan(self, field: SelectField) -> None:
        _offered(field, "Choose one of the plans on the list.")

    def validate_codename(self, field: StringField) -> None:
        if self.confidential.data and not field.data:
            raise ValidationError("A confidential opening needs a codename, for wherever a stranger might look.")

    @property
    def charter(self) -> Charter:
        return Charter(
            title=self.title.data,
            codename=self.codename.data or None,
            confidential=self.confidential.data,
            target_days=self.target_days.data,
        )


class MemberForm(VersionedForm):
    """Somebody on the list, or anybody by e-mail address; the address wins."""

    person = SelectField("Person", validate_choice=False)
    email = StringField("Or their e-mail address")
    role = SelectField("Part", choices=[], validate_choice=False)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> MemberForm:
        opening = subject[0]
        assert isinstance(opening, Opening)
        return cls(formdata, version=str(opening.version))

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        people = [(one.ref, f"{one.name} ({one.email})") for one in db.session.scalars(queries.active_people())]
        self.person.choices = [("", say(text("Choose somebody"))), *people]
        self.role.choices = [(role, say(title)) for role, title in ROLE_TITLES.items()]

    def validate_role(self, field: SelectField) -> None:
        if field.data not in TEAM_ROLES:
            raise ValidationError("Choose one of the parts on the list.")

    def validate_person(self, field: SelectField) -> None:
        if not field.data and not self.email.data:
            raise ValidationError("Choose somebody, or enter their e-mail address.")


class RemovalForm(BaseForm):
    """Which part is taken away: the person's ref and the role."""

    person = StringField("Person", [required("Say whose part it is.")])
    role = StringField("Part", [required("Say which part it is.")])


def _offered(field: SelectField, words: str) -> None:
    if field.data not in {value for value, _label in field.choices}:
        raise ValidationError(words)
