"""What each kind of stage leaves behind, the charter of an opening, and what its candidates ask."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("stages", __name__)
