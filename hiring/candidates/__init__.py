"""Candidates and their applications: adding, moving, notes and files."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("candidates", __name__)
