"""Working hours, as people type them and as they are kept: minutes since midnight."""

from __future__ import annotations

from datetime import time

from flask_babel import lazy_gettext as _
from wtforms import StringField

from hiring.models import Person
from hiring.web.forms import BaseForm, required
from hiring.web.moments import read_time

MIDNIGHT = 24 * 60


class HoursForm(BaseForm):
    """From when to when somebody works. 00:00 as the end is midnight."""

    works_from = StringField(_("Works from"), [required("Say when the day begins, such as 09:00.")])
    works_until = StringField(_("Works until"), [required("Say when the day ends, such as 17:30.")])

    @classmethod
    def of_person(cls, person: Person) -> HoursForm:
        """The form with the hours somebody has."""
        return cls(works_from=said(person.works_from), works_until=said(person.works_until))

    def validate_works_from(self, field: StringField) -> None:
        read_time(field.data or "")

    def validate_works_until(self, field: StringField) -> None:
        read_time(field.data or "")

    @property
    def minutes(self) -> tuple[int, int]:
        """Both ends, of a form that is valid."""
        begins, ends = (_minutes(read_time(one.data or "")) for one in (self.works_from, self.works_until))
        return begins, ends or MIDNIGHT


def said(minutes: int) -> str:
    """`09:00`, as the form takes it."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
