"""Reading an opening in an emergency: asked for with a reason, approved by a second person, told to its team, ended."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("break_glass", __name__)
