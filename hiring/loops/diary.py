"""The interviews of somebody for whoever schedules for them: when, where and with whom, and nothing about any card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import contains_eager

from hiring import access
from hiring.access.clauses import is_clear, is_no_candidate
from hiring.clock import utcnow
from hiring.db import db
from hiring.loops import bp
from hiring.models import Application, Interview, Person, Slot
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

A_DAY = timedelta(days=1)


@bp.get("/people/<ref:principal>/interviews")
@allow(Permission.INTERVIEW_LIST, on=access.principal)
def diary(principal: Person) -> ResponseReturnValue:
    held = ahead(principal, reader=current_person(), now=utcnow())
    return render_template("loops/diary.html", name=principal.name, zone=principal.zone, held=held)


def ahead(principal: Person, *, reader: Person, now: datetime) -> Sequence[Interview]:
    """From yesterday on, the next first. A conflict of interest of either closes an interview. One query."""
    application = contains_eager(Interview.application)
    return db.session.scalars(
        access.visible_slots(principal)
        .join(Slot.interview)
        .join(Interview.stage)
        .join(Interview.application)
        .join(Application.candidate)
        .join(Application.opening)
        .where(
            Interview.cancelled_at.is_(None),
            Interview.unscheduled.is_(False),
            Interview.starts_at > now - A_DAY,
            is_clear(reader, Slot.application_id),
            is_no_candidate(reader, Application.opening_id),
        )
        .order_by(Interview.starts_at, Slot.id)
        .with_only_columns(Interview)
        .options(
            contains_eager(Interview.stage),
            application.contains_eager(Application.candidate),
            application.contains_eager(Application.opening),
        )
    ).all()
