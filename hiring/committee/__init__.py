"""The committee: the packet it reads, and the decision with reasons and dissent."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("committee", __name__)
