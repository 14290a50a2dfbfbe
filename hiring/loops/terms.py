"""The fields of when and where: a day and a clock time in a zone, how long, a room, and the address of a call."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField
from wtforms.fields import SelectChoice

from hiring.booking.meeting import Terms
from hiring.models import Interview
from hiring.text import text
from hiring.web.forms import FormData, VersionedForm, required
from hiring.web.moments import MomentForm, read_day, read_time
from hiring.web.terms import ChecksTerms
from hiring.workflow.clock import instants


class TermsForm(ChecksTerms, MomentForm):
    """When and where. A time that the clocks jump over is refused, and of one that comes twice it asks which."""

    date = StringField(_("Day"), [required("Choose the day.")])
    time = StringField(_("Starts at"), [required("Choose the time.")])
    which = RadioField(_("Which one"), validate_choice=False)
    zone = StringField(_("Time zone"), [required("Choose the time zone.")])
    minutes = StringField(_("Minutes"), [required("Write how many minutes it takes.")])
    place = StringField(_("Room or place"))
    video_url = StringField(_("Video call"))
    anyway = BooleanField(_("Book them all the same"))

    starts_at: datetime
    is_twice = False

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.which.choices = [
            SelectChoice("first", gettext("The first, before the clocks go back")),
            SelectChoice("second", gettext("The second, an hour later")),
        ]

    @property
    def terms(self) -> Terms:
        return Terms(
            self.starts_at, self.zone.data, int(self.minutes.data), self.place.data or "", self.video_url.data or ""
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = super().validate(extra_validators)
        if self.date.errors or self.time.errors or self.zone.errors:
            return False
        return self._find_instant() and is_valid

    def _find_instant(self) -> bool:
        """Turn day, time and zone into the one instant meant, or say why that cannot be done."""
        found = instants(read_day(self.date.data), read_time(self.time.data), ZoneInfo(self.zone.data))
        shown = {"time": self.time.data, "zone": self.zone.data}
        self.is_twice = len(found) == 2
        if not found:
            self.refuse(
                text("There is no %(time)s that day in %(zone)s: the clocks go forward over it.", **shown), "time"
            )
            return False
        if self.is_twice and self.which.data not in ("first", "second"):
            self.refuse(
                text("%(time)s comes twice that day in %(zone)s: the clocks go back. Choose which one.", **shown),
                "which",
            )
            return False
        self.starts_at = found[-1] if self.which.data == "second" else found[0]
        return True


class MoveForm(TermsForm, VersionedForm):
    """Another time or place for an interview that stands."""

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> MoveForm:
        (interview,) = subject
        assert isinstance(interview, Interview)
        zone = ZoneInfo(interview.zone)
        starts_at = interview.starts_at.astimezone(zone)
        is_second = bool(starts_at.fold) and starts_at.replace(fold=0).utcoffset() != starts_at.utcoffset()
        shown = {"date": starts_at.date().isoformat(), "time": f"{starts_at:%H:%M}", "zone": interview.zone}
        form = cls(
            formdata,
            version=interview.version,
            minutes=str(interview.minutes),
            place=interview.place,
            video_url=interview.video_url,
            **shown,
        )
        if not form.which.data and all(form[name].data == value for name, value in shown.items()):
            form.which.data = "second" if is_second else "first"
        return form
