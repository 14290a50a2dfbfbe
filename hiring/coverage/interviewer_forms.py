"""Forms about one interviewer: training, limits, substitutes."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice

from hiring.coverage import interviewer_queries as queries
from hiring.models import Person
from hiring.rubric import Rubric
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData
from hiring.web.hours import HoursForm, said
from hiring.web.language import say

STEPS: dict[str, Text] = {
    "": text("Not begun"),
    "shadows": text("Watches"),
    "is_shadowed": text("Holds it while somebody listens"),
    "trained": text("Trained"),
}
MOST_DIGITS = 3
PREFIX = "of-"
"""Before a dimension's id, or one called “rubric” would be taken for the field of that name."""


class TrainingForm(BaseForm):
    """A choice for each dimension of one role's rubric."""

    rubric = HiddenField()

    role: Rubric
    fields: list[str]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> TrainingForm:
        (person,) = subject
        assert isinstance(person, Person)
        asked = "" if formdata is None else str(formdata.get("rubric", ""))
        return cls.about(person, asked, formdata=formdata)

    @classmethod
    def about(cls, person: Person, slug: str, *, formdata: FormData = None) -> TrainingForm:
        """The form about the role of that name, or the first there is."""
        roles = queries.roles()
        role = roles.get(slug) or next(iter(roles.values()))
        steps = {f"{PREFIX}{one.id}": _step(one.title) for one in role.dimensions}
        made: type[TrainingForm] = type("TrainingOfARole", (cls,), steps)
        known = {f"{PREFIX}{dimension}": step for dimension, step in queries.training_of(person, role.rubric).items()}
        form = made(formdata, **{"rubric": role.rubric, **known})
        form.role, form.fields = role, list(steps)
        for name in steps:
            form[name].choices = [SelectChoice(step, say(words)) for step, words in STEPS.items()]
        return form

    @property
    def states(self) -> dict[str, str]:
        return {name.removeprefix(PREFIX): self[name].data for name in self.fields}

    def validate_rubric(self, field: HiddenField) -> None:
        if field.data != self.role.rubric:
            raise ValidationError(text("There is no such role. Choose one from the list."))


def _step(title: str) -> SelectField:
    return SelectField(title, default="")


class LimitsForm(HoursForm):
    """Working hours, and how many interviews a week at most."""

    weekly_cap = StringField(_("Interviews a week at most"))

    @classmethod
    def showing(cls, person: Person) -> LimitsForm:
        return cls(
            works_from=said(person.works_from),
            works_until=said(person.works_until),
            weekly_cap="" if person.weekly_cap is None else str(person.weekly_cap),
        )

    @property
    def cap(self) -> int | None:
        typed = self.weekly_cap.data or ""
        return int(typed) if typed else None

    def validate_weekly_cap(self, field: StringField) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS):
            raise ValidationError(text("Write a number from 0 to 99, or nothing."))


class SubstituteForm(BaseForm):
    """Who else may be asked."""

    substitute = SelectField(_("Who may be asked instead"), validate_choice=False)

    people: dict[str, Person]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> SubstituteForm:
        (person,) = subject
        assert isinstance(person, Person)
        form = cls(formdata)
        form.people = {one.ref: one for one in queries.colleagues(person)}
        form.substitute.choices = [SelectChoice("", gettext("Nobody")), *_named(form.people)]
        return form

    def validate_substitute(self, field: SelectField) -> None:
        if field.data not in self.people:
            raise ValidationError(text("Choose somebody from the list."))


def _named(people: dict[str, Person]) -> list[SelectChoice]:
    return [SelectChoice(ref, f"{one.name}, {one.title}" if one.title else one.name) for ref, one in people.items()]


class EndForm(BaseForm):
    """Which substitute no longer is one."""

    ended = HiddenField()
