"""Rubrics on the web: the files once imported, and pages to read them."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("rubrics", __name__)
