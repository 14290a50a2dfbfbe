"""Meetings: when a committee comes together, and which packets it takes up in which order."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("meetings", __name__)
