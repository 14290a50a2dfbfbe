"""What a candidate sends us from the door."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from hiring.files import NewFile
from hiring.group_questions import QUESTIONS
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say

NO_ANSWER = ""


class EnterForm(BaseForm):
    """The button on the page behind a mailed link; `again` asks for a new one instead."""

    again = HiddenField()


class AboutYouForm(BaseForm):
    """Questions that nobody has to answer: a field each, by its name."""

    gender = RadioField(default=NO_ANSWER)
    age = RadioField(default=NO_ANSWER)
    disability = RadioField(default=NO_ANSWER)

    def __init__(self, formdata: FormData = None, **values: str) -> None:
        super().__init__(formdata, **values)
        for question in QUESTIONS:
            field = self[question.id]
            field.label.text = say(question.asks)
            field.choices = [
                *(SelectChoice(choice, say(words)) for choice, words in question.choices.items()),
                SelectChoice(NO_ANSWER, say(text("I prefer not to say"))),
            ]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by question, without those that were not."""
        given = {question.id: self[question.id].data for question in QUESTIONS}
        return {question: answer for question, answer in given.items() if answer != NO_ANSWER}


class LetterForm(BaseForm):
    """What the candidate writes to us."""

    subject = StringField("Subject", validators=[required("Write a subject.")])
    body = TextAreaField("Letter", validators=[required("Write the letter.")])


class QuestionForm(BaseForm):
    question = TextAreaField("Your question", validators=[required("Write your question.")])


class FileForm(BaseForm):
    file = FileField("File as PDF", validators=[required("Choose a file.")])

    def chosen(self) -> NewFile:
        self.file.data.stream.seek(0)  # the guard may try a second time
        return NewFile(self.file.data.filename, self.file.data.stream.read())

    def validate_file(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise ValidationError("Choose a file.")


class NeedForm(BaseForm):
    need = TextAreaField("What you need", validators=[required("Write what you need.")])


class TakeBackForm(BaseForm):
    """A button."""

    adjustment = HiddenField()


class WithdrawForm(BaseForm):
    """The last question before leaving."""

    sure = BooleanField("I withdraw my application")
    reason = TextAreaField("Why")

    def validate_sure(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError("Tick the box if you are sure.")


class ZoneForm(BaseForm):
    zone = StringField("Time zone")
