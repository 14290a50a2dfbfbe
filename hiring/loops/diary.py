"""The interviews of somebody for whoever looks after them: when, where and with whom, and nothing about any card. What
lies ahead they may decline or hand over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import contains_eager

from hiring import access
from hiring.access.clauses import is_clear, is_no_candidate
from hiring.clock import utcnow
from hiring.db import db
from hiring.loops import bp
from hiring.loops.ways_out import DeclineForm
from hiring.models import Application, Interview, Person, Slot
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """One interview; `way_out` leads to the form that gives its seat up, where that may be done."""

    starts_at: datetime
    minutes: int
    candidate: str
    stage: str
    opening: str
    place: str
    way_out: str


@bp.get("/people/<ref:principal>/interviews")
@allow(Permission.INTERVIEW_LIST, on=access.principal)
def diary(principal: Person) -> ResponseReturnValue:
    """With `seat` also the form that gives one of them up: of one's own the brief has it."""
    asked, reader = request.args.get("seat"), current_person()
    found = None if asked is None or principal.id == reader.id else access.held_slot(asked, reader)
    if found is None or found.subject.person_id != principal.id:
        return page(principal)
    return page(principal, found.subject, DeclineForm.of(found.subject, formdata=None))


def page(principal: Person, slot: Slot | None = None, form: DeclineForm | None = None) -> str:
    """`slot`: the seat that the form gives up."""
    return render_template(
        "loops/diary.html",
        name=principal.name,
        held=ahead(principal, reader=current_person(), now=utcnow()),
        form=form,
        seat=None if slot is None else slot.ref,
        when=None if slot is None else slot.interview.starts_at,
    )


def ahead(principal: Person, *, reader: Person, now: datetime) -> Sequence[Held]:
    """From yesterday on, the next first. A conflict of interest of either closes an interview. One query."""
    application = contains_eager(Interview.application)
    may_give_up = Slot.id.in_(access.slots_to_give_up(reader).with_only_columns(Slot.id).correlate(None))
    found = db.session.execute(
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
        .with_only_columns(Interview, Slot.ref, may_give_up)
        .options(
            contains_eager(Interview.stage),
            application.contains_eager(Application.candidate),
            application.contains_eager(Application.opening),
        )
    )
    return [
        _held(one, url_for(".diary", principal=principal.ref, seat=ref, _anchor="way-out") if can else "")
        for one, ref, can in found
    ]


def _held(interview: Interview, way_out: str) -> Held:
    opening = interview.application.opening
    return Held(
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        candidate="" if opening.confidential else interview.application.candidate.name,
        stage=interview.stage.title,
        opening=opening.known_as,
        place=interview.place,
        way_out=way_out,
    )
