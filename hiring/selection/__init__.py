"""Selection: what is done to several applications at once, each by the verb that does it to one."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("selection", __name__)
