"""Loops: interviews, the seats in them, and what an interviewer should know before."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("loops", __name__)
