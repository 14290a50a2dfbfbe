"""Requests that come twice: a double click, the back button, a retry after a cut connection."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, redirect, request
from sqlalchemy import Row, bindparam, func, insert, select

from hiring.db import Base, db
from hiring.models import IdempotencyKey, Person
from hiring.refs import is_ref
from hiring.refusal import Kind, Refusal
from hiring.text import text

SEE_OTHER = 303
_KEYS = Base.metadata.tables[IdempotencyKey.__tablename__]
_EARLIER = select(_KEYS.c.body_sha256, _KEYS.c.status, _KEYS.c.location).where(
    _KEYS.c.person_id == bindparam("person"), _KEYS.c.route == bindparam("route"), _KEYS.c.key == bindparam("key")
)
_REMEMBER = insert(_KEYS)


@dataclass(frozen=True, slots=True)
class Repeat:
    """One request's key. `earlier` is the answer it was given before, if it was."""

    person_id: int
    key: str
    fingerprint: str
    earlier: Response | None

    def remember(self, response: Response, *, now: datetime) -> None:
        """Keep the answer in the transaction of the effect."""
        row = {
            "person_id": self.person_id,
            "route": _route(),
            "key": self.key,
            "body_sha256": self.fingerprint,
            "status": response.status_code,
            "location": response.headers.get("Location", ""),
            "at": now,
        }
        db.session.execute(_REMEMBER, row)


def look_up(person: Person, key: str) -> Repeat:
    """Find what was answered to this key. The same key with another body is a mistake of the page, and refused."""
    if not is_ref(key):
        raise Refusal(text("The page sent a key that is not one of ours. Reload it and try again."), Kind.INPUT)
    fingerprint = _fingerprint()
    _wait_for_twin(person, key)
    known = db.session.execute(_EARLIER, {"person": person.id, "route": _route(), "key": key}).one_or_none()
    if known is None:
        return Repeat(person.id, key, fingerprint, None)
    if known.body_sha256 != fingerprint:
        raise Refusal(text("This page was already sent with other words. Reload it and try again."), Kind.INPUT)
    return Repeat(person.id, key, fingerprint, _again(known))


def _wait_for_twin(person: Person, key: str) -> None:
    """Let a request that came with the same key finish first, or this one finds its effect and not its answer.

    SQLite has one writer, so there it has finished.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        whole = hashlib.sha256(f"{person.id} {_route()} {key}".encode()).digest()
        db.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(whole[:8], "big", signed=True))))


def _again(known: Row[Any, Any, Any]) -> Response:
    if known.location:
        return redirect(known.location, code=SEE_OTHER)  # type: ignore[return-value]
    return Response(status=known.status)


def _route() -> str:
    return request.path


def _fingerprint() -> str:
    """The body without what changes between two honest sends of the same page."""
    whole = hashlib.sha256()
    for name in sorted(request.form):
        if name != "csrf_token":
            whole.update(repr((name, request.form.getlist(name))).encode("utf-8", "surrogatepass"))
    for name in sorted(request.files):
        whole.update(repr((name, request.files[name].filename)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
