"""Reminding people of scorecards that are out: whose reminder is due, and the mails that say so.

What has gone out is remembered in the transaction that promises the mail, each kind once for a seat. A mail that is
promised still does not go once the card is in: it is tied to its seat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from hiring import access, outbox
from hiring.access.clauses import AnyReader, is_clear, owes_card, recruits_for
from hiring.days_off import hours_of
from hiring.db import db
from hiring.mail.compose import compose, said
from hiring.models import Application, Draft, Interview, Outgoing, Person, Reminder, Slot
from hiring.outbox import Message
from hiring.workflow.working_hours import PlannedReminder, WorkingHours, reminders

# what should have gone out longer ago, before an update or while the worker stood, is no news any more
STALE = timedelta(days=7)
TO_WHOEVER_OWES = ("reminder_ended", "reminder_empty", "reminder_nearly_due", "reminder_asked")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder that is due."""

    slot: Slot
    kind: str


def waiting(now: datetime) -> list[int]:
    """The ids of seats of which a reminder is due. Three queries, however many cards are out."""
    return [one.slot.id for one in _due(_out(now), now)]


def remind(slot_id: int, now: datetime) -> None:
    """Promise the reminder of that seat that is due, and remember it. Another worker at the seat comes too late."""
    locked = _out(now).where(Slot.id == slot_id).with_for_update(of=Slot, skip_locked=True)
    for one in _due(locked, now):
        db.session.add(Reminder(slot_id=one.slot.id, kind=one.kind, at=now))
        for message in _letters(one):
            outbox.queue(replace(message, slot_id=one.slot.id), now=now)


def reminded_at() -> ColumnElement[datetime]:
    """For a query on Slot: when whoever holds the seat was last mailed about its card, or NULL."""
    newest = select(func.max(Outgoing.queued_at))
    return newest.where(Outgoing.slot_id == Slot.id, Outgoing.kind.in_(TO_WHOEVER_OWES)).scalar_subquery()


def ask(slot: Slot, now: datetime) -> None:
    """Promise a reminder because somebody asks for the card, whatever has gone out by the clock."""
    outbox.queue(replace(_letter(Waiting(slot, "asked"), slot.person), slot_id=slot.id), now=now)


def _out(now: datetime) -> Select[Slot, bool]:
    """Seats whose card is out after the interview began, and whether a draft is begun; found by `ix_slot_owed`.

    A closed application's cards are not asked for, nor anything of somebody who has a conflict of interest by now.
    """
    return (
        select(Slot, Draft.slot_id.is_not(None))
        .join(Slot.interview)
        .join(Interview.application)
        .outerjoin(Slot.draft)
        .where(
            Slot.due_at > now - STALE,
            owes_card(Slot),
            Interview.starts_at <= now,
            Interview.cancelled_at.is_(None),
            Application.due_at.is_not(None),
            is_clear(AnyReader(Slot.person_id), Slot.application_id),
            ~exists().where(Reminder.slot_id == Slot.id, Reminder.kind == "overdue"),
        )
        .order_by(Slot.due_at, Slot.id)
        .options(
            contains_eager(Slot.interview).contains_eager(Interview.application).joinedload(Application.opening),
            contains_eager(Slot.interview).joinedload(Interview.stage),
            joinedload(Slot.person).options(lazyload(Person.capabilities)),
        )
    )


def _due(out: Select[Slot, bool], now: datetime) -> list[Waiting]:
    seats = db.session.execute(out).all()
    if not seats:
        return []
    slots = [slot for slot, _is_begun in seats]
    known = {(one.slot_id, one.kind) for one in _gone_out(slot.id for slot in slots)}
    hours = hours_of([slot.person for slot in slots], since=now - STALE)
    found = []
    for slot, is_begun in seats:
        latest = _latest(slot, hours[slot.person_id], now)
        if latest is None or (slot.id, latest.kind) in known or (latest.kind == "empty" and is_begun):
            continue
        found.append(Waiting(slot, latest.kind))
    return found


def _gone_out(slot_ids: Iterable[int]) -> Iterable[Reminder]:
    return db.session.scalars(select(Reminder).where(Reminder.slot_id.in_(list(slot_ids))))


def _latest(slot: Slot, hours: WorkingHours, now: datetime) -> PlannedReminder | None:
    """The last one due by now; the ones before it have had their time, and so has what was due before the seat was."""
    begun = [one for one in reminders(slot.interview.ends_at, slot.due_at, hours) if one.at <= now]
    if not begun or begun[-1].at <= max(slot.assigned_at, now - STALE):
        return None
    return begun[-1]


def _letters(one: Waiting) -> list[Message]:
    slot = one.slot
    if one.kind != "overdue":
        return [_letter(one, slot.person)] if slot.person.is_active else []
    opening_id = slot.interview.application.opening_id
    recruiters = db.session.scalars(select(Person).where(recruits_for(opening_id)).order_by(Person.id))
    others = (reader for reader in recruiters if reader.id != slot.person_id)
    return [_letter(one, reader) for reader in others if access.may_know_card_is_out(reader, slot.id)]


def _letter(one: Waiting, reader: Person) -> Message:
    slot, interview = one.slot, one.slot.interview
    return compose(
        f"reminder_{one.kind}",
        to=reader,
        application=interview.application,
        slot=slot,
        interview=interview,
        stage=interview.stage.title,
        when=said(interview.starts_at, reader),
        due=said(slot.due_at, reader),
    )
