"""Pages over stored results: each is a page, a CSV file and a print."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hiring.policy import Permission
from hiring.reports import bp, groups
from hiring.web.exports import csv_answer
from hiring.web.guard import allow


@bp.get("/reports")
@allow(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    return render_template("reports/index.html")


@bp.get("/reports/groups", endpoint="groups")
@allow(Permission.GROUP_REPORT_READ)
def show_groups() -> ResponseReturnValue:
    """All that was released, to everybody alike: what can be filtered can be subtracted."""
    made = groups.stored()
    if request.args.get("as") == "csv":
        return csv_answer("groups", groups.HEAD, groups.cells(made))
    return render_template("reports/groups.html", questions=groups.parts(made))
