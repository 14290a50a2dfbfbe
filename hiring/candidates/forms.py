"""What is typed about candidates: adding them, moving them, notes and files."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, SelectField, StringField, TextAreaField, ValidationError

from hiring.candidates import queries, spreadsheet
from hiring.candidates.channels import CHANNELS
from hiring.candidates.contact import NewCandidate, address_of, is_address, tidy, understand
from hiring.conflicts.queries import ways_to_name
from hiring.files import NewFile
from hiring.models import Opening
from hiring.text import Text, count, text
from hiring.web.forms import BaseForm, FormData, VersionedForm, required
from hiring.web.language import say

ANYWAY = "Add them all the same: somebody agreed"
MOST_PROBLEMS = 50


class MoveForm(VersionedForm):
    """One of the moves offered, with a reason where it needs one. Which are possible is for the engine to say."""

    choice = SelectField("Move", validate_choice=False, validators=[required("Choose a move.")])
    missing = SelectField("Which must-have is missing", validate_choice=False)
    reason = TextAreaField("Reason")


class UndoForm(VersionedForm):
    """Takes the last move back; the version says which one the page showed."""


class NoteForm(BaseForm):
    note = TextAreaField("Note", validators=[required("Write the note.")])


class MergeForm(BaseForm):
    """Makes one of two: `other` is an application of the one that ends."""

    other = StringField("The other candidate", validators=[required("Choose the other candidate.")])


class SourceForm(VersionedForm):
    channel = SelectField("How they came to us")

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.channel.choices = [(key, say(words)) for key, words in CHANNELS.items()]


class PortalLinkForm(BaseForm):
    """A button."""


class AttachForm(BaseForm):
    file = FileField("CV as PDF", validators=[required("Choose a file.")])

    def chosen(self) -> NewFile:
        return NewFile(self.file.data.filename, _content(self.file.data))

    def validate_file(self, field: FileField) -> None:
        _refuse_words(field.data)


class AddForm(BaseForm):
    """One candidate, by fields. `line` alone asks what we understand from it, and adds nobody."""

    line = StringField("Name, current job, e-mail")
    name = StringField("Name")
    headline = StringField("Current job")
    email = StringField("E-mail")
    phone = StringField("Phone")
    channel = SelectField("How they came to us", default="inbound")
    introduced_by = StringField("Introduced by")
    anyway = BooleanField(ANYWAY)

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.channel.choices = [(key, say(words)) for key, words in CHANNELS.items()]
        self.colleagues = ways_to_name()

    @property
    def is_line(self) -> bool:
        return bool(self.line.data) and not self.name.data

    def understood(self) -> AddForm:
        """A form filled with what the line says, to look at before anybody is added."""
        new = understand(str(self.line.data))
        return AddForm(name=new.name, headline=new.headline, email=new.email, phone=new.phone)

    def candidate(self) -> NewCandidate:
        return NewCandidate(
            name=tidy(self.name.data or ""),
            headline=tidy(self.headline.data or ""),
            email=address_of(self.email.data),
            phone=tidy(self.phone.data or "") or None,
            channel=str(self.channel.data),
            introduced_by=tidy(self.introduced_by.data or ""),
        )

    def validate_name(self, field: StringField) -> None:
        if not self.is_line and not tidy(field.data or ""):
            raise ValidationError("Write the name.")

    def validate_email(self, field: StringField) -> None:
        if field.data and not is_address(tidy(field.data)):
            raise ValidationError("Write an e-mail address such as name@example.org.")


class ImportForm(BaseForm):
    """Many candidates from a CSV file: all of them, or nobody and every reason why."""

    file = FileField("CSV file", validators=[required("Choose a file.")])
    anyway = BooleanField(ANYWAY)

    def __init__(self, opening: Opening, formdata: FormData = None) -> None:
        super().__init__(formdata)
        self._opening = opening
        self.everybody: list[NewCandidate] = []

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> ImportForm:
        (opening,) = subject
        assert isinstance(opening, Opening)
        return cls(opening, formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        sheet = spreadsheet.read(_content(self.file.data))
        problems = [*sheet.problems, *self._already_here(sheet)]
        for problem in problems[:MOST_PROBLEMS]:
            self.refuse(problem)
        if len(problems) > MOST_PROBLEMS:
            more = len(problems) - MOST_PROBLEMS
            self.refuse(count("And %(num)d more problem like these.", "And %(num)d more problems like these.", more))
        self.everybody = [new for _row, new in sheet.rows]
        return not problems

    def validate_file(self, field: FileField) -> None:
        _refuse_words(field.data)

    def _already_here(self, sheet: spreadsheet.Sheet) -> list[Text]:
        taken = queries.taken_addresses(self._opening, {new.email for _row, new in sheet.rows if new.email})
        return [
            text("Row %(row)s: %(email)s is considered for this opening already.", row=row, email=new.email)
            for row, new in sheet.rows
            if new.email in taken
        ]


def _content(file: FileStorage) -> bytes:
    """All of the file; the guard may try a second time, so from its beginning."""
    file.stream.seek(0)
    return file.stream.read()


def _refuse_words(sent: object) -> None:
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise ValidationError("Choose a file.")
