"""Warning before a day passes by which a candidate was promised to hear."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import letters, outbox
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Person, Promise
from hiring.workflow.clock import SATURDAY
from hiring.workflow.working_hours import OPENS

AHEAD = timedelta(days=4)
DAY = timedelta(days=1)


def waiting(now: datetime) -> list[int]:
    """The ids of promises of which a warning is due. One query."""
    return [one.id for one in db.session.scalars(_near(now)) if _is_time(one, now)]


def warn(promise_id: int, now: datetime) -> None:
    """Mail whoever looks after the candidate, once. Another worker at the promise comes too late."""
    locked = _near(now).where(Promise.id == promise_id).with_for_update(of=Promise, skip_locked=True)
    for promise in db.session.scalars(locked):
        promise.warned_at = now
        application = promise.application
        for reader in letters.look_after(application):
            mail = compose(
                "promise_due",
                to=reader,
                application=application,
                name=reader.name,
                what=promise.what,
                day=format_date(promise.due_on, "EEE d MMM y", locale=reader.locale),
                path=f"/applications/{application.ref}/letters",
            )
            outbox.queue(mail, now=now)


def warned_on(due_on: date) -> date:
    """The working day before: a letter can still be written then."""
    day = due_on - DAY
    while day.weekday() >= SATURDAY:
        day -= DAY
    return day


def _near(now: datetime) -> Select[Promise]:
    return (
        select(Promise)
        .join(Promise.application)
        .where(Promise.ended_at.is_(None), Promise.warned_at.is_(None), Promise.due_on <= (now + AHEAD).date())
        .order_by(Promise.due_on, Promise.id)
        .options(
            contains_eager(Promise.application).options(
                joinedload(Application.candidate), joinedload(Application.opening)
            ),
            joinedload(Promise.made_by).options(lazyload(Person.capabilities)),
        )
    )


def _is_time(promise: Promise, now: datetime) -> bool:
    """From the morning of that day on, by the clock of whoever promised."""
    zone = ZoneInfo(promise.made_by.zone)
    return now >= datetime.combine(warned_on(promise.due_on), OPENS, zone)
