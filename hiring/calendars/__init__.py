"""Calendars: the private address of one's own interviews, and where one's other appointments can be read."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("calendars", __name__)
