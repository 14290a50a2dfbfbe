"""How one's own judging looks: a page that nobody else can open, and what the committee says of one's evidence."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("mirror", __name__)
