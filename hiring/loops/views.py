"""Pages of loops: my interviews, a brief, and an interview being set up, staffed and called off."""

from __future__ import annotations

from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.booking.first_call import needs_to_know
from hiring.clock import utcnow
from hiring.loops import actions, bp, briefs, diary, met, moving, notes, pages, queries, week
from hiring.loops.forms import ScheduleForm, SeatFields, SeatForm
from hiring.loops.ways_out import CancelForm, DeclineForm, NotHeldForm
from hiring.models import Application, Interview, Person, Slot
from hiring.openings.queries import asked_for
from hiring.people import actions as people
from hiring.policy import Permission
from hiring.text import text
from hiring.web.guard import allow, current_standing
from hiring.web.language import moment
from hiring.web.searching import Hit, searchable
from hiring.web.sign_in_state import current_person
from hiring.workflow.zones import OFTEN_MEANT

__all__ = ["bp", "diary", "met", "moving", "notes", "week"]


MOST_PAGES = 100_000
EXAMPLES = ("is:late", "age:>7d")


@bp.get("/interviews")
@allow(Permission.INTERVIEW_LIST)
def mine() -> ResponseReturnValue:
    page = max(1, min(request.args.get("page", 1, type=int), MOST_PAGES))
    person, now = current_person(), utcnow()
    asked = asked_for(person, request.args.get("q", ""), now)
    turns = queries.my_turns(person, now, page=page, which=asked.holds)
    q = asked.filter.typed or None
    pages_done = {
        "words": text("Page %(page)s", page=page),
        "previous_url": url_for(".mine", q=q, page=page - 1, _anchor="done") if page > 1 else None,
        "next_url": url_for(".mine", q=q, page=page + 1, _anchor="done") if turns.has_more else None,
    }
    return render_template(
        "loops/mine.html",
        turns=turns,
        pages=pages_done,
        is_first=page == 1,
        asked=asked.filter,
        examples=[(one, url_for(".mine", q=one)) for one in EXAMPLES],
        ways_out=asked.ways_out(lambda left: url_for(".mine", q=left or None)),
    )


@bp.get("/applications/<ref:application>/interviews")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.application)
def new(application: Application) -> ResponseReturnValue:
    form = ScheduleForm.at(application, request.args.get("stage", ""), zone=current_person().zone)
    return new_again(application, form)


def new_again(application: Application, form: ScheduleForm) -> str:
    return render_template(
        "loops/new.html",
        form=form,
        application=application,
        opening=application.opening.known_as,
        zones=sorted({current_person().zone, *OFTEN_MEANT}),
        offer_is_out=needs_to_know(application, current_person()),
    )


@bp.post("/applications/<ref:application>/interviews")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.application, form=ScheduleForm.of, page=new_again)
def schedule(application: Application, form: ScheduleForm) -> ResponseReturnValue:
    stage = next(one for one in queries.stages(application) if one.slug == form.stage.data)
    meeting = actions.Meeting(
        stage=stage,
        starts_at=form.starts_at,
        zone=form.zone.data,
        minutes=int(form.minutes.data),
        place=form.place.data,
        video_url=form.video_url.data,
    )
    seats = _seats(form.asked(), zone=form.zone.data)
    interview = actions.schedule(
        application,
        meeting,
        seats,
        by=current_person(),
        now=utcnow(),
        anyway=form.anyway.data,
        knows=form.knows.data,
    )
    return redirect(url_for(".show", interview=interview.ref), code=303)


@bp.get("/interviews/<ref:interview>")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.interview)
def show(interview: Interview) -> ResponseReturnValue:
    return show_again(interview, SeatForm.of(interview, formdata=None))


def show_again(interview: Interview, form: SeatForm) -> str:
    return _interview_page(interview, form, CancelForm(version=interview.version))


def _interview_page(interview: Interview, form: SeatForm, leaving: CancelForm) -> str:
    is_blind = interview.stage.round.slug in current_standing().owes
    meeting = pages.meeting(interview, current_person(), is_blind=is_blind, now=utcnow())
    return render_template("loops/show.html", meeting=meeting, form=form, leaving=leaving)


