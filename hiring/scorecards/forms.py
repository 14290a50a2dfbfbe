"""The form of one slot, made from the rubric it is pinned to, and the form that hands it in."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

from wtforms import Field, Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.widgets import HiddenInput

from hiring.models import Slot
from hiring.refs import is_ref
from hiring.rubric import SURE, VERDICTS, Dimension, Sheet
from hiring.scorecards.drafts import Sender
from hiring.scorecards.queries import (
    MOST_REMEMBERED,
    NOT_ASSESSED,
    TICKED,
    asked,
    boxes,
    lines,
    once_per_sheet,
    sheet_of,
)
from hiring.text import Text, text
from hiring.web.forms import BaseForm, FormData, unkeepable

THEN = ("close", "next", "review")
KEEP = "keep-"
MARKS = re.compile(r"\.|[\w-]{4}", re.ASCII)
REVS = re.compile(r"([\w-]{1,80}):([0-9]{1,9})", re.ASCII)
NOT_KNOWN = text("The page sent something this form does not know. Reload it.")


class Choice(StringField):
    """One of a few words, or nothing yet."""

    def __init__(self, label: Any, *, among: Collection[str], refusal: Text, **options: Any) -> None:
        StringField.__init__(self, label, **options)
        self.among, self.refusal = among, refusal

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data not in self.among:
            raise ValidationError(self.refusal)


class Mark(StringField):
    """What an open page says about itself."""

    limit = 4_000

    def __init__(self, **options: Any) -> None:
        StringField.__init__(self, widget=HiddenInput(), **options)


class DraftForm(BaseForm):
    """What every card asks, and what its page knows of the draft.

    `version` counts the saves the page was opened with, and `was` marks each field as it stood then: without a script
    that tells what was changed on the page. A script counts its requests instead in `client_seq`, and `revs` names the
    fields it has no answer about, each with the version it knows. `page` tells one open page from another.
    """

    version = HiddenField()
    page = HiddenField()
    client_seq = HiddenField()
    revs = Mark()
    was = Mark()
    then = Choice(text("What next"), among=THEN, refusal=NOT_KNOWN)
    content: tuple[str, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        for field in self:
            if isinstance(field, TextAreaField) and (reason := unkeepable(field)) is not None:
                field.errors = (text("%(field)s: %(reason)s", field=field.label.text, reason=reason),)
        if not self._is_ours():
            self.refuse(NOT_KNOWN)
            return False
        return is_valid

    @property
    def sender(self) -> Sender:
        """Where the fields come from. Whoever chose one of two texts knows both."""
        version, seq = _number(self.version) or 0, _number(self.client_seq)
        chosen = {} if seq is not None else dict.fromkeys(self._choices(), version)
        return Sender(page=self.page.data or "", seq=seq, version=version, revs={**self._revs(), **chosen})

    @property
    def typed(self) -> dict[str, str]:
        """Every field of the card as it stands on the page."""
        return {name: self[name].data or "" for name in self.content}

    def changes(self) -> dict[str, str]:
        """The fields that were changed on the page, but for those whose other text is to stay."""
        typed = self.typed
        if self.client_seq.data:
            return {name: typed[name] for name in self._revs() if name in typed}
        then, choices = MARKS.findall(self.was.data or ""), self._choices()
        is_known = len(then) == len(typed)
        return {
            name: words
            for at, (name, words) in enumerate(typed.items())
            if (not is_known or then[at] != mark(words)) and choices.get(name) != "there"
        }

    def _choices(self) -> dict[str, str]:
        """Which of two texts is to stay, where two were shown and one was chosen."""
        return {
            field.name.removeprefix(KEEP): field.data for field in self if field.name.startswith(KEEP) and field.data
        }

    def _revs(self) -> dict[str, int]:
        return {name: int(rev) for name, rev in REVS.findall(self.revs.data or "")}

    def _is_ours(self) -> bool:
        """Whether the marks are of the kind that our pages send."""
        page, seq, version = self.page.data or "", self.client_seq, self.version
        if seq.data and (not page or not _number(seq)):
            return False
        return (not page or is_ref(page)) and (not version.data or _number(version) is not None)


class HandInForm(BaseForm):
    """The button of the review page: the draft that was reviewed, and nothing to type."""

    version = HiddenField()

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> HandInForm:
        return cls(formdata)

    @property
    def opened_at(self) -> int | None:
        return _number(self.version)


def card_form(slot: Slot, *, formdata: FormData) -> BaseForm:
    """The form of a slot with what was posted, and a choice for each field of which two texts were shown."""
    made = form_class(sheet_of(slot))
    chosen = [name for name in formdata or () if name.startswith(KEEP) and name.removeprefix(KEEP) in made.content]
    if chosen:
        which = {name: Choice(text("Which one stays?"), among=("here", "there"), refusal=NOT_KNOWN) for name in chosen}
        made = type("ChoosingForm", (made,), which)
    return made(formdata)


def saving_form(slot: Slot, *, formdata: FormData) -> BaseForm:
    """The same for a request of the script, which carries few of the fields: the others are not made."""
    whole = form_class(sheet_of(slot))
    return _part_of(whole, frozenset(formdata or ()).intersection(whole.content))(formdata)


@lru_cache(maxsize=MOST_REMEMBERED)
def _part_of(whole: type[DraftForm], names: frozenset[str]) -> type[DraftForm]:
    content = tuple(name for name in whole.content if name in names)
    return type("SavingForm", (DraftForm,), {**{name: getattr(whole, name) for name in content}, "content": content})


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
    for name, label in lines(sheet).items():
        fields[name] = TextAreaField(label)
    fields["private_note"] = TextAreaField(text("Private note to the recruiter"))
    return type("CardForm", (DraftForm,), {**fields, "content": tuple(fields)})


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


def marks(sheet: Sheet, fields: Mapping[str, str]) -> str:
    """How every field stands: four letters for a text, a dot for none."""
    return "".join(mark(fields.get(name, "").strip()) for name in form_class(sheet).content)


def mark(words: str) -> str:
    """Enough of a text to see that it was changed, whichever way its lines end."""
    if not words:
        return "."
    whole = crc32(words.replace("\r\n", "\n").encode("utf-8", "surrogatepass"))
    return urlsafe_b64encode(whole.to_bytes(4, "big")[1:]).decode()


def _number(field: HiddenField) -> int | None:
    given = field.data or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
