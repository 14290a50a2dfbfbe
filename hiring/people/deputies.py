"""Who acts for whom: people name those who type or schedule for them, and end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from hiring import access, audit
from hiring.access.clauses import works_here
from hiring.db import db
from hiring.models import Deputy, Person
from hiring.models.standing_in import DUTIES
from hiring.refusal import Kind, Refusal
from hiring.text import text

_ONLY_A_NAME = lazyload(Person.capabilities)


def name_deputy(person: Person, deputy: Person, may: str, *, now: datetime) -> Deputy:
    """Let somebody type or schedule for oneself. What is typed is judged by the person alone."""
    if may not in DUTIES:
        raise Refusal(text("Choose what they do for you."), Kind.INPUT)
    if deputy.id == person.id or not deputy.may_sign_in:
        raise Refusal(text("%(name)s cannot act for you. Choose another colleague.", name=deputy.name), Kind.INPUT)
    if any((one.deputy_id, one.may) == (deputy.id, may) for one in named_by(person)):
        raise Refusal(text("%(name)s does that for you already.", name=deputy.name))
    named = Deputy(person=person, deputy=deputy, may=may, granted_at=now)
    db.session.add(named)
    db.session.flush()
    audit.record("deputy.named", person, by=person, now=now, deputy=deputy.id, may=may)
    return named


def end(deputy: Deputy, *, by: Person, now: datetime) -> None:
    """From now on they do not act for the person any more. What they typed stays with its draft."""
    deputy.ended_at = now
    audit.record("deputy.ended", deputy.person, by=by, now=now, deputy=deputy.deputy_id, may=deputy.may)


def named_by(person: Person) -> Sequence[Deputy]:
    """Those who act for a person now, by name."""
    return db.session.scalars(
        access.visible_deputies(person)
        .join(Deputy.deputy)
        .order_by(func.lower(Person.name), Deputy.may)
        .options(joinedload(Deputy.deputy).options(_ONLY_A_NAME))
    ).all()


def colleagues(person: Person) -> Sequence[Person]:
    """Everybody who could act for them, by name."""
    return db.session.scalars(
        select(Person)
        .where(works_here(), Person.id != person.id)
        .order_by(func.lower(Person.name), Person.id)
        .options(_ONLY_A_NAME)
    ).all()
