"""People who sign in: invitations, links, passwords, sessions, and the mail they were sent."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("people", __name__)
