"""What is typed to open a seat and to change its team."""

from __future__ import annotations

import unicodedata
from typing import Any

from wtforms import BooleanField, SelectField, StringField, ValidationError

from hiring.db import db
from hiring.models import Opening
from hiring.models.opening import ADJUSTED, ASKS_CASE, TEAM_ROLES
from hiring.openings import queries
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.language import say

LONGEST_SEARCH = 730
JOINERS = "\u200c\u200d"
"""Nobody sees them either, but Persian words and family emoji are written with them."""

ROLE_TITLES: dict[str, Text] = {
    "recruiter": text("Recruiter"),
    "hiring_manager": text("Hiring manager"),
    "chair": text("Chair of the committee"),
    "committee": text("Committee member"),
}
ADJUSTED_TITLES: dict[str, Text] = {
    "off": text("Never"),
    "after_first_ballot": text("Once the first ballot is over"),
    "always": text("Always"),
}
"""Where a committee holds none, it is over when the decision is recorded."""


OVERRIDE_TITLES: dict[str, Text] = {
    "two": text("Takes a second person"),
    "one": text("Is up to whoever decides"),
}
ASKS_CASE_TITLES: dict[str, Text] = {
    "nobody": text("Nobody"),
    "but_executives": text("New interviewers, but no executive"),
    "everybody": text("All new interviewers"),
}


def visible(typed: str | None) -> str | None:
    """A name without the invisible signs that make it look like another one."""
    if typed is None:
        return None
    kept = (sign for sign in typed if sign in JOINERS or unicodedata.category(sign) != "Cf")
    return " ".join("".join(kept).split(" "))


class OpeningForm(BaseForm):
    title = StringField(
        "Title", filters=[visible], validators=[required("Enter a title, such as Chief technology officer.")]
    )
    confidential = BooleanField("Confidential: only its team knows of it")
    codename = StringField("Codename", filters=[visible])
    target_days = StringField("Days to fill it", [required("Enter how many days you have, such as 90.")], default="90")
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

    def validate_target_days(self, field: StringField) -> None:
        given = field.data or ""
        if not (given.isascii() and given.isdigit() and len(given) < 7):
            raise ValidationError("Enter a whole number of days, such as 90.")
        if not 1 <= int(given) <= LONGEST_SEARCH:
            raise ValidationError("Enter 1 to 730 days.")

    def validate_codename(self, field: StringField) -> None:
        if self.confidential.data and not field.data:
            raise ValidationError("A confidential opening needs a codename, for wherever a stranger might look.")


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


class AdjustedForm(VersionedForm):
    """When packets show adjusted numbers beside the plain ones."""

    adjusted = SelectField("Adjusted numbers in packets", choices=[], validate_choice=False)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> AdjustedForm:
        opening = subject[0]
        assert isinstance(opening, Opening)
        return cls(formdata, version=str(opening.version), adjusted=opening.adjusted)

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.adjusted.choices = [(when, say(title)) for when, title in ADJUSTED_TITLES.items()]

    def validate_adjusted(self, field: SelectField) -> None:
        if field.data not in ADJUSTED:
            raise ValidationError("Choose when they are shown.")


class OverrideForm(VersionedForm):
    """How many people it takes to go ahead against the decision rule."""

    override = SelectField("Going ahead against the rule", choices=[], validate_choice=False)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> OverrideForm:
        opening = subject[0]
        assert isinstance(opening, Opening)
        return cls(formdata, version=str(opening.version), override="two" if opening.override_by_two else "one")

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.override.choices = [(who, say(title)) for who, title in OVERRIDE_TITLES.items()]

    def validate_override(self, field: SelectField) -> None:
        if field.data not in OVERRIDE_TITLES:
            raise ValidationError("Choose how many it takes.")


class AsksCaseForm(VersionedForm):
    """Of whom a passed case is asked before their first card counts."""

    asks_case = SelectField("Who passes a case first", choices=[], validate_choice=False)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> AsksCaseForm:
        opening = subject[0]
        assert isinstance(opening, Opening)
        return cls(formdata, version=str(opening.version), asks_case=opening.asks_case)

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.asks_case.choices = [(who, say(title)) for who, title in ASKS_CASE_TITLES.items()]

    def validate_asks_case(self, field: SelectField) -> None:
        if field.data not in ASKS_CASE:
            raise ValidationError("Choose who is asked.")


def _offered(field: SelectField, words: str) -> None:
    if field.data not in {value for value, _label in field.choices}:
        raise ValidationError(words)
