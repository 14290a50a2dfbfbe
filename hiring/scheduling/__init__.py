"""Scheduling: times at which everybody can, offered to the candidate or booked, for one talk or several in a row."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("scheduling", __name__)
