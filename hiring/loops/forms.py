"""Forms of loops: one meeting with a few rows of interviewers, and one more seat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.candidates.queries import stage_slug
from hiring.loops import queries
from hiring.loops.terms import TermsForm
from hiring.models import Application, Interview, StageRow
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, unkeepable
from hiring.web.language import say

ROWS = ("seat1", "seat2", "seat3", "seat4")
USUAL = 60
PARTS = {
    "holds": text("Holds it"),
    "shadows": text("Watches, to learn: their card is practice"),
    "is_shadowed": text("Holds it while somebody trained listens"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a row of interviewers can be filled with, as choices of its fields."""

    people: list[SelectChoice]
    dimensions: list[SelectChoice]
    usual: list[str]
    perspective: str

    @classmethod
    def of(cls, application: Application, stage: StageRow) -> Offer:
        version = queries.rubric_version(application, stage)
        return cls(
            people=[
                SelectChoice(one.ref, f"{one.name}, {one.title}" if one.title else one.name) for one in queries.people()
            ],
            dimensions=[SelectChoice(one.id, one.title) for one in queries.offered(version)],
            usual=queries.usual_dimensions(version, stage),
            perspective=queries.usual_perspective(stage),
        )

    @property
    def row(self) -> dict[str, object]:
        """What an untouched row holds."""
        return {"perspective": self.perspective, "dimensions": self.usual}


class SeatFields(Form):
    """One interviewer. An empty row is left out."""

    person = SelectField(_("Interviewer"), validate_choice=False)
    guest_name = StringField(_("The guest's name"))
    guest_email = StringField(_("The guest's e-mail address"))
    perspective = SelectField(_("Perspective"), validate_choice=False)
    part = SelectField(_("Part"), default="holds", validate_choice=False)
    dimensions = SelectMultipleField(
        _("Dimensions"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=False
    )

    def offer(self, offer: Offer) -> None:
        """Fill in what can be chosen."""
        self.person.choices = [SelectChoice("", gettext("Nobody")), *offer.people]
        self.perspective.choices = [SelectChoice(name, say(words)) for name, words in queries.PERSPECTIVES.items()]
        self.part.choices = [SelectChoice(name, say(words)) for name, words in PARTS.items()]
        self.dimensions.choices = offer.dimensions

    @property
    def names_guest(self) -> bool:
        return bool((self.guest_name.data or "").strip() or (self.guest_email.data or "").strip())

    @property
    def names_somebody(self) -> bool:
        return bool(self.person.data) or self.names_guest

    def validate_person(self, field: SelectField) -> None:
        if field.data and field.data not in _values(field):
            raise ValidationError(text("Choose the interviewer from the list."))
        if field.data and self.names_guest:
            raise ValidationError(text("Choose a colleague or name a guest, not both."))

    def validate_guest_name(self, field: StringField) -> None:
        _refuse_line(field, required=self.names_guest, words=text("Write the guest's name."))

    def validate_guest_email(self, field: StringField) -> None:
        _refuse_line(field, required=self.names_guest, words=text("Write the guest's e-mail address."))

    def validate_perspective(self, field: SelectField) -> None:
        if field.data not in _values(field):
            raise ValidationError(text("Choose one of the four perspectives."))

    def validate_part(self, field: SelectField) -> None:
        if field.data not in PARTS:
            raise ValidationError(text("Choose one of the three parts."))
        if field.data != "holds" and self.names_guest:
            raise ValidationError(text("A guest holds the interview: only colleagues learn it here."))

    def validate_dimensions(self, field: SelectMultipleField) -> None:
        if not set(field.data) <= _values(field):
            raise ValidationError(text("Choose dimensions of the list."))
        if self.names_somebody and not field.data:
            raise ValidationError(text("Choose at least one dimension."))


class SeatForm(SeatFields, BaseForm):
    """One more interviewer for an interview that stands."""

    anyway = BooleanField(_("Book them all the same"))

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> SeatForm:
        (interview,) = subject
        assert isinstance(interview, Interview)
        offer = Offer.of(interview.application, interview.stage)
        form = cls(formdata, **offer.row)
        form.offer(offer)
        return form

    def validate_person(self, field: SelectField) -> None:
        if not self.names_somebody:
            raise ValidationError(text("Choose the interviewer."))
        super().validate_person(field)


class ScheduleForm(TermsForm):
    """A meeting and the first people in it."""

    stage = HiddenField()
    seat1 = FormField(SeatFields)
    seat2 = FormField(SeatFields)
    seat3 = FormField(SeatFields)
    seat4 = FormField(SeatFields)
    knows = BooleanField(_("They know that an offer is out to somebody else"))

    stages: list[tuple[str, str]]
    is_series: bool

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> ScheduleForm:
        (application,) = subject
        assert isinstance(application, Application)
        return cls.at(application, "" if formdata is None else str(formdata.get("stage", "")), formdata=formdata)

    @classmethod
    def at(cls, application: Application, slug: str, *, zone: str = "", formdata: FormData = None) -> ScheduleForm:
        """The form for the stage of that name, or for the one the application stands in."""
        stages = {stage.slug: stage for stage in queries.stages(application)}
        stage = stages.get(slug) or stages.get(stage_slug(application) or "") or next(iter(stages.values()))
        offer = Offer.of(application, stage)
        values = {
            "stage": stage.slug,
            "minutes": str(stage.minutes or USUAL),
            "zone": zone,
            **dict.fromkeys(ROWS, offer.row),
        }
        form = cls(formdata, **values)
        form.stages = [(one.slug, one.title) for one in stages.values()]
        form.is_series = stage.series
        for name in ROWS:
            form[name].form.offer(offer)
        return form

    def rows(self) -> list[SeatFields]:
        """The interviewers' rows to show: one in a series of talks, and whichever is filled in."""
        rows = [self[name].form for name in ROWS]
        return [row for place, row in enumerate(rows) if place == 0 or not self.is_series or row.names_somebody]

    def asked(self) -> list[SeatFields]:
        """The rows that name somebody."""
        return [row for row in self.rows() if row.names_somebody]

    def validate_stage(self, field: HiddenField) -> None:
        if field.data not in dict(self.stages):
            raise ValidationError(text("This stage is not part of the opening's plan any more. Choose another one."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if not self.asked():
            self.seat1.form.person.errors = (text("Choose at least one interviewer."),)
            return False
        return is_valid


def _refuse_line(field: StringField, *, required: bool, words: Text) -> None:
    """A line in a row of a form, which the form around it does not look into."""
    if required and not (field.data or "").strip():
        raise ValidationError(words)
    reason = unkeepable(field)
    if reason is not None:
        raise ValidationError(reason)


def _values(field: SelectField | SelectMultipleField) -> set[str]:
    return {choice.value for choice in field.choices}
