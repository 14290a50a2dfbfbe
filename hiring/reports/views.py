"""Pages over stored results: each is a page, a CSV file and a print."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from hiring.policy import Permission
from hiring.reports import bp, contents, groups, judging, passing, queries
from hiring.web.exports import csv_answer
from hiring.web.guard import allow
from hiring.web.language import direction


@bp.get("/reports")
@allow(Permission.REPORT_READ)
def index() -> ResponseReturnValue:
    stored = queries.stored()
    if _as_csv():
        return csv_answer("reports", contents.HEAD, contents.cells(stored))
    return render_template("reports/index.html", entries=contents.entries(stored))


@bp.get("/reports/agreement")
@allow(Permission.REPORT_READ)
def agreement() -> ResponseReturnValue:
    stored = queries.stored("agreement")
    if _as_csv():
        return csv_answer("agreement", judging.HEAD, judging.cells(stored))
    parts = judging.parts(stored, rtl=direction() == "rtl")
    return render_template("reports/agreement.html", parts=parts)


@bp.get("/reports/process")
@allow(Permission.REPORT_READ)
def process() -> ResponseReturnValue:
    stored = queries.stored("process")
    if _as_csv():
        return csv_answer("process", passing.HEAD, (row for one in stored for row in passing.cells(one)))
    return render_template("reports/process.html", part=passing.part(stored[0]) if stored else None)


@bp.get("/reports/groups", endpoint="groups")
@allow(Permission.GROUP_REPORT_READ)
def show_groups() -> ResponseReturnValue:
    """All that was released, to everybody alike: what can be filtered can be subtracted."""
    made = groups.stored()
    if _as_csv():
        return csv_answer("groups", groups.HEAD, groups.cells(made))
    return render_template("reports/groups.html", questions=groups.parts(made))


def _as_csv() -> bool:
    return request.args.get("as") == "csv"
