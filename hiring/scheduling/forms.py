"""The search for times, and what is done with those that were ticked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields import SelectChoice

from hiring.booking.meeting import Terms
from hiring.candidates.queries import stage_slug
from hiring.loops import queries as loops
from hiring.models import Application, StageRow
from hiring.scheduling.queries import Wanted
from hiring.text import text
from hiring.web.forms import BaseForm, FormData, required
from hiring.web.moments import read_day
from hiring.web.terms import ChecksTerms, is_number
from hiring.workflow.clock import MINUTE
from hiring.workflow.slots import LONGEST_PAUSE, PAUSE, Search, is_pause

ROWS = ("who1", "who2", "who3", "who4", "who5")
GUEST = "guest"
SPANS = (7, 14, 28)
USUAL = 60
MIDNIGHT = datetime.min.time()


class TimesForm(ChecksTerms, BaseForm):
    """Whom to find times for and where to look; then which of them, and whether they are offered or booked."""

    stage = SelectField(_("Stage"), validate_choice=False)
    who1 = SelectField(_("First interviewer"), validate_choice=False)
    who2 = SelectField(_("Second"), validate_choice=False)
    who3 = SelectField(_("Third"), validate_choice=False)
    who4 = SelectField(_("Fourth"), validate_choice=False)
    who5 = SelectField(_("Fifth"), validate_choice=False)
    minutes = StringField(_("Minutes each"), [required("Write how many minutes it takes.")])
    pause = StringField(_("Minutes between"), default=str(PAUSE // MINUTE))
    since = StringField(_("From"), [required("Choose the day.")])
    span = SelectField(_("Within"), validate_choice=False)
    zone = StringField(_("Time zone"), [required("Choose the time zone.")])
    time = SelectMultipleField(_("Times"), validate_choice=False)
    guest_name = StringField(_("The guest's name"))
    guest_email = StringField(_("The guest's e-mail address"))
    place = StringField(_("Room or place"))
    video_url = StringField(_("Video call"))
    then = HiddenField(default="offer")
    knows = BooleanField(_("They know that an offer is out to somebody else"))

    application: Application
    stages: dict[str, StageRow]
    starts: list[datetime]

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> TimesForm:
        (application,) = subject
        assert isinstance(application, Application)
        return cls.at(application, formdata=formdata)

    @classmethod
    def at(
        cls, application: Application, *, now: datetime | None = None, formdata: FormData = None, **values: Any
    ) -> TimesForm:
        """The form for a candidate, for the stage asked for or the one they stand in."""
        stages = {stage.slug: stage for stage in loops.stages(application)}
        asked = values.get("stage", "") if formdata is None else formdata.get("stage", "")
        stage = stages.get(asked) or stages.get(stage_slug(application) or "") or next(iter(stages.values()))
        usual = {"stage": stage.slug, "minutes": str(stage.minutes or USUAL), "span": str(SPANS[1])}
        form = cls(formdata, **{**usual, **values})
        form.application, form.stages = application, stages
        form.stage.choices = [SelectChoice(one.slug, one.title) for one in stages.values()]
        people = [SelectChoice(one.ref, one.name) for one in loops.people()]
        a_guest = SelectChoice(GUEST, gettext("A guest from outside"))
        for name in ROWS:
            form[name].choices = [SelectChoice("", gettext("Nobody")), *people, a_guest]
        form.span.choices = [SelectChoice(str(days), gettext("%(days)d days", days=days)) for days in SPANS]
        return form

    @property
    def chosen(self) -> list[str]:
        """Who was chosen, by ref; a guest by `GUEST`."""
        return [self[name].data for name in ROWS if self[name].data]

    @property
    def wanted(self) -> Wanted:
        people = loops.people_with([ref for ref in self.chosen if ref != GUEST])
        return Wanted(
            self.stages[self.stage.data],
            [None if ref == GUEST else people[ref] for ref in self.chosen],
            int(self.minutes.data),
            self.zone.data,
            int(self.pause.data) * MINUTE,
        )

    def search(self, now: datetime) -> Search:
        """Where to look: from that day on by the clock of the zone, and never in the past."""
        zone = ZoneInfo(self.zone.data)
        day = read_day(self.since.data)
        since = max(now, datetime.combine(day, MIDNIGHT, zone).astimezone(UTC))
        until = since + timedelta(days=int(self.span.data))
        return Search(since, until, zone, pause=int(self.pause.data) * MINUTE)

    def terms(self, starts_at: datetime) -> Terms:
        return Terms(
            starts_at, self.zone.data, int(self.minutes.data), self.place.data or "", self.video_url.data or ""
        )

    def validate_stage(self, field: SelectField) -> None:
        if field.data not in self.stages:
            raise ValidationError(text("This stage is not part of the opening's plan any more. Choose another one."))

    def validate_who1(self, field: SelectField) -> None:
        if not self.chosen:
            raise ValidationError(text("Choose at least one interviewer."))
        if not set(self.chosen) <= {choice.value for choice in field.choices}:
            raise ValidationError(text("Choose the interviewers from the list."))
        if len(set(self.chosen)) < len(self.chosen):
            raise ValidationError(text("Choose everybody once."))

    def validate_pause(self, field: StringField) -> None:
        if not is_number(field.data or "") or not is_pause(int(field.data) * MINUTE):
            raise ValidationError(
                text("Write how many minutes lie between two talks, from 0 to %(most)d.", most=LONGEST_PAUSE // MINUTE)
            )

    def validate_since(self, field: StringField) -> None:
        read_day(field.data or "")

    def validate_span(self, field: SelectField) -> None:
        if field.data not in {str(days) for days in SPANS}:
            raise ValidationError(text("Choose how far to look."))

    def validate_then(self, field: HiddenField) -> None:
        if field.data not in ("offer", "book"):
            raise ValidationError(text("Choose whether to offer times or to book one."))


class ChosenForm(TimesForm):
    """The same with at least one time ticked; exactly one to book."""

    def validate_time(self, field: SelectMultipleField) -> None:
        self.starts = [_instant(one) for one in field.data]
        if not self.starts:
            raise ValidationError(text("Tick at least one time."))
        if self.then.data == "book" and len(self.starts) > 1:
            raise ValidationError(text("Tick the one time to book."))

    def validate_guest_name(self, field: StringField) -> None:
        if GUEST in self.chosen and not field.data:
            raise ValidationError(text("Write the guest's name."))

    def validate_guest_email(self, field: StringField) -> None:
        if GUEST in self.chosen and not field.data:
            raise ValidationError(text("Write the guest's e-mail address."))


class WithdrawForm(BaseForm):
    """Which offer is taken back."""

    offer = HiddenField()


def _instant(typed: str) -> datetime:
    try:
        return datetime.strptime(typed, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        raise ValidationError(text("The page sent a time that is none. Search again.")) from None
