"""Reports: how the house hires, from results that the worker stored; no page works anything out."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reports", __name__)
