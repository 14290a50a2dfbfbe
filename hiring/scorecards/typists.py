"""Typed by is not judged by: somebody types a card, and the one who held the interview confirms and hands it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from hiring import access, audit, outbox
from hiring.access.clauses import owes_card
from hiring.db import db
from hiring.mail.compose import compose
from hiring.models import Application, Draft, Interview, Person, Slot
from hiring.refusal import Refusal
from hiring.scorecards.actions import refuse_unless_open
from hiring.scorecards.drafts import Sender, save_draft
from hiring.text import text


def type_draft(slot: Slot, changes: Mapping[str, str], *, sender: Sender, by: Person, now: datetime) -> Draft:
    """Keep what somebody types for the one who judges. It is not ready until they say so again."""
    before = None if slot.draft is None else slot.draft.version
    draft = save_draft(slot, changes, sender=sender, by=slot.person, now=now)
    if changes and draft.version != before:  # a request that came late had no effect
        draft.typed_by, draft.ready_at = by, None
        db.session.flush()
    return draft


def say_ready(slot: Slot, *, by: Person, now: datetime) -> None:
    """Leave a typed card to the one who judges, and mail them where it waits."""
    refuse_unless_open(slot, by=slot.person, now=now)
    draft = slot.draft
    if draft is None or draft.typed_by_id is None:
        raise Refusal(text("Nothing has been typed yet."))
    if draft.ready_at is not None:
        raise Refusal(text("%(name)s has been told already.", name=slot.person.name))
    draft.ready_at = now
    audit.record("scorecard.typed", slot, by=by, now=now)
    message = compose("card_typed", to=slot.person, application=slot.interview.application, slot=slot, typist=by.name)
    outbox.queue(message, now=now)


def typist_of(slot: Slot) -> str | None:
    """Who typed what is in the draft, if it was not the one who judges."""
    draft = slot.draft
    return None if draft is None or draft.typed_by is None else draft.typed_by.name


@dataclass(frozen=True, slots=True)
class Turn:
    """One card of the lists: whose, about whom, until when, and whether it is typed."""

    ref: str
    candidate: str
    judge: str
    stage: str
    opening: str
    due_at: datetime
    is_ready: bool


def to_type(person: Person, now: datetime) -> list[Turn]:
    """Cards this person may type for others now, the first due first. One query."""
    found = _with_names(_to_type(person, now)).order_by(Slot.due_at, Slot.id)
    return [_turn(slot) for slot in db.session.scalars(found)]


def to_confirm(person: Person) -> list[Turn]:
    """Their own cards that somebody has typed and that wait for their word. One query."""
    found = _with_names(_to_confirm(person)).order_by(Slot.due_at, Slot.id)
    return [_turn(slot) for slot in db.session.scalars(found)]


def waiting(person: Person, now: datetime) -> tuple[int, int]:
    """How many cards are to be typed for others, and how many typed ones wait for the person's word. One query."""
    lists = (_to_type(person, now).where(~_is_ready()), _to_confirm(person))
    counts = (
        select(func.count()).select_from(one.with_only_columns(Slot.id).subquery()).scalar_subquery() for one in lists
    )
    to_type, to_confirm = db.session.execute(select(*counts)).one()
    return to_type, to_confirm


def _to_type(person: Person, now: datetime) -> Select[Slot]:
    return access.slots_to_type(person).where(Interview.starts_at <= now)


def _to_confirm(person: Person) -> Select[Slot]:
    own = access.visible_slots(person).where(owes_card(Slot)).join(Slot.interview).join(Interview.application)
    return own.where(_is_ready())


def _is_ready() -> ColumnElement[bool]:
    return exists().where(Draft.slot_id == Slot.id, Draft.ready_at.is_not(None))


def _with_names(slots: Select[Slot]) -> Select[Slot]:
    interview = contains_eager(Slot.interview)
    application = interview.contains_eager(Interview.application)
    return slots.options(
        joinedload(Slot.person).lazyload(Person.capabilities),
        joinedload(Slot.draft),
        interview.joinedload(Interview.stage),
        application.joinedload(Application.candidate),
        application.joinedload(Application.opening),
    )


def _turn(slot: Slot) -> Turn:
    application, draft = slot.interview.application, slot.draft
    return Turn(
        ref=slot.ref,
        candidate=application.candidate.name,
        judge=slot.person.name,
        stage=slot.interview.stage.title,
        opening=application.opening.known_as,
        due_at=slot.due_at,
        is_ready=draft is not None and draft.ready_at is not None,
    )
