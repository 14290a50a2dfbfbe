"""What is turned away at the door: foreign hosts, posts from foreign pages, and bodies that are not text."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from hiring.settings import LOOPBACK, Settings

FORM = "application/x-www-form-urlencoded"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"same-origin", "none"})


def init_app(app: Flask, settings: Settings) -> None:
    """Goes before the check of the CSRF token, which reads the form."""
    host = urlsplit(settings.base_url).hostname or ""
    app.config["TRUSTED_HOSTS"] = sorted({host, *LOOPBACK}) if settings.is_plain_loopback else [host]
    app.before_request(refuse_foreign_pages)
    app.before_request(refuse_broken_text)


def refuse_foreign_pages() -> None:
    """Browsers say which page a post comes from; one that is not ours has no business here."""
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN_PAGES:
        raise BadRequest
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise BadRequest


def refuse_broken_text() -> None:
    """Text that is not UTF-8 would be kept as something else than was sent."""
    if request.mimetype == FORM:
        try:
            unquote_to_bytes(request.get_data()).decode()
        except UnicodeDecodeError:
            raise BadRequest from None
