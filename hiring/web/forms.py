"""The base of every form: takes only what it knows, each thing once, and text that can be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import Field, Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectField, SelectMultipleField

from hiring.refs import new_ref
from hiring.refusal import Refusal
from hiring.text import Text, text

FIELD_LIMIT = 20_000
LINE_LIMIT = 280
PAGE_LIMIT = 200_000
NOT_FIELDS = frozenset({"csrf_token"})
UNFIT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, ends of lines, and halves of characters that no encoding can write down."""
UNFIT_IN_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""The same, but tabs and ends of lines are welcome."""

FormData = MultiDict[str, Any] | None
FormMaker = Callable[..., "BaseForm"]


class BaseForm(Form):
    """`key` makes a repeated post harmless: the first answer is given again and nothing happens twice."""

    key = HiddenField(default=new_ref)
    page_limit = PAGE_LIMIT

    class Meta:
        """Strip white space from what was typed, except where it is a secret."""

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            bound: Field = unbound_field.bind(form=form, **options)
            if isinstance(bound, StringField) and getattr(bound, "strips", True):
                bound.filters = (*bound.filters, _strip)
            return bound

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        self._given = formdata
        super().__init__(formdata, **values)

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> BaseForm:
        """How the guard makes this form; override where the fields depend on the thing being changed."""
        return cls(formdata)

    def refuse(self, reason: Text | str, field: str | None = None) -> None:
        """Put a sentence at the top of the form, or beside one of its fields."""
        sink: Any = self.form_errors if field is None else self[field].errors
        if field is None:
            sink.append(reason)
        else:
            self[field].errors = [*sink, reason]

    @property
    def words(self) -> list[str]:
        """The longer texts in it, for a page that shows the form no more."""
        return [field.data for field in self if isinstance(field, TextAreaField) and field.data]

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        problems = _strangers(self) if self._given is not None else []
        self.form_errors.extend(problems)
        for field in self:
            reason = unkeepable(field)
            if reason is not None and not field.errors:
                field.errors = [reason]
                is_valid = False
        return is_valid and not problems


class VersionedForm(BaseForm):
    """A form on a row that two people may write: it carries the version it was opened with."""

    version = HiddenField()

    @property
    def opened_at_version(self) -> int | None:
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def required(words: str) -> Callable[[Form, Field], None]:
    """A validator that says what is missing in the field's own words."""

    def check(_form: Form, field: Field) -> None:
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()) or field.data == []:
            raise ValidationError(words)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def unkeepable(field: Field) -> Text | None:
    """Why a text cannot be kept as it is, or None."""
    if not isinstance(field, StringField | SelectField) or not isinstance(field.data, str):
        return None
    limit = getattr(field, "limit", FIELD_LIMIT if isinstance(field, TextAreaField) else LINE_LIMIT)
    if len(field.data) > limit:
        return text(
            "This is %(given)s characters long; %(limit)s fit. Shorten it.",
            given=f"{len(field.data):,}",
            limit=f"{limit:,}",
        )
    unfit = UNFIT_IN_PROSE if isinstance(field, TextAreaField) else UNFIT_IN_A_LINE
    if unfit.search(field.data):
        return text("This holds a character that cannot be kept, such as a control character. Type it again.")
    return None


def _strip(value: Any) -> Any:
    """Without the white space around it; words that were not sent are no words."""
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else value


def _strangers(form: BaseForm) -> list[Text]:
    """Fields this form does not have, and single ones that came twice."""
    given = form._given
    assert given is not None
    problems = []
    names = {name for field in form for name in _names(field)} | NOT_FIELDS
    if not given.keys() <= names:
        problems.append(text("The page sent something this form does not know. Reload it and try again."))
    single = {field.name for field in form if not isinstance(field, SelectMultipleField)} | NOT_FIELDS
    if any(len(given.getlist(name)) > 1 for name in single if not _are_files(given.getlist(name))):
        problems.append(text("The page sent the same field twice. Reload it and try again."))
    if sum(len(value) for _name, value in given.items(multi=True) if isinstance(value, str)) > form.page_limit:
        limit = f"{form.page_limit:,}"
        problems.append(text("This page holds more than %(limit)s characters. Shorten it.", limit=limit))
    return problems


def _names(field: Field) -> Sequence[str]:
    inner = getattr(field, "form", None)
    return [field.name] if inner is None else [name for one in inner for name in _names(one)]


def _are_files(values: Sequence[object]) -> bool:
    return all(isinstance(value, FileStorage) for value in values)


def refused(form: BaseForm, refusal: Refusal) -> None:
    """Show a verb's no on the form that asked for it."""
    form.refuse(refusal.reason)
