"""The house with one guard taken away, or with one fault planted in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Flask, g
from sqlalchemy import select
from werkzeug.exceptions import Gone

from hiring.access import Found
from hiring.access.applications import standing
from hiring.access.clauses import live_roles
from hiring.access.slots import standing_in
from hiring.db import Base, db
from hiring.models import Application, BreakGlass, Opening, Outgoing, Person, Slot
from hiring.policy import Permission, Standing
from hiring.web.guard import Declaration, Finder, View, _declare
from hiring.web.guest_state import require_guest
from hiring.web.zones import GUESTS, STAFF, Zone
from tests.matrix.doors import GUESTS as SEATED
from tests.matrix.doors import SIGNED_IN
from tests.matrix.table import ROWS, SIGHT, Row

MODELS: dict[str, Any] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
ANYBODY_MAY = Permission.HOME_READ
MODELS |= {"glass": BreakGlass, "message": Outgoing, "principal": Person, "typed_slot": Slot}
IN_THE_ZONE = {who for who in SEATED if not who.endswith("late")}


def mutants(app: Flask, endpoint: str) -> dict[str, View]:
    """The view of that endpoint without each part of its guard that the table says is needed, and without both."""
    view: Any = app.view_functions[endpoint]
    declaration: Declaration = view.declaration
    row = ROWS[endpoint]
    if declaration.zone is GUESTS:
        return _without_pass(view, declaration, row)
    if declaration.zone is not STAFF:
        return {}
    made = {"nobody has to sign in": replace(declaration, zone=None, permission=None)}
    if _refuses_somebody(row):
        made["everybody has the permission"] = replace(declaration, permission=ANYBODY_MAY)
    if row.on is not None and declaration.on is not None:
        blind = _finds_everything(row.on)
        made["everything is in sight"] = replace(declaration, on=blind)
        made["there is no guard"] = replace(declaration, on=blind, permission=ANYBODY_MAY)
    return {what: _declare(without)(view.__wrapped__) for what, without in made.items()}


def _without_pass(view: Any, declaration: Declaration, row: Row) -> dict[str, View]:
    """The same for what lies behind the guests' door: whoever has no pass is taken for a guest."""
    made = {"no pass is asked for": replace(declaration, zone=Zone(lambda: True, _guest_or_anybody, Gone))}
    if IN_THE_ZONE - set(" ".join(row.may.values()).split()):
        made["every guest has the permission"] = replace(declaration, permission=ANYBODY_MAY)
    return {what: _declare(without)(view.__wrapped__) for what, without in made.items()}


def _guest_or_anybody(now: datetime) -> Person:
    try:
        return require_guest(now)
    except Gone:
        seat = db.session.scalars(select(Slot).join(Slot.person).where(Person.is_guest).order_by(Slot.id)).first()
        assert seat is not None
        g.person, g.seat = seat.person, Found(seat, standing_in(seat))
        return seat.person


def _refuses_somebody(row: Row) -> bool:
    """Whether the table has anybody who knows of the thing and may not do this: else seeing it and doing it are one."""
    if row.on is None:
        return row.may.get("", "").split() != list(SIGNED_IN)
    here = set(SIGNED_IN)
    return any(set(who.split()) & here - set(row.may.get(thing, "").split()) for thing, who in SIGHT[row.on].items())


@contextmanager
def serving(app: Flask, endpoint: str, view: View) -> Iterator[None]:
    """The same house with another view in that place."""
    kept = app.view_functions[endpoint]
    app.view_functions[endpoint] = view
    try:
        yield
    finally:
        app.view_functions[endpoint] = kept


def _finds_everything(kind: str) -> Finder:
    """Finds the thing of that ref whoever asks; how they stand to it is told truly."""

    def find(kwargs: dict[str, Any], person: Person) -> Found[Any] | None:
        subject = db.session.scalar(select(MODELS[kind]).filter_by(ref=kwargs.pop(kind)))
        return None if subject is None else Found(subject, _standing(person, subject))

    return find


def _standing(person: Person, subject: Any) -> Standing:
    if isinstance(subject, Opening):
        roles = frozenset(db.session.scalars(live_roles(person, subject.id)))
        return Standing(capabilities=person.capability_kinds, roles=roles, has_packet=True)
    application = subject if isinstance(subject, Application) else _application_of(subject)
    if application is None:
        return Standing(capabilities=person.capability_kinds)
    found = standing(person, application)
    if not isinstance(subject, Slot):
        return found
    is_done = subject.handed_in_at is not None
    return replace(found, is_own=subject.person_id == person.id, has_handed_in=is_done, round=subject.round)


def _application_of(subject: Any) -> Application | None:
    application_id = getattr(subject, "application_id", None)
    return None if application_id is None else db.session.get(Application, application_id)
