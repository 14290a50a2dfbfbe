"""Conflicts of interest: declared by oneself, named by a recruiter, or found because somebody is the candidate."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("conflicts", __name__)
