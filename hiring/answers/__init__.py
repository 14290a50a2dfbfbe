"""Nobody without an answer: letters to candidates, promised days, who waits, and closing an opening."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("answers", __name__)
