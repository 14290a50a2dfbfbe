"""Home: what you owe, what waits for you, and search."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("home", __name__)
