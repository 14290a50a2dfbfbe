"""The forms of a meeting: when, where and about whom, and a change of its agenda."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from hiring.meetings import queries
from hiring.models import Opening
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.moments import MomentForm, read_day, read_time
from hiring.web.sign_in_state import current_person
from hiring.workflow.clock import instants


class MeetingForm(MomentForm):
    """By the clock of whoever calls it. Candidates are taken up in the order of the list, which can be changed."""

    date = StringField(lazy_gettext("Day"), [required("Choose the day.")])
    time = StringField(lazy_gettext("Starts at"), [required("Choose the time.")])
    place = StringField(lazy_gettext("Place or link"))
    packets = SelectMultipleField(
        lazy_gettext("Who is on the agenda"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    starts_at: datetime

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> MeetingForm:
        """With everybody whom the committee has not decided about, all of them chosen at first."""
        opening = subject[0]
        assert isinstance(opening, Opening)
        offered = queries.offers(opening, current_person())
        form = cls(formdata, packets=[one.ref for one in offered])
        form.packets.choices = [(one.ref, one.candidate) for one in offered]
        return form

    def validate_packets(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(text("Choose at least one candidate."))
        if not set(field.data) <= {ref for ref, _name in field.choices}:
            raise ValidationError(text("Choose candidates of the list."))

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.date.errors or self.time.errors:
            return False
        zone = ZoneInfo(current_person().zone)
        found = instants(read_day(self.date.data), read_time(self.time.data), zone)
        if not found:
            self.refuse(text("There is no such time that day: the clocks go forward over it."), "time")
            return False
        self.starts_at = found[0]
        return is_valid


class AgendaForm(BaseForm):
    """One packet, and where to with it."""

    packet = StringField(lazy_gettext("Candidate"), [required("Choose the candidate.")])
    step = StringField(lazy_gettext("Where to"), [required("Choose where to.")])
