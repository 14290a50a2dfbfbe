"""What is typed about stages: what a kind asks for, the pay expected, a charter, questions and their answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import request
from werkzeug.exceptions import NotFound
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from hiring.access.clauses import LEADS
from hiring.asked import possible_owners
from hiring.db import db
from hiring.models import Application, CandidateQuestion, Opening, StageRow
from hiring.openings.queries import active_people
from hiring.refusal import Refusal
from hiring.stages import queries
from hiring.stages.queries import CharterWords
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.guard import current_standing
from hiring.web.language import say
from hiring.web.moments import a_day, read_day
from hiring.web.sign_in_state import current_person
from hiring.workflow import records
from hiring.workflow.records import Asked, Checklist, Choice, Words

AMOUNT = re.compile(r"[0-9]{1,10}")
BETWEEN_DIGITS = str.maketrans("", "", " ,'’.\u00a0\u202f")
CURRENCY = re.compile(r"[A-Z]{3}")
CHANGED = text(
    "Somebody changed this after you opened it. What you typed is still here: look at what changed, then send it again."
)
SETTLED = {
    "answered": text("Answer it"),
    "deferred": text("Put it off, and say why"),
    "refused": text("Refuse, and say why"),
}


class OpenedForm(BaseForm):
    """A form about something that may not be there yet: it carries the version it was opened with, or 0."""

    version = HiddenField(default="0")

    def refuse_unless(self, version: int) -> None:
        """Raises Refusal when somebody else was faster; sent again, the form is about what they wrote."""
        if self.version.data != str(version):
            self.version.data = str(version)
            raise Refusal(CHANGED)


class RecordForm(OpenedForm):
    """What the kind of a stage asks for; made anew for each stage."""

    stage: StageRow
    asked: queries.StageFields

    @property
    def said(self) -> Mapping[str, str]:
        """What was typed, by the name of its place."""
        own = {"key", "version"}
        return {field.name: field.data or "" for field in self if field.name not in own}

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> RecordForm:
        (application,) = subject
        assert isinstance(application, Application)
        return record_form(application, str((request.view_args or {})["stage"]), formdata=formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        for name, words in self.asked.problems(self.said).items():
            if not self[name].errors:
                self.refuse(words, name)
                is_valid = False
        return is_valid


def record_form(application: Application, slug: str, *, formdata: FormData) -> RecordForm:
    """The form of one stage with what its record says so far. Raises NotFound where the way has no such stage."""
    stage = queries.stage_named(application, slug)
    if stage is None:
        raise NotFound
    asked = queries.asked_at(application, stage)
    fields = {name: field for one in asked.fields for name, field in _fields(one, asked)}
    made = type("StageForm", (RecordForm,), {**fields, "stage": stage, "asked": asked})
    kept = queries.record_of(application, slug)
    so_far = kept.fields if kept is not None and kept.kind == stage.kind else {}
    version = "0" if kept is None else str(kept.version)
    form: RecordForm = made(formdata, version=version, **records.typed(asked.fields, asked.given, so_far))
    return form


def _fields(one: Asked, asked: queries.StageFields) -> list[tuple[str, Field]]:
    if isinstance(one, Checklist):
        return [
            pair
            for item in one.items(asked.given)
            for pair in (
                (f"{one.name}-{item.id}", _select(item.words, one.options_for(item))),
                (f"{one.name}-{item.id}-why", StringField(say(text("Why")))),
            )
        ]
    if isinstance(one, Choice):
        return [(one.name, _select(one.label, one.options))]
    is_long = isinstance(one, Words) and one.lines > 1
    return [(one.name, TextAreaField(say(one.label)) if is_long else StringField(say(one.label)))]


def _select(label: Any, options: Mapping[str, Any]) -> SelectField:
    said = {"": text("Not said yet"), **options}
    choices = [SelectChoice(key, say(words)) for key, words in said.items()]
    return SelectField(say(label), choices=choices)


class ExpectationForm(BaseForm):
    """What a candidate expects to be paid a year."""

    currency = StringField("Currency", [required("Write three letters, such as EUR.")])
    low = StringField("From", [required("Write an amount, such as 180,000.")])
    high = StringField("To")

    @property
    def lowest(self) -> int:
        return int(str(self.low.data).translate(BETWEEN_DIGITS))

    @property
    def highest(self) -> int | None:
        typed = str(self.high.data).translate(BETWEEN_DIGITS)
        return int(typed) if typed else None

    def validate_currency(self, field: StringField) -> None:
        field.data = (field.data or "").upper()
        if not CURRENCY.fullmatch(field.data):
            raise ValidationError("Write three letters, such as EUR.")

    def validate_low(self, field: StringField) -> None:
        if not AMOUNT.fullmatch((field.data or "").translate(BETWEEN_DIGITS)):
            raise ValidationError("Write an amount in whole units, such as 180,000.")

    def validate_high(self, field: StringField) -> None:
        if field.data:
            self.validate_low(field)


class QuestionForm(BaseForm):
    """What the candidate asked in a talk, and who owes the answer."""

    asked = TextAreaField("What they asked", [required("Write the question.")])
    owner = SelectField("Who owes the answer")
    due_on = StringField("They should have it by", [a_day])

    def __init__(self, choices: Sequence[tuple[str, str]], formdata: FormData = None) -> None:
        super().__init__(formdata)
        self.owner.choices = list(choices)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> QuestionForm:
        (application,) = subject
        assert isinstance(application, Application)
        return cls(owner_choices(application), formdata)


class OwnerForm(BaseForm):
    """Who owes the answer to one question."""

    owner = SelectField("Who owes the answer", [required("Choose somebody.")])
    due_on = StringField("They should have it by", [a_day])

    def __init__(self, choices: Sequence[tuple[str, str]], formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.owner.choices = list(choices)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> OwnerForm:
        (question,) = subject
        assert isinstance(question, CandidateQuestion)
        return cls(owner_choices(question.application), formdata)


class AnswerForm(BaseForm):
    """What becomes of one question."""

    how = SelectField("What becomes of it", default="answered")
    answer = TextAreaField("What the candidate is told", [required("Write what the candidate is told.")])
    due_on = StringField("They should have it by", [a_day])

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.how.choices = [(key, say(words)) for key, words in SETTLED.items()]

    def validate_due_on(self, field: StringField) -> None:
        if not field.data and self.how.data == "deferred":
            raise ValidationError("Name the day by which they have it.")


class CharterForm(OpenedForm):
    """The seat in words."""

    scope_in = TextAreaField("What the role covers")
    scope_out = TextAreaField("What it does not cover")
    reports_to = StringField("Reports to")
    founders_keep = TextAreaField("What the founders keep")
    why_open = TextAreaField("Why the seat is open")
    who_left = TextAreaField("Who left it, and why")
    insiders = TextAreaField("Candidates of the house and their peers")
    held_by = TextAreaField("Who in the loop has held such a role")
    adviser = SelectField("Independent adviser")

    def __init__(self, opening: Opening, formdata: FormData = None) -> None:
        charter = queries.charter_of(opening)
        said: dict[str, Any] = {"version": "0"}
        if charter is not None:
            said = {name: getattr(charter, name) for name in CharterWords.__dataclass_fields__}
            said |= {"version": str(charter.version), "adviser": charter.adviser.ref if charter.adviser else ""}
        super().__init__(formdata, **said)
        people = [(one.ref, one.name) for one in db.session.scalars(active_people())]
        if charter is not None and charter.adviser is not None and charter.adviser.ref not in dict(people):
            people.append((charter.adviser.ref, charter.adviser.name))
        self.adviser.choices = [("", say(text("Nobody asked yet"))), *people]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> CharterForm:
        (opening,) = subject
        assert isinstance(opening, Opening)
        return cls(opening, formdata)

    def charter(self) -> CharterWords:
        return CharterWords(**{name: self[name].data or "" for name in CharterWords.__dataclass_fields__})


class ApprovalForm(OpenedForm):
    """A button; the version says which words are agreed to."""


class OffLimitsForm(BaseForm):
    company = StringField("Company", [required("Write the name of the company.")])
    reason = StringField("Why")


class AllowedForm(BaseForm):
    """Takes one company off the list."""

    company = StringField("Company", [required("Choose a company.")])


def owner_choices(application: Application) -> list[tuple[str, str]]:
    """Nobody yet, then those who can be asked; whoever only sits in the loop is not told who else does."""
    people = [(one.ref, one.name) for one in db.session.scalars(possible_owners(application))]
    if not current_standing().roles & set(LEADS):
        people = [(ref, name) for ref, name in people if ref == current_person().ref]
    return [("", say(text("Nobody yet"))), *people]


def day_of(field: StringField) -> date | None:
    return read_day(field.data) if field.data else None
