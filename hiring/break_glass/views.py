"""The page of emergencies: ask, approve, read meanwhile, and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.break_glass import actions, bp, queries
from hiring.break_glass.forms import AnswerForm, AskForm
from hiring.clock import utcnow
from hiring.models import BreakGlass, Person
from hiring.policy import Permission, permits
from hiring.text import Text, text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.language import moment, say
from hiring.web.sign_in_state import current_person

__all__ = ["bp"]


@dataclass(frozen=True, slots=True)
class Line:
    """One reading. `opening_ref` and `to_read` only for whoever may read it now."""

    ref: str
    opening: str
    asked_by: str
    reason: str
    state: Text
    look: str
    may_approve: bool
    may_end: bool
    opening_ref: str | None
    to_read: Sequence[queries.ToRead]


def show_page(form: BaseForm | None = None) -> str:
    person, now = current_person(), utcnow()
    may_ask = permits(Permission.BREAK_GLASS_ASK, current_standing())
    readable = queries.to_read(person) if may_ask else {}
    return render_template(
        "break_glass/index.html",
        form=form,
        asking=(form if isinstance(form, AskForm) else AskForm()) if may_ask else None,
        answering=AnswerForm(),
        lines=[
            _line(glass, recruiters, person, readable, now, is_told=may_ask)
            for glass, recruiters in queries.requests_for(person)
        ],
    )


@bp.get("/break-glass")
@allow(Permission.BREAK_GLASS_LIST)
def index() -> ResponseReturnValue:
    return show_page()


@bp.post("/break-glass")
@allow(Permission.BREAK_GLASS_ASK, form=AskForm.of, page=show_page)
def ask(form: AskForm) -> ResponseReturnValue:
    opening = queries.opening_of(form.opening.data, current_person())
    assert opening is not None, "The form offers what may be asked for only."
    actions.ask(opening, reason=form.reason.data, hours=int(form.hours.data), by=current_person(), now=utcnow())
    return redirect(url_for(".index"), code=303)


@bp.post("/break-glass/<ref:glass>/approve")
@allow(Permission.BREAK_GLASS_APPROVE, on=access.glass, form=AnswerForm.of)
def approve(glass: BreakGlass, _form: AnswerForm) -> ResponseReturnValue:
    actions.approve(glass, by=current_person(), now=utcnow())
    return redirect(url_for(".index"), code=303)


@bp.post("/break-glass/<ref:glass>/end")
@allow(Permission.BREAK_GLASS_END, on=access.glass, form=AnswerForm.of)
def end(glass: BreakGlass, _form: AnswerForm) -> ResponseReturnValue:
    actions.end(glass, by=current_person(), now=utcnow())
    if current_person().id in {glass.asked_by_id, glass.approved_by_id}:
        return redirect(url_for(".index"), code=303)
    return redirect(url_for("openings.show", opening=glass.opening.ref), code=303)


def _line(
    glass: BreakGlass,
    recruiters: str,
    person: Person,
    readable: Mapping[int, list[queries.ToRead]],
    now: datetime,
    *,
    is_told: bool,
) -> Line:
    state, look = _state(glass, now)
    is_mine = glass.asked_by_id == person.id
    reads = is_mine and look == "warn" and glass.approved_at is not None
    called = queries.label(glass.opening, recruiters, is_told=is_told)
    return Line(
        ref=glass.ref,
        opening=called or say(text("A confidential opening")),
        asked_by=glass.asked_by.name,
        reason=glass.reason,
        state=state,
        look=look,
        may_approve=not is_mine and look == "line",
        may_end=look != "" and person.id in {glass.asked_by_id, glass.approved_by_id},
        opening_ref=glass.opening.ref if reads else None,
        to_read=readable.get(glass.opening_id, []) if reads else [],
    )


def _state(glass: BreakGlass, now: datetime) -> tuple[Text, str]:
    """In words, and as a chip: grey what is over, plain what waits, warning what is open."""
    if glass.approved_by is None or glass.ends_at is None:
        if glass.ended_at is not None:
            return text("Taken back %(when)s", when=moment(glass.ended_at)), ""
        if glass.asked_at <= now - queries.ANSWER_WITHIN:
            return text("Nobody approved it in time"), ""
        return text("Waits for a second person, %(hours)d h from then on", hours=glass.hours), "line"
    name = glass.approved_by.name
    over_at = glass.ends_at if glass.ended_at is None else glass.ended_at
    if glass.ended_at is not None or glass.ends_at <= now:
        return text("Approved by %(name)s, over since %(when)s", name=name, when=moment(over_at)), ""
    return text("Open until %(when)s, approved by %(name)s", name=name, when=moment(over_at)), "warn"