@bp.post("/interviews/<ref:interview>/seats")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.interview, form=SeatForm.of, page=show_again)
def assign(interview: Interview, form: SeatForm) -> ResponseReturnValue:
    (seat,) = _seats([form], zone=interview.zone)
    actions.add_seat(interview, seat, by=current_person(), now=utcnow(), anyway=form.anyway.data)
    return redirect(url_for(".show", interview=interview.ref), code=303)


def cancel_again(interview: Interview, leaving: CancelForm) -> str:
    return _interview_page(interview, SeatForm.of(interview, formdata=None), leaving)


@bp.post("/interviews/<ref:interview>/cancel")
@allow(Permission.INTERVIEW_SCHEDULE, on=access.interview, form=CancelForm.of, page=cancel_again)
def cancel(interview: Interview, _form: CancelForm) -> ResponseReturnValue:
    actions.cancel(interview, by=current_person(), now=utcnow())
    return redirect(url_for(".show", interview=interview.ref), code=303)


@bp.get("/slots/<ref:slot>/brief")
@allow(Permission.SLOT_READ, on=access.slot)
def brief(slot: Slot) -> ResponseReturnValue:
    return brief_again(slot, DeclineForm.of(slot, formdata=None))


def brief_again(slot: Slot, form: DeclineForm) -> str:
    return _brief_page(slot, form, NotHeldForm())


def _brief_page(slot: Slot, form: DeclineForm, missed: NotHeldForm) -> str:
    shown = briefs.brief(slot, current_person(), utcnow())
    return render_template("loops/brief.html", brief=shown, form=form, missed=missed)


def decline_again(slot: Slot, form: DeclineForm) -> str:
    if slot.person_id == current_person().id:
        return brief_again(slot, form)
    return diary.page(slot.person, slot, form)


@bp.post("/slots/<ref:held_slot>/decline")
@allow(Permission.SLOT_DECLINE, on=access.held_slot, form=DeclineForm.of, page=decline_again)
def decline(slot: Slot, form: DeclineForm) -> ResponseReturnValue:
    """By its holder, or by who looks after their interviews: each goes back to where they came from."""
    holder, by = slot.person, current_person()
    said = {"reason": form.reason.data, "by": by, "now": utcnow()}
    if form.colleague.data:
        actions.hand_over(slot, form.successors[form.colleague.data], **said)
    else:
        actions.decline(slot, **said)
    back = url_for(".mine") if holder.id == by.id else url_for(".diary", principal=holder.ref)
    return redirect(back, code=303)


def not_held_again(slot: Slot, missed: NotHeldForm) -> str:
    return _brief_page(slot, DeclineForm.of(slot, formdata=None), missed)


@bp.post("/slots/<ref:slot>/not-held")
@allow(Permission.SLOT_DECLINE, on=access.slot, form=NotHeldForm.of, page=not_held_again)
def not_held(slot: Slot, form: NotHeldForm) -> ResponseReturnValue:
    actions.not_held(slot, reason=form.reason.data or "", by=current_person(), now=utcnow())
    return redirect(url_for(".mine"), code=303)


def _seats(rows: Iterable[SeatFields], *, zone: str) -> list[actions.Seat]:
    """Who is asked, in the order of the rows. A guest's clock is the one that the meeting was agreed by."""
    rows = list(rows)
    colleagues = queries.people_with({row.person.data for row in rows if row.person.data})
    return [
        actions.Seat(
            people.guest(row.guest_name.data, row.guest_email.data, zone=zone, now=utcnow())
            if row.names_guest
            else colleagues[row.person.data],
            perspective=row.perspective.data,
            part=row.part.data,
            dimensions=row.dimensions.data,
        )
        for row in rows
    ]


def _find_interviews(person: Person, words: str) -> Iterable[Hit]:
    for slot in queries.turns_about(person, words):
        interview = slot.interview
        yield Hit(
            title=interview.application.candidate.name,
            line=f"{interview.stage.title}, {moment(interview.starts_at)}",
            url=url_for("loops.brief", slot=slot.ref),
        )


searchable(text("Your interviews"), _find_interviews)
