"""What is typed about a case: its text, the levels agreed on, and what somebody makes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from wtforms import Field, Form, SelectField, StringField, TextAreaField, ValidationError

from hiring.cases.queries import Rated
from hiring.models import WrittenCase
from hiring.rubric import Dimension, Rubric
from hiring.rubric.answers import has_words
from hiring.rubrics.queries import rubric_of
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.language import say

THEN = ("save", "publish")


class Level(StringField):
    """One level of the scale, or nothing yet where that may be."""

    def __init__(self, label: Any, *, among: Collection[int], missing: Text | None = None, **options: Any) -> None:
        StringField.__init__(self, label, **options)
        self.among, self.missing = frozenset(map(str, among)), missing

    def pre_validate(self, form: Form) -> None:
        if not self.data and self.missing is None:
            return
        if self.data not in self.among:
            raise ValidationError(self.missing or text("Choose a level of the scale."))

    @property
    def level(self) -> int | None:
        return int(self.data) if self.data in self.among else None


class CaseForm(BaseForm):
    """A new case: which rubric it is for, and its text."""

    rubric = SelectField("Rubric", [required("Choose a rubric.")], validate_choice=False)
    title = StringField("Title", [required("Enter a title, such as The night of the two restores.")])
    body = TextAreaField("What the interviewer would have heard", [required("Write the case.")])

    def __init__(self, formdata: FormData = None, *, rubrics: Collection[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(formdata, **values)
        self.rubric.choices = [("", say(text("Choose a rubric"))), *rubrics]

    def validate_rubric(self, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices}:
            raise ValidationError("Choose one of the rubrics on the list.")


class DraftForm(VersionedForm):
    """A draft with what was agreed; made anew for each rubric. `then` says whether to publish it as well."""

    title = StringField("Title", [required("Enter a title.")])
    body = TextAreaField("What the interviewer would have heard", [required("Write the case.")])
    then = StringField("What next", default="save")
    dimensions: tuple[str, ...] = ()

    def validate_then(self, field: StringField) -> None:
        if field.data not in THEN:
            raise ValidationError("The page sent something this form does not know. Reload it.")

    @property
    def publishes(self) -> bool:
        return bool(self.then.data == "publish")

    @property
    def agreed(self) -> Mapping[str, Rated]:
        """What was agreed, where there is a level."""
        return {
            name: Rated(self[f"{name}-level"].level, self[f"{name}-because"].data or "")
            for name in self.dimensions
            if self[f"{name}-level"].level is not None
        }

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not self.publishes:
            return is_valid
        unsaid = [name for name, one in self.agreed.items() if not has_words(one.words)]
        for name in unsaid:
            self.refuse(text("Say why it is this level and no other."), f"{name}-because")
        return is_valid and not unsaid


class ReadingForm(BaseForm):
    """A level with its evidence for each dimension of one case."""

    dimensions: tuple[str, ...] = ()

    @property
    def given(self) -> Mapping[str, Rated]:
        return {
            name: Rated(int(self[f"{name}-level"].data), self[f"{name}-evidence"].data or "")
            for name in self.dimensions
        }


def draft_form(case: WrittenCase, *, formdata: FormData) -> DraftForm:
    """The form of a draft, with what it says so far."""
    rubric = rubric_of(case.rubric_version)
    fields: dict[str, Any] = {}
    for dimension in rubric.dimensions:
        fields[f"{dimension.id}-level"] = Level(_titled(dimension, "level"), among=rubric.levels)
        fields[f"{dimension.id}-because"] = TextAreaField(_titled(dimension, "why"))
    made = type("AgreedForm", (DraftForm,), {**fields, "dimensions": tuple(one.id for one in rubric.dimensions)})
    said: dict[str, str] = {"title": case.title, "body": case.body, "version": str(case.version)}
    for one in case.agreed:
        said |= {f"{one.dimension}-level": str(one.level), f"{one.dimension}-because": one.because}
    form: DraftForm = made(formdata, **said)
    return form


def reading_form(case: WrittenCase, *, formdata: FormData) -> ReadingForm:
    """What is asked of a reader: every dimension that was agreed on, and none of what was agreed."""
    rubric = rubric_of(case.rubric_version)
    fields: dict[str, Any] = {}
    for dimension in asked(case, rubric):
        title = dimension.title
        shows = text("Write what in the case shows “%(title)s”.", title=title)
        missing = text("Choose a level for “%(title)s”.", title=title)
        fields[f"{dimension.id}-evidence"] = TextAreaField(_titled(dimension, "evidence"), [_with_words(shows)])
        fields[f"{dimension.id}-level"] = Level(_titled(dimension, "level"), among=rubric.levels, missing=missing)
    fields["dimensions"] = tuple(one.dimension for one in case.agreed)
    form: ReadingForm = type("CaseReadingForm", (ReadingForm,), fields)(formdata)
    return form


def asked(case: WrittenCase, rubric: Rubric) -> tuple[Dimension, ...]:
    """The dimensions of the case, in the rubric's order."""
    return tuple(rubric.dimension(one.dimension) for one in case.agreed)


def _titled(dimension: Dimension, part: str) -> str:
    said = {
        "level": text("“%(title)s”, level", title=dimension.title),
        "why": text("“%(title)s”, why", title=dimension.title),
        "evidence": text("“%(title)s”, evidence", title=dimension.title),
    }
    return say(said[part])


def _with_words(refusal: Text) -> Any:
    def check(_form: Form, field: Field) -> None:
        if not has_words(field.data or ""):
            raise ValidationError(refusal)

    return check
