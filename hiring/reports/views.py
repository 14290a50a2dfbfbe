"""Pages over stored results: each is a page, a CSV file and a print."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring.policy import Permission
from hiring.reports import bp
from hiring.web.guard import allow


@bp.get("/reports")
@allow(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    return render_template("reports/index.html")
