"""Openings: the board, one opening, its team and its plan."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("openings", __name__)
