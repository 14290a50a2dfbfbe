"""Being away: days are told ahead with who covers, and taken back; cards are due when their author is here again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import access, audit, outbox
from hiring.access.clauses import owes_card, works_here
from hiring.days_off import hours_of
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Absence, Interview, Person, Reminder, Slot
from hiring.refusal import Kind, Refusal
from hiring.text import text
from hiring.workflow.clock import card_due

LONGEST = timedelta(days=366)
FURTHEST_AHEAD = timedelta(days=731)
_ONLY_A_NAME = lazyload(Person.capabilities)


def add(
    principal: Person, first_day: date, last_day: date, *, cover: Person | None, by: Person, now: datetime
) -> Absence:
    """Say that somebody is away on these days, both counted. Whoever covers is told."""
    _refuse_days(first_day, last_day, today=now.astimezone(ZoneInfo(principal.zone)).date())
    if cover is not None and (cover.id == principal.id or not cover.may_sign_in):
        raise Refusal(text("%(name)s cannot cover. Choose another colleague.", name=cover.name), Kind.INPUT)
    absence = Absence(person=principal, first_day=first_day, last_day=last_day, cover=cover, by_id=by.id, added_at=now)
    db.session.add(absence)
    audit.record("absence.added", absence, by=by, now=now, person=principal.id)
    _move_due_times(principal, now)
    if cover is not None:
        first, last = (format_date(day, "EEE d MMM y", locale=cover.locale) for day in (first_day, last_day))
        outbox.queue(compose("absence_cover", to=cover, who=principal.name, first=first, last=last), now=now)
    return absence


def remove(absence: Absence, *, by: Person, now: datetime) -> None:
    """Take it back. What would then be late at once is due on the next working day."""
    absence.removed_at = now
    audit.record("absence.removed", absence, by=by, now=now, person=absence.person_id)
    _move_due_times(absence.person, now)


def ahead(principal: Person, now: datetime) -> Sequence[Absence]:
    """Present and coming days away, the first first."""
    today = now.astimezone(ZoneInfo(principal.zone)).date()
    return db.session.scalars(
        select(Absence)
        .where(Absence.person_id == principal.id, Absence.removed_at.is_(None), Absence.last_day >= today)
        .order_by(Absence.first_day, Absence.id)
        .options(joinedload(Absence.cover).options(_ONLY_A_NAME))
    ).all()


def principals(person: Person) -> Sequence[Person]:
    """Whose days away this person may set: their own first."""
    found = access.visible_principals(person).order_by(Person.id != person.id, Person.name, Person.id)
    return db.session.scalars(found.options(_ONLY_A_NAME)).all()


def colleagues(principal: Person) -> Sequence[Person]:
    """Who could cover."""
    return db.session.scalars(
        select(Person)
        .where(works_here(), Person.id != principal.id)
        .order_by(Person.name, Person.id)
        .options(_ONLY_A_NAME)
    ).all()


def _refuse_days(first_day: date, last_day: date, *, today: date) -> None:
    if last_day < first_day:
        raise Refusal(text("The last day comes before the first."), Kind.INPUT)
    if last_day < today:
        raise Refusal(text("These days are over."), Kind.INPUT)
    if last_day - first_day > LONGEST or last_day > today + FURTHEST_AHEAD:
        raise Refusal(text("Choose at most a year, within the next two."), Kind.INPUT)


def _move_due_times(person: Person, now: datetime) -> None:
    """What is not late yet is due anew, and what was said about the old time may be said about the new one."""
    out = db.session.scalars(
        select(Slot)
        .join(Slot.interview)
        .where(Slot.person_id == person.id, owes_card(Slot), Slot.due_at > now)
        .options(contains_eager(Slot.interview).load_only(Interview.starts_at, Interview.minutes))
    ).all()
    if not out:
        return
    hours = hours_of([person], since=min(now, *(slot.interview.ends_at for slot in out)))[person.id]
    for slot in out:
        due = card_due(slot.interview.ends_at, hours.zone, hours.days_off)
        if due <= now:
            due = card_due(now, hours.zone, hours.days_off)
        if due != slot.due_at:
            slot.due_at = due
            later = Reminder.kind.in_(("nearly_due", "overdue"))
            db.session.execute(delete(Reminder).where(Reminder.slot_id == slot.id, later))
