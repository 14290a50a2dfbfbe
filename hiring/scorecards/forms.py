"""The form of one slot, made from the rubric it is pinned to, and the form that hands it in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wtforms import Field, Form, HiddenField, StringField, TextAreaField, ValidationError

from hiring.models import Slot
from hiring.rubric import SURE, VERDICTS, Dimension, Sheet
from hiring.scorecards.queries import NOT_ASSESSED, TICKED, asked, boxes, once_per_sheet, sheet_of
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, unkeepable

THEN = ("close", "next", "review")
NOT_CONTENT = frozenset({"key", "version", "then"})


class Choice(StringField):
    """One of a few words, or nothing yet."""

    def __init__(self, label: Any, *, among: Collection[str], refusal: Text, **options: Any) -> None:
        StringField.__init__(self, label, **options)
        self.among, self.refusal = among, refusal

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data not in self.among:
            raise ValidationError(self.refusal)


class DraftForm(BaseForm):
    """What every card asks. `version` counts the saves of the draft that the page was opened with."""

    version = HiddenField()
    then = Choice(
        text("What next"), among=THEN, refusal=text("The page sent something this form does not know. Reload it.")
    )

    @property
    def opened_at(self) -> int | None:
        return _version(self.version)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        for field in self:
            if isinstance(field, TextAreaField) and (reason := unkeepable(field)) is not None:
                field.errors = (text("%(field)s: %(reason)s", field=field.label.text, reason=reason),)
        return is_valid


class HandInForm(BaseForm):
    """The button of the review page: the draft that was reviewed, and nothing to type."""

    version = HiddenField()

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> HandInForm:
        return cls(formdata)

    @property
    def opened_at(self) -> int | None:
        return _version(self.version)


def card_form(slot: Slot, *, formdata: FormData) -> BaseForm:
    """The form of a slot with what was posted."""
    return form_class(sheet_of(slot))(formdata)


@once_per_sheet
def form_class(sheet: Sheet) -> type[DraftForm]:
    """The class of form that asks what the sheet asks: fields in page order, named as `Sheet.problems` names them."""
    fields: dict[str, Field] = {}
    for dimension in asked(sheet):
        fields |= _fields_of_dimension(sheet, dimension)
    fields["verdict"] = Choice(
        text("Overall"), among=VERDICTS, refusal=text("Choose your overall recommendation from the four.")
    )
    fields["sure"] = Choice(
        text("How sure are you?"), among=SURE, refusal=text("Choose how sure you are: low, medium or high.")
    )
    fields["headline"] = TextAreaField(text("The one thing the committee should hear from you"))
    fields["private_note"] = TextAreaField(text("Private note to the recruiter"))
    return type("CardForm", (DraftForm,), fields)


def _fields_of_dimension(sheet: Sheet, dimension: Dimension) -> Mapping[str, Field]:
    name, title = dimension.id, dimension.title
    labels = {
        "evidence": text("“%(title)s”, evidence", title=title),
        "situation": text("“%(title)s”, situation", title=title),
        "action": text("“%(title)s”, action", title=title),
        "result": text("“%(title)s”, result", title=title),
    }
    levels = {*map(str, sheet.rubric.levels), NOT_ASSESSED}
    return {
        **{f"{name}-{box}": TextAreaField(labels[box]) for box in boxes(sheet, name)},
        f"{name}-level": Choice(
            title, among=levels, refusal=text("Choose a level of the scale for “%(title)s”.", title=title)
        ),
        f"{name}-not_assessed": TextAreaField(text("“%(title)s”, why not assessed", title=title)),
        f"{name}-red_flag": Choice(
            title, among=(TICKED,), refusal=text("Tick the red flag of “%(title)s”, or leave it.", title=title)
        ),
        f"{name}-check": TextAreaField(text("“%(title)s”, what to check", title=title)),
    }


def fields_of(form: BaseForm) -> dict[str, str]:
    """What was typed and chosen, without what is empty: the shape a draft is kept in."""
    return dict(_filled(form))


def _filled(form: BaseForm) -> Iterator[tuple[str, str]]:
    for field in form:
        if field.name not in NOT_CONTENT and field.data:
            yield field.name, field.data


def _version(field: HiddenField) -> int | None:
    given = field.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
