"""People: signing in, their account, inviting them, and the mail the house sent."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("people", __name__)
