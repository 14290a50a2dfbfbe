"""The form that says where one's other appointments can be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, Form, StringField

from hiring.busy.fetching import LONGEST_ADDRESS
from hiring.web.forms import BaseForm, required


class AddressField(StringField):
    """An address of the web, as long as one may be."""

    limit = LONGEST_ADDRESS

    def __init__(self, label: object, validators: Sequence[Callable[[Form, Field], None]], **options: Any) -> None:
        super().__init__(label, validators, **options)  # type: ignore[no-untyped-call]


class BusyForm(BaseForm):
    """Where the calendar stands. It is a secret of its owner's, and is not shown again."""

    url = AddressField(_("Address of your calendar"), [required("Type the address of your calendar.")])
