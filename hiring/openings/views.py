"""Pages about openings: the board of all, a new one, one with its plan and team."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access, policy
from hiring.clock import utcnow
from hiring.db import db
from hiring.models import Opening, Person
from hiring.openings import actions, board, bp, page, queries
from hiring.openings.forms import AdjustedForm, AsksCaseForm, MemberForm, OpeningForm, OverrideForm, RemovalForm
from hiring.openings.next_action import Button
from hiring.openings.terms import LIMIT
from hiring.policy import Permission
from hiring.refs import new_ref
from hiring.rubrics.queries import by_reference
from hiring.text import text
from hiring.web.guard import allow, current_standing
from hiring.web.parts import OPENING, parts_of
from hiring.web.searching import Hit, searchable
from hiring.web.sign_in_state import current_person

LONGEST_PAGE_NUMBER = 6


@bp.get("/openings", endpoint="board")
@allow(Permission.OPENING_LIST)
def show_board() -> ResponseReturnValue:
    shown = board.answer(
        current_person(),
        request.args.get("q", ""),
        _page_asked(),
        request.args.get("view", ""),
        path=url_for(".board"),
        link=_links(),
        now=utcnow(),
    )
    may_open = policy.permits(Permission.OPENING_CREATE, current_standing())
    return render_template(
        "openings/board.html",
        board=shown,
        may_open=may_open,
        say=shown.speaker.say,
        place=_place(),
        key=new_ref(),
    )


def new_again(form: OpeningForm) -> str:
    return render_template("openings/new.html", form=form)


@bp.get("/openings/new")
@allow(Permission.OPENING_CREATE)
def new() -> ResponseReturnValue:
    return new_again(OpeningForm())


@bp.post("/openings")
@allow(Permission.OPENING_CREATE, form=OpeningForm.of, page=new_again)
def create(form: OpeningForm) -> ResponseReturnValue:
    rubric, plan = by_reference(form.rubric.data), queries.known_plans()[form.plan.data]
    assert rubric is not None, "The form offers stored rubrics only."
    opening = actions.open_opening(_charter(form), rubric=rubric, plan=plan, by=current_person(), now=utcnow())
    return redirect(url_for(".show", opening=opening.ref), code=303)


def show_again(opening: Opening, form: MemberForm | RemovalForm | AdjustedForm | OverrideForm | AsksCaseForm) -> str:
    shown = page.of(opening, current_standing())
    return render_template(
        "openings/show.html",
        opening=opening,
        page=shown,
        parts=parts_of(OPENING, opening, reader=current_person(), standing=current_standing(), now=utcnow()),
        form=form,
        adding=form if isinstance(form, MemberForm) else MemberForm.of(opening, formdata=None),
        adjusting=form if isinstance(form, AdjustedForm) else AdjustedForm.of(opening, formdata=None),
        overriding=form if isinstance(form, OverrideForm) else OverrideForm.of(opening, formdata=None),
        asking=form if isinstance(form, AsksCaseForm) else AsksCaseForm.of(opening, formdata=None),
    )


@bp.get("/openings/<ref:opening>")
@allow(Permission.OPENING_READ, on=access.opening)
def show(opening: Opening) -> ResponseReturnValue:
    return show_again(opening, MemberForm.of(opening, formdata=None))


@bp.post("/openings/<ref:opening>/team")
@allow(Permission.OPENING_TEAM, on=access.opening, form=MemberForm.of, page=show_again)
def add_member(opening: Opening, form: MemberForm) -> ResponseReturnValue:
    person = queries.person_by_email(form.email.data) if form.email.data else queries.person_by_ref(form.person.data)
    actions.add_to_team(opening, actions.known(person), form.role.data, by=current_person(), now=utcnow())
    return redirect(url_for(".show", opening=opening.ref, _anchor="team"), code=303)


@bp.post("/openings/<ref:opening>/team/remove")
@allow(Permission.OPENING_TEAM, on=access.opening, form=RemovalForm.of, page=show_again)
def remove_member(opening: Opening, form: RemovalForm) -> ResponseReturnValue:
    member = queries.member(opening.id, form.person.data, form.role.data)
    actions.remove_from_team(opening, actions.still_there(member), by=current_person(), now=utcnow())
    after = url_for(".show", opening=opening.ref, _anchor="team")
    return redirect(url_for(".board") if member is not None and member.person_id == current_person().id else after, 303)


@bp.post("/openings/<ref:opening>/adjusted")
@allow(Permission.OPENING_ADJUSTED, on=access.opening, form=AdjustedForm.of, page=show_again)
def choose_adjusted(opening: Opening, form: AdjustedForm) -> ResponseReturnValue:
    actions.choose_adjusted(opening, form.adjusted.data, by=current_person(), now=utcnow())
    return redirect(url_for(".show", opening=opening.ref, _anchor="judged"), code=303)


@bp.post("/openings/<ref:opening>/override")
@allow(Permission.OPENING_ADJUSTED, on=access.opening, form=OverrideForm.of, page=show_again)
def choose_override(opening: Opening, form: OverrideForm) -> ResponseReturnValue:
    actions.choose_override(opening, form.override.data == "two", by=current_person(), now=utcnow())
    return redirect(url_for(".show", opening=opening.ref, _anchor="judged"), code=303)


@bp.post("/openings/<ref:opening>/case")
@allow(Permission.OPENING_ADJUSTED, on=access.opening, form=AsksCaseForm.of, page=show_again)
def choose_case(opening: Opening, form: AsksCaseForm) -> ResponseReturnValue:
    actions.choose_case(opening, form.asks_case.data, by=current_person(), now=utcnow())
    return redirect(url_for(".show", opening=opening.ref, _anchor="judged"), code=303)


def find(person: Person, words: str) -> Iterator[Hit]:
    for opening in db.session.scalars(queries.find(person, words)):
        yield Hit(opening.known_as, "", url_for("openings.show", opening=opening.ref))


searchable(text("Openings"), find)


def _charter(form: OpeningForm) -> actions.Charter:
    return actions.Charter(
        title=form.title.data,
        codename=form.codename.data or None,
        confidential=form.confidential.data,
        target_days=int(form.target_days.data),
    )


def _links() -> Callable[[Button], str]:
    """Where the buttons of one page lead: an address is put together once, then only the ref in it changes."""
    known: dict[str, str] = {}

    def link(button: Button) -> str:
        if button.endpoint not in known:
            subject: Any = {button.subject: button.ref}
            known[button.endpoint] = url_for(button.endpoint, **subject).replace(button.ref, "{}")
        return known[button.endpoint].format(button.ref)

    return link


def _place() -> dict[str, str]:
    """Where the reader is, for whatever leads back here."""
    return {name: request.args.get(name, "")[:LIMIT] for name in ("q", "view", "page")}


def _page_asked() -> int:
    """What cannot be a page number means the first page; the board cuts what is too high."""
    given = request.args.get("page", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_PAGE_NUMBER else 1
