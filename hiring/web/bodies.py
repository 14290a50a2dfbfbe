"""Bodies that are not what they claim to be are turned away before anything reads them."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, request
from werkzeug.exceptions import BadRequest

FORM = "application/x-www-form-urlencoded"


def init_app(app: Flask) -> None:
    """Goes before the check of the CSRF token, which reads the form."""
    app.before_request(refuse_broken_text)


def refuse_broken_text() -> None:
    """Text that is not UTF-8 would be kept as something else than was sent."""
    if request.mimetype == FORM:
        try:
            unquote_to_bytes(request.get_data()).decode()
        except UnicodeDecodeError:
            raise BadRequest from None
