"""Pages of hiring.scorecards."""

from __future__ import annotations

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from hiring import access
from hiring.clock import utcnow
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import actions, bp, queries
from hiring.scorecards.areas import Filled
from hiring.scorecards.forms import DraftForm, HandInForm, card_form, fields_of
from hiring.scorecards.heads import Head, head
from hiring.scorecards.pages import errors_of, form_page
from hiring.scorecards.summaries import summarise
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

SHORT_SEAL = 12


@bp.get("/scorecards/<ref:slot>")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def form(slot: Slot) -> ResponseReturnValue:
    now = _now_if_asked(slot)
    if slot.handed_in_at is not None:
        return redirect(url_for(".receipt", slot=slot.ref))
    if now < slot.interview.starts_at:
        return render_template("scorecards/closed.html", head=_head(slot, now))
    return _show(slot, Filled(queries.draft_fields(slot), {}), area=request.args.get("area"))


def form_again(slot: Slot, form: DraftForm) -> str:
    """The form with what was typed, and beside it what another page had saved, if that is why it came back."""
    _now_if_asked(slot)
    is_stale = form.opened_at is not None and form.opened_at != queries.draft_version(slot)
    errors = {name: found[0] for name, found in form.errors.items() if name}
    filled = Filled(
        fields=fields_of(form),
        errors=errors,
        refusals=tuple(form.form_errors),
        elsewhere=queries.draft_fields(slot) if is_stale and slot.draft is not None else None,
    )
    return _show(slot, filled, area=None)


@bp.post("/scorecards/<ref:slot>")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=card_form, page=form_again)
def save(slot: Slot, form: DraftForm) -> ResponseReturnValue:
    """Whatever the button, the draft is kept first.

    “Review and hand in” then leads to the review page, and that one says what is missing: an answer of 422 here would
    take the draft back with it, and reloading the page that lists the problems would post everything again.
    """
    _now_if_asked(slot)
    typed = fields_of(form)
    actions.save_draft(slot, typed, opened_at=form.opened_at, by=current_person(), now=utcnow())
    match form.then.data:
        case "review":
            return redirect(url_for(".review", slot=slot.ref), code=303)
        case "next":
            sheet = queries.sheet_of(slot)
            area = sheet.next_empty(queries.answers_of(sheet, typed))
            return redirect(url_for(".form", slot=slot.ref, area=area, _anchor=area or "overall"), code=303)
        case _:
            return redirect(url_for("loops.mine"), code=303)


@bp.get("/scorecards/<ref:slot>/review")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def review(slot: Slot) -> ResponseReturnValue:
    now = _now_if_asked(slot)
    if slot.handed_in_at is not None or now < slot.interview.starts_at:
        return redirect(url_for(".form", slot=slot.ref))
    errors = errors_of(queries.sheet_of(slot), queries.draft_fields(slot))
    if errors:
        return _show(slot, Filled(queries.draft_fields(slot), errors), area=None), 422
    return _show_review(slot, HandInForm())


def review_again(slot: Slot, form: HandInForm) -> str:
    """The review once more: why it was refused, and the draft as it is now."""
    sheet, fields = queries.sheet_of(slot), queries.draft_fields(slot)
    errors = errors_of(sheet, fields)
    if errors or slot.handed_in_at is not None:
        return _show(slot, Filled(fields, errors, tuple(form.form_errors)), area=None)
    return _show_review(slot, form)


@bp.post("/scorecards/<ref:slot>/review")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=HandInForm.of, page=review_again)
def hand_in(slot: Slot, form: HandInForm) -> ResponseReturnValue:
    _now_if_asked(slot)
    if slot.handed_in_at is None:
        answers = queries.answers_of(queries.sheet_of(slot), queries.draft_fields(slot))
        actions.hand_in(slot, answers, opened_at=form.opened_at, by=current_person(), now=utcnow())
    return redirect(url_for(".receipt", slot=slot.ref), code=303)


@bp.get("/scorecards/<ref:slot>/receipt")
@allow(Permission.SCORECARD_RECEIPT, on=access.slot)
def receipt(slot: Slot) -> ResponseReturnValue:
    card = queries.own_card(slot, current_person())
    return render_template(
        "scorecards/receipt.html",
        head=_head(slot, utcnow()),
        card=summarise(queries.sheet_of(slot), queries.answers_on(card)),
        handed_in_at=card.handed_in_at,
        had_read_earlier_rounds=card.had_read_earlier_rounds,
        seal=card.content_sha256[:SHORT_SEAL],
    )


def _now_if_asked(slot: Slot) -> datetime:
    """What time it is; a seat that no card is asked of has no such page."""
    if slot.card == "none":
        raise NotFound
    return utcnow()


def _head(slot: Slot, now: datetime) -> Head:
    return head(slot, current_person(), queries.companions(slot), now)


def _show(slot: Slot, filled: Filled, *, area: str | None) -> str:
    page = form_page(
        _head(slot, utcnow()),
        queries.sheet_of(slot),
        filled,
        version=queries.draft_version(slot),
        area=area,
        can_save=slot.owes_card,
        files=queries.files_of(slot),
    )
    return render_template("scorecards/form.html", page=page, form=page)


def _show_review(slot: Slot, form: HandInForm) -> str:
    sheet = queries.sheet_of(slot)
    answers = queries.answers_of(sheet, queries.draft_fields(slot))
    return render_template(
        "scorecards/review.html",
        head=_head(slot, utcnow()),
        card=summarise(sheet, answers),
        advice=sheet.advice(answers),
        version=queries.draft_version(slot),
        key=form.key.data,
        form=form,
    )
