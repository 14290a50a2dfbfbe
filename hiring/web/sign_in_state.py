"""Who is asking: the server-side session behind the browser's cookie."""

from __future__ import annotations

import hashlib
from datetime import datetime

from flask import g, session
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import Unauthorized

from hiring.db import db
from hiring.models import Person, PersonSession

_COOKIE_KEY = "secret"
_SESSION_BEHIND = (
    select(PersonSession)
    .where(PersonSession.secret_sha256 == bindparam("secret_sha256"))
    .options(joinedload(PersonSession.person).joinedload(Person.capabilities))
    .execution_options(populate_existing=True)
)


def remember(secret: str) -> None:
    """Begin a browser session under a new id: whatever the cookie held before is gone."""
    session.clear()
    session[_COOKIE_KEY] = secret


def forget_browser() -> None:
    session.clear()


def has_secret() -> bool:
    """Whether the browser claims to be signed in at all; the database says whether it is."""
    return _COOKIE_KEY in session


def live_session(now: datetime) -> PersonSession | None:
    """The session row behind this request, if it is alive. One query."""
    secret = session.get(_COOKIE_KEY)
    if not isinstance(secret, str):
        return None
    found = db.session.scalars(_SESSION_BEHIND, {"secret_sha256": sha256(secret)}).unique().one_or_none()
    return found if found is not None and found.is_live(now) else None


def require_person(now: datetime) -> Person:
    """The person who asks, or 401."""
    found = live_session(now)
    if found is None:
        g.person = None
        raise Unauthorized
    g.person, g.session_id = found.person, found.id
    return found.person


def current_person() -> Person:
    """The person the guard let in."""
    person: Person | None = g.get("person")
    assert person is not None, "Only a view behind @allow may ask who is there."
    return person


def current_session_id() -> int:
    return int(g.session_id)


def sha256(secret: str) -> str:
    """Secrets are random and long, so a plain hash keeps them."""
    return hashlib.sha256(secret.encode()).hexdigest()
