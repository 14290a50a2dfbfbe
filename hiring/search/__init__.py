"""Search: candidates, notes and scorecards by their words, as far as the reader may read them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("search", __name__)
