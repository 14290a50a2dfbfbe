"""The candidate's own page: a trust zone of its own, with its own cookie and its own base template."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("portal", __name__)
