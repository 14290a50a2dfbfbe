"""Pages of meetings: those ahead, a new one, and one with its agenda."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.meetings import actions, bp, queries
from hiring.meetings.forms import AgendaForm, MeetingForm
from hiring.models import Meeting, Opening
from hiring.policy import Permission, permits
from hiring.refusal import Refusal
from hiring.text import text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.sign_in_state import current_person


@bp.get("/meetings")
@allow(Permission.MEETING_LIST)
def index() -> ResponseReturnValue:
    reader = current_person()
    return render_template(
        "meetings/index.html",
        ahead=queries.ahead(reader),
        past=queries.past(reader),
        openings=queries.may_call_for(reader),
    )


def new_again(opening: Opening, form: MeetingForm) -> str:
    return render_template("meetings/new.html", opening=opening, form=form, zone=current_person().zone)


@bp.get("/openings/<ref:opening>/meetings/new")
@allow(Permission.MEETING_CALL, on=access.opening)
def new(opening: Opening) -> ResponseReturnValue:
    return new_again(opening, MeetingForm.of(opening, formdata=None))


@bp.post("/openings/<ref:opening>/meetings/new")
@allow(Permission.MEETING_CALL, on=access.opening, form=MeetingForm.of, page=new_again)
def call(opening: Opening, form: MeetingForm) -> ResponseReturnValue:
    called = actions.call_meeting(
        opening,
        form.starts_at,
        queries.packets_of(opening, current_person(), form.packets.data),
        place=form.place.data,
        by=current_person(),
        now=utcnow(),
    )
    return redirect(url_for(".show", meeting=called.ref), code=303)


def show_again(meeting: Meeting, form: BaseForm | None = None) -> str:
    reader, now = current_person(), utcnow()
    items = queries.items(meeting, reader)
    changes = meeting.ended_at is None and permits(Permission.MEETING_CALL, current_standing())
    on_it = [one.packet_ref for one in items]
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        items=items,
        form=form,
        may_change=changes,
        has_begun=meeting.starts_at <= now,
        more=queries.offers(meeting.opening, reader, without=on_it) if changes else [],
    )


@bp.get("/meetings/<ref:meeting>")
@allow(Permission.MEETING_READ, on=access.meeting)
def show(meeting: Meeting) -> ResponseReturnValue:
    return show_again(meeting)


@bp.post("/meetings/<ref:meeting>/agenda")
@allow(Permission.MEETING_CALL, on=access.meeting, form=AgendaForm.of, page=show_again)
def change_agenda(meeting: Meeting, form: AgendaForm) -> ResponseReturnValue:
    found = queries.packets_of(meeting.opening, current_person(), [form.packet.data])
    if not found:
        raise Refusal(text("This candidate is not on the agenda any more."))
    actions.change_agenda(meeting, found[0], form.step.data, by=current_person(), now=utcnow())
    return redirect(url_for(".show", meeting=meeting.ref, _anchor="agenda"), code=303)


@bp.post("/meetings/<ref:meeting>/end")
@allow(Permission.MEETING_CALL, on=access.meeting, form=BaseForm.of, page=show_again)
def end(meeting: Meeting, _form: BaseForm) -> ResponseReturnValue:
    actions.end_meeting(meeting, by=current_person(), now=utcnow())
    return redirect(url_for(".show", meeting=meeting.ref), code=303)
