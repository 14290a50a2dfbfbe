"""What is typed to candidates, one or many, and about them: letters, days, templates, what is arranged."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError

from hiring.answers.answer import CLOSES_AS, Answer
from hiring.answers.queries import MOST_AT_ONCE
from hiring.letters import Words
from hiring.models import Adjustment, LetterTemplate, Opening
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.language import say

CLOSINGS = {
    "": text("Leave them where they are"),
    "rejected": text("Close: rejected by us"),
    "mutual_no": text("Close: mutual no"),
}


class LetterForm(BaseForm):
    """A letter to one candidate."""

    subject = StringField("Subject", validators=[required("Write a subject.")])
    body = TextAreaField("Letter", validators=[required("Write the letter.")])
    tells_outcome = BooleanField("It says how their application ended")
    hears_by = StringField("They hear again by")

    def answer(self) -> Answer:
        return Answer(self.words_said(), hears_by=day_of(self.hears_by))

    def words_said(self) -> Words:
        return Words(str(self.subject.data), str(self.body.data), bool(self.tells_outcome.data))

    def validate_hears_by(self, field: Field) -> None:
        refuse_no_day(field)


class BulkForm(LetterForm):
    """The same letter to many, which may close their applications as it goes."""

    to = SelectMultipleField("To", validate_choice=False)
    closes_as = SelectField("Their applications", default="")
    reason = TextAreaField("Reason for closing")

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.closes_as.choices = [(key, say(words)) for key, words in CLOSINGS.items()]

    def answer(self) -> Answer:
        closes_as = self.closes_as.data if self.closes_as.data in CLOSES_AS else None
        words = self.words_said()
        tells = words.tells_outcome or closes_as is not None
        said = Words(words.subject, words.body, tells)
        return Answer(said, day_of(self.hears_by), closes_as, self.reason.data or "")

    def validate_to(self, field: Field) -> None:
        if not 0 < len(field.data or ()) <= MOST_AT_ONCE:
            raise ValidationError("Choose one to 200 candidates.")

    def validate_reason(self, field: Field) -> None:
        if self.closes_as.data and not (field.data or "").strip():
            raise ValidationError("Write why their applications end. It stays with the move, and out of the letter.")


class ToldForm(BaseForm):
    """What they were told in person."""

    how = StringField("How", default="By phone", validators=[required("Say how they were told.")])
    said = TextAreaField("What they were told", validators=[required("Write what they were told.")])
    tells_outcome = BooleanField("It says how their application ended")

    def words_said(self) -> Words:
        return Words(str(self.how.data), str(self.said.data), bool(self.tells_outcome.data))


class PromiseForm(BaseForm):
    """A day by which they hear."""

    what = StringField("What they hear")
    due_on = StringField("By which day", validators=[required("Choose a day.")])

    def validate_due_on(self, field: Field) -> None:
        refuse_no_day(field)


class TemplateForm(VersionedForm):
    """A letter to start from."""

    title = StringField("What it is for", validators=[required("Say what it is for.")])
    opening = SelectField("Offered in", validate_choice=False)
    subject = StringField("Subject", validators=[required("Write a subject.")])
    body = TextAreaField("Letter", validators=[required("Write the letter.")])
    tells_outcome = BooleanField("It says how their application ended")

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> TemplateForm:
        given = subject[0] if subject else None
        if not isinstance(given, LetterTemplate):
            return cls(formdata)
        kept = {"title": given.title, "subject": given.subject, "body": given.body}
        place = "" if given.opening is None else given.opening.ref
        return cls(formdata, **kept, tells_outcome=given.tells_outcome, opening=place, version=given.version)

    def offer(self, openings: list[Opening]) -> TemplateForm:
        self.opening.choices = [("", say(text("Every opening"))), *((one.ref, one.known_as) for one in openings)]
        return self

    def words_said(self) -> Words:
        return Words(str(self.subject.data), str(self.body.data), bool(self.tells_outcome.data))


class RetireForm(BaseForm):
    """A button."""


class ArrangeForm(VersionedForm):
    """What is arranged, for whoever holds an interview."""

    arrangement = TextAreaField("What is arranged", validators=[required("Write what is arranged.")])

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> ArrangeForm:
        (adjustment,) = subject
        assert isinstance(adjustment, Adjustment)
        return cls(formdata, arrangement=adjustment.arrangement, version=adjustment.version)


class CloseForm(VersionedForm):
    """A button; the version says which opening the page showed."""


def day_of(field: Field) -> date | None:
    return date.fromisoformat(field.data) if field.data else None


def refuse_no_day(field: Field) -> None:
    try:
        day_of(field)
    except ValueError as error:
        raise ValidationError("Write the day as 2026-11-24.") from error
