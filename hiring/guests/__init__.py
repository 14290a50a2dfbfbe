"""The guests' zone: somebody from outside and the one seat they hold, with a cookie and a base template of its own."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("guests", __name__)
