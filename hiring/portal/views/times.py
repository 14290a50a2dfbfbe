"""The times we offer, by the candidate's clock: one is picked, or none of them suits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField, ValidationError

from hiring.booking import offers
from hiring.booking.diaries import length_of
from hiring.clock import utcnow
from hiring.models import Application, OfferedTime, TimeOffer
from hiring.portal import bp, own, queries
from hiring.portal.visits import visitors_application
from hiring.refusal import Refusal
from hiring.text import text
from hiring.web.forms import BaseForm
from hiring.web.guard import public

MINUTE = timedelta(minutes=1)
PICKED = text("You have picked a time already. It stands on your page; write to us if you need another one.")


class PickForm(BaseForm):
    """A time, or that none suits and why."""

    offer = HiddenField()
    time = HiddenField()
    then = HiddenField(default="pick")
    when = TextAreaField(_("When could you?"))

    def validate_time(self, field: HiddenField) -> None:
        if self.then.data != "none" and not field.data:
            raise ValidationError(text("Choose one of the times."))


@dataclass(frozen=True, slots=True)
class Pickable:
    """One time as the candidate's clock shows it."""

    ref: str
    words: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """One interview, or several in a row, with the times for it."""

    ref: str
    stage: str
    zone: str
    minutes: int
    talks: int
    pause: int
    place: str
    people: Sequence[queries.Met]
    times: Sequence[Pickable]


def show_times(form: PickForm | None = None) -> str:
    application, now = visitors_application(), utcnow()
    return render_template(
        "portal/times.html",
        form=form or PickForm(),
        offers=[_offered(one, now=now) for one in offers.open_offers(application, now=now)],
        contacts=queries.recruiters(application),
    )


@bp.get("/portal/times")
@public()
def times() -> ResponseReturnValue:
    return show_times()


@bp.post("/portal/times")
@public(form=PickForm.of, page=show_times)
def pick(form: PickForm) -> ResponseReturnValue:
    application, now = visitors_application(), utcnow()
    found = next((one for one in offers.open_offers(application, now=now) if one.ref == form.offer.data), None)
    if found is None:
        return _after_picking(application, form)
    if form.then.data == "none":
        offers.turn_down(found, words=form.when.data or "", now=now)
        return redirect(url_for("portal.times"), code=303)
    offers.pick(_time_of(found, form.time.data or ""), now=now)
    return redirect(url_for("portal.show"), code=303)


def _after_picking(application: Application, form: PickForm) -> ResponseReturnValue:
    """A double click or the back button: nothing waits any more, perhaps because of this very answer."""
    offer = own.picked_offer(application, form.offer.data or "")
    if offer is None or offer.interview is None:
        raise Refusal(offers.NONE_LEFT)
    if _time_of(offer, form.time.data or "").starts_at != offer.interview.starts_at:
        raise Refusal(PICKED)
    return redirect(url_for("portal.show"), code=303)


def _time_of(offer: TimeOffer, ref: str) -> OfferedTime:
    for one in offer.times:
        if one.ref == ref:
            return one
    raise Refusal(offers.NONE_LEFT)


def _offered(offer: TimeOffer, *, now: datetime) -> Offered:
    zone = offer.application.candidate.zone or offer.zone
    free = offers.rows_at(offer, [one.starts_at for one in offer.times], now=now)
    talks = offers.talks_of(offer)
    return Offered(
        ref=offer.ref,
        stage=offer.stage.title,
        zone=zone.replace("_", " "),
        minutes=int(length_of(offer) / MINUTE),
        talks=len(talks),
        pause=offer.pause,
        place=offer.place or offer.video_url,
        people=[queries.Met(seat.person.name, seat.person.title) for seats in talks for seat in seats],
        times=[
            Pickable(one.ref, _said(one.starts_at, length_of(offer), ZoneInfo(zone)), free[one.starts_at] is not None)
            for one in offer.times
        ],
    )


def _said(starts_at: datetime, length: timedelta, zone: ZoneInfo) -> str:
    """Tue 24 Nov, 10:00–10:45; with the distance to UTC where the clock shows that time twice."""
    begins, ends = starts_at.astimezone(zone), (starts_at + length).astimezone(zone)
    shown = f"{format_datetime(begins, 'EEE d MMM, HH:mm', rebase=False)}–{ends:%H:%M}"
    is_twice = begins.replace(fold=1 - begins.fold).utcoffset() != begins.utcoffset()
    return f"{shown} (UTC{begins:%z})" if is_twice else shown
