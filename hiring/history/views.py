"""The page of everything that happened to an application."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.history import bp, queries
from hiring.models import Application
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.get("/applications/<ref:application>/history")
@allow(Permission.APPLICATION_HISTORY, on=access.application)
def show(application: Application) -> ResponseReturnValue:
    told = queries.history(application, current_person(), most=queries.MOST)
    return render_template("history/show.html", application=application, told=told)
