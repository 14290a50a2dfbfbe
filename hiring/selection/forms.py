"""What is typed to do something to several applications at once: whom it is about, and what it needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from hiring.models import Person
from hiring.selection.queries import MOST, NEXT, Chosen, common_leads, common_stages
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.language import say

NOBODY = "nobody"
ITS_PAGE = "application"


class PlaceForm(BaseForm):
    """The board to come back to; `view` may also say that it was one application's own page."""

    q = HiddenField()
    view = HiddenField()
    page = HiddenField()


class SelectionForm(PlaceForm):
    """Who is ticked, and what is to happen to them. `reasons`: why not, by ref."""

    a = SelectMultipleField("Candidates", choices=[], validate_choice=False)
    do = HiddenField()
    title: Text
    verb: Text

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.reasons: Mapping[str, Text] = {}

    @classmethod
    def of(cls, *_subject: object, formdata: FormData) -> SelectionForm:
        """The form for what is to happen; what nobody can do is a tag that nobody typed."""
        asked = "" if formdata is None else formdata.get("do", "")
        return FORMS.get(asked, RemindForm)(formdata)

    @property
    def refs(self) -> list[str]:
        return list(dict.fromkeys(self.a.data or ()))

    @property
    def came_from(self) -> str | None:
        """The application on whose own page this was asked."""
        return self.refs[0] if self.view.data == ITS_PAGE and len(self.refs) == 1 else None

    def offer(self, chosen: Sequence[Chosen]) -> None:
        """Fill the choices that depend on who is ticked."""

    def validate_a(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("Tick at least one candidate.")
        if len(self.refs) > MOST:
            raise ValidationError("Tick at most a hundred candidates.")

    def validate_do(self, field: HiddenField) -> None:
        if field.data not in FORMS:
            raise ValidationError("Choose what to do with them.")


class RemindForm(SelectionForm):
    title, verb = text("Remind of overdue scorecards"), text("Remind")
    anyway = BooleanField("Remind again, although somebody heard of it within twelve hours")


class MoveForm(SelectionForm):
    title, verb = text("Move to a stage"), text("Move")
    to = SelectField("Stage", choices=[], validate_choice=False, validators=[required("Choose a stage.")])
    reason = TextAreaField("Reason")

    def offer(self, chosen: Sequence[Chosen]) -> None:
        stages = common_stages([one.application for one in chosen])
        self.to.choices = [(NEXT, say(text("The next stage of each"))), *stages]


class RejectForm(SelectionForm):
    title, verb = text("Reject"), text("Reject")
    reason = TextAreaField("Reason", [required("Write a reason for this move.")])


class OwnerForm(SelectionForm):
    title, verb = text("Give to somebody"), text("Give")
    owner = SelectField("Owner", choices=[], validate_choice=False, validators=[required("Choose somebody.")])

    def offer(self, chosen: Sequence[Chosen]) -> None:
        self.choose_from(common_leads([one.application for one in chosen]))

    def choose_from(self, people: Sequence[Person]) -> None:
        nobody = (NOBODY, say(text("Nobody in particular")))
        self.owner.choices = [("", say(text("Choose somebody"))), *((one.ref, one.name) for one in people), nobody]


class TagForm(SelectionForm):
    title, verb = text("Tag"), text("Tag")
    word = StringField("Tag", [required("Write a word, such as board-ready.")])
    off = BooleanField("Take it off instead")


FORMS: Mapping[str, type[SelectionForm]] = {
    "remind": RemindForm,
    "move": MoveForm,
    "reject": RejectForm,
    "owner": OwnerForm,
    "tag": TagForm,
}
