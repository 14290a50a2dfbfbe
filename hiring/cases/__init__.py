"""Calibration exercises: written cases that everybody reads blind, beside the levels that were agreed on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("cases", __name__)
