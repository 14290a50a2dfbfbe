"""A day and a clock time as people type them."""

from __future__ import annotations

import re
from datetime import date, time

from wtforms import Field, Form, StringField, ValidationError

from hiring.text import text
from hiring.web.forms import BaseForm

EARLIEST, LATEST = 2000, 2100
CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(?::00)?")


class MomentForm(BaseForm):
    """A form that asks for a `date` and a `time`, as people write them."""

    def validate_date(self, field: StringField) -> None:
        read_day(field.data or "")

    def validate_time(self, field: StringField) -> None:
        read_time(field.data or "")


def a_day(_form: Form, field: Field) -> None:
    """A validator of a field that may be left empty."""
    if field.data:
        read_day(field.data)


def read_day(typed: str) -> date:
    """`2026-11-24`, in a year that people plan in."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise ValidationError(text("There is no such day. Write it like 2026-11-24.")) from None
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(text("Choose a day within the last year or the next two."))
    return day


def read_time(typed: str) -> time:
    """`14:30`."""
    found = CLOCK.fullmatch(typed)
    if found is None:
        raise ValidationError(text("Write the time like 14:30."))
    return time(int(found[1]), int(found[2]))
