"""The page on which somebody says that they met a candidate outside the plan."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, ValidationError
from wtforms.fields import SelectChoice

from hiring import access
from hiring.booking.meeting import LONGEST, SHORTEST
from hiring.clock import utcnow
from hiring.loops import bp
from hiring.loops.unscheduled import Met, tell
from hiring.models import Application
from hiring.policy import Permission
from hiring.text import text
from hiring.web.forms import FormData, required
from hiring.web.guard import allow, current_standing
from hiring.web.moments import MomentForm, read_day, read_time
from hiring.web.sign_in_state import current_person
from hiring.web.terms import is_length
from hiring.workflow.clock import instants


class MetForm(MomentForm):
    """When, where and for how long, on the clock of whoever fills it in."""

    date = StringField(_("Day"), [required("Choose the day.")])
    time = StringField(_("Began about"), [required("Write about when it began.")])
    minutes = StringField(_("Minutes"), [required("Write how many minutes it took.")], default="30")
    place = StringField(_("Where, or on what occasion"), [required("Write where it was.")])
    card = RadioField(_("How much is there to say?"), default="short", validate_choice=False)

    def __init__(self, formdata: FormData = None, **values: Any) -> None:
        super().__init__(formdata, **values)
        self.card.choices = [
            SelectChoice("short", gettext("A short card: a verdict and three lines")),
            SelectChoice("full", gettext("A full card, like an interview")),
        ]

    def validate_minutes(self, field: StringField) -> None:
        if not is_length(field.data or ""):
            raise ValidationError(
                text("Write how many minutes it took, from %(least)d to %(most)d.", least=SHORTEST, most=LONGEST)
            )

    def validate_card(self, field: RadioField) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(text("Choose a short or a full card."))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self._instants():
            self.refuse(text("There was no such time that day: the clocks went forward over it."), "time")
            return False
        return True

    def met(self) -> Met:
        """What is told. Of a time that came twice the first is meant: nothing rests on which."""
        return Met(
            starts_at=self._instants()[0],
            zone=current_person().zone,
            minutes=int(self.minutes.data or 0),
            place=self.place.data or "",
            card=self.card.data,
        )

    def _instants(self) -> Any:
        return instants(
            read_day(self.date.data or ""), read_time(self.time.data or ""), ZoneInfo(current_person().zone)
        )


@bp.get("/applications/<ref:application>/met")
@allow(Permission.INTERVIEW_TELL, on=access.application)
def met(application: Application) -> ResponseReturnValue:
    return met_again(application, MetForm())


def met_again(application: Application, form: MetForm) -> str:
    return render_template(
        "loops/met.html",
        form=form,
        application=application,
        opening=application.opening.known_as,
        reads_now=not current_standing().owes_now,
    )


@bp.post("/applications/<ref:application>/met")
@allow(Permission.INTERVIEW_TELL, on=access.application, form=MetForm.of, page=met_again)
def tell_met(application: Application, form: MetForm) -> ResponseReturnValue:
    slot = tell(application, form.met(), by=current_person(), now=utcnow())
    return redirect(url_for("scorecards.form", slot=slot.ref), code=303)
