"""What happened to an application, in sentences: the audit trail as those who see its whole course may read it."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("history", __name__)
