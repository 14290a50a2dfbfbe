"""Browsers that are signed in already, as bytes: what a client sends without thinking about it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from hiring.db import db
from hiring.models import Person, PersonSession
from hiring.refs import new_ref
from hiring.web.sign_in_state import sha256


@dataclass(frozen=True, slots=True)
class Browser:
    """One person's cookie, and the token that every page of theirs carries."""

    cookie: str
    token: str

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n{lines}\r\n".encode()

    def post(self, path: str, fields: dict[str, str], *, has_key: bool = True) -> bytes:
        """A form as its page would send it; without a key, as a page would that knows nothing of repeats."""
        key = {"key": new_ref()} if has_key else {}
        body = urlencode({"csrf_token": self.token, **key, **fields})
        return (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


def browser_of(app: Flask, person_ref: str, *, now: datetime) -> Browser:
    """A session of this person, in the caller's transaction, and the cookie that belongs to it."""
    secret, raw_token = secrets.token_urlsafe(32), secrets.token_hex(20)
    person = db.session.scalars(select(Person).filter_by(ref=person_ref)).one()
    db.session.add(
        PersonSession(
            secret_sha256=sha256(secret), person_id=person.id, created_at=now, expires_at=now + timedelta(days=7)
        )
    )
    cookies = SecureCookieSessionInterface().get_signing_serializer(app)
    assert cookies is not None
    cookie = cookies.dumps({"secret": secret, "csrf_token": raw_token})
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(raw_token)
    return Browser(f"{app.config['SESSION_COOKIE_NAME']}={cookie}", str(token))
