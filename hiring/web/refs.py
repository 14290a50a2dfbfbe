"""Addresses name rows by their ref; anything else in that place is simply no address."""

from __future__ import annotations

from werkzeug.routing import BaseConverter

from hiring.refs import PATTERN


class RefConverter(BaseConverter):
    regex = PATTERN.pattern
