"""Coverage: who asks a candidate about what, what that leaves out, and what interviewers can do."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("coverage", __name__)
