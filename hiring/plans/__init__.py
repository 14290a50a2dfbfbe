"""The plan of a running opening: read, changed stage by stage with a reason, and taken back."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("plans", __name__)
