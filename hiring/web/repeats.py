"""Requests that come twice: a double click, the back button, a retry after a cut connection."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, redirect, request
from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hiring.db import Base, db
from hiring.models import IdempotencyKey, Person
from hiring.refs import is_ref
from hiring.refusal import Kind, Refusal
from hiring.text import text

SEE_OTHER = 303
UNANSWERED = 0
_KEYS = Base.metadata.tables[IdempotencyKey.__tablename__]
_SAME = (
    (_KEYS.c.person_id == bindparam("person"))
    & (_KEYS.c.route == bindparam("path"))
    & (_KEYS.c.key == bindparam("sent"))
)
_CLAIM = {
    dialect: insert(_KEYS).on_conflict_do_nothing().returning(_KEYS.c.id)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_EARLIER = select(_KEYS.c.body_sha256, _KEYS.c.status, _KEYS.c.location).where(_SAME)
_ANSWERED = update(_KEYS).where(_KEYS.c.id == bindparam("claim"))
_LET_GO = delete(_KEYS).where(_KEYS.c.id == bindparam("claim"))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One request's key: claimed by this request, or `earlier`, the answer it was given before."""

    claim: int | None
    earlier: Response | None

    def remember(self, response: Response) -> None:
        """Keep the answer in the transaction of the effect. One that leads nowhere had none, and is made again."""
        location = response.headers.get("Location")
        if location is None:
            db.session.execute(_LET_GO, {"claim": self.claim})
        else:
            answer = {"status": response.status_code, "location": location}
            db.session.execute(_ANSWERED, {"claim": self.claim, **answer})


def look_up(person: Person, key: str, *, now: datetime) -> Repeat:
    """Claim the key, or find what was answered to it. The same key with another body is a mistake of the page.

    On PostgreSQL a claim waits for a request with the same key that is still on its way; on SQLite there is none.
    """
    if not is_ref(key):
        raise Refusal(text("The page sent a key that is not one of ours. Reload it and try again."), Kind.INPUT)
    fingerprint = _fingerprint()
    claim = db.session.scalar(
        _CLAIM[db.session.get_bind().dialect.name],
        {
            "person_id": person.id,
            "route": request.path,
            "key": key,
            "body_sha256": fingerprint,
            "status": UNANSWERED,
            "location": "",
            "at": now,
        },
    )
    if claim is not None:
        return Repeat(claim, None)
    known = db.session.execute(_EARLIER, {"person": person.id, "path": request.path, "sent": key}).one()
    if known.body_sha256 != fingerprint:
        raise Refusal(text("This page was already sent with other words. Reload it and try again."), Kind.INPUT)
    return Repeat(None, _again(known))


def _again(known: Row[Any, Any, Any]) -> Response:
    if known.location:
        return redirect(known.location, code=SEE_OTHER)  # type: ignore[return-value]
    return Response(status=known.status)


def _fingerprint() -> str:
    """The body without what changes between two honest sends of the same page."""
    whole = hashlib.sha256()
    for name in sorted(request.form):
        if name != "csrf_token":
            whole.update(repr((name, request.form.getlist(name))).encode("utf-8", "surrogatepass"))
    for name in sorted(request.files):
        whole.update(repr((name, request.files[name].filename)).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()
