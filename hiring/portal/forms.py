"""What a candidate sends us from the door."""

from __future__ import annotations

from wtforms import HiddenField, RadioField
from wtforms.fields import SelectChoice

from hiring.group_questions import QUESTIONS
from hiring.text import text
from hiring.web.forms import BaseForm, FormData
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
