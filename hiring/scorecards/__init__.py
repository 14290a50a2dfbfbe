"""Scorecards: the form, the draft, the review, the hand-in and the receipt."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("scorecards", __name__)
