"""Ballots: how a committee votes on a packet, and what it notes while it talks."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("ballots", __name__)
