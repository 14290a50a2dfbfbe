"""Where a card is written, whoever writes it: the form, what is kept of it, the review and the hand-in.

The views of colleagues and those of guests say who may come and where the pages are; the rest is the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from hiring.clock import utcnow
from hiring.models import Draft, Slot
from hiring.newcomers import is_practice
from hiring.refs import new_ref
from hiring.scorecards import actions, queries, saving
from hiring.scorecards.areas import Filled
from hiring.scorecards.drafts import save_draft
from hiring.scorecards.forms import DraftForm, HandInForm, marks
from hiring.scorecards.heads import Head, head
from hiring.scorecards.heard import heard
from hiring.scorecards.pages import Opened, errors_of, form_page
from hiring.scorecards.places import Places
from hiring.scorecards.summaries import summarise
from hiring.scorecards.typists import type_draft, typist_of
from hiring.web.sign_in_state import current_person


def form(slot: Slot, at: Places) -> ResponseReturnValue:
    now = _now_if_asked(slot)
    if slot.handed_in_at is not None:
        return redirect(at.to("receipt"))
    if now < slot.interview.starts_at:
        return render_template("scorecards/closed.html", head=_head(slot, at, now))
    return _show(slot, at, Filled(queries.draft_fields(slot), {}), area=request.args.get("area"))


def form_again(slot: Slot, form: DraftForm, at: Places) -> str:
    """The form with what was typed over what is kept, and both where another page changed the same field since."""
    _now_if_asked(slot)
    changes, clashes = form.changes(), saving.clashes(slot, form)
    kept = queries.draft_fields(slot)
    filled = Filled(
        fields=form.typed if slot.draft is None else {**kept, **changes},
        errors={name: found[0] for name, found in form.errors.items() if name in form.content},
        refusals=tuple(form.form_errors),
        clashes=clashes,
        labels={name: form[name].label.text for name in clashes},
    )
    revs = " ".join(f"{name}:{form.sender.knows(name)}" for name in clashes)
    unsaved = " ".join(name for name in changes if name not in clashes)
    return _show(slot, at, filled, area=None, revs=revs, unsaved=unsaved)


def save(slot: Slot, form: DraftForm, at: Places) -> ResponseReturnValue:
    """Whatever the button, the draft is kept first.

    “Review and hand in” then leads to the review page, and that one says what is missing: an answer of 422 here would
    take the draft back with it, and reloading the page that lists the problems would post everything again.
    """
    _now_if_asked(slot)
    draft = _keep(slot, form)
    match form.then.data:
        case "review":
            return redirect(at.to("review"), code=303)
        case "next":
            sheet = queries.sheet_of(slot)
            area = sheet.next_empty(queries.answers_of(sheet, draft.fields))
            return redirect(at.to("form", area=area, _anchor=area or "overall"), code=303)
        case _:
            return redirect(at.mine, code=303)


def autosave(slot: Slot, form: DraftForm) -> dict[str, Any]:
    """The fields that changed, sent by the page's script while somebody writes. Complete or not is not asked."""
    _now_if_asked(slot)
    return saving.taken(_keep(slot, form), form.sender, form.changes())


def review(slot: Slot, at: Places) -> ResponseReturnValue:
    now = _now_if_asked(slot)
    if slot.handed_in_at is not None or now < slot.interview.starts_at:
        return redirect(at.to("form"))
    errors = errors_of(queries.sheet_of(slot), queries.draft_fields(slot))
    if errors:
        return _show(slot, at, Filled(queries.draft_fields(slot), errors), area=None), 422
    return _show_review(slot, HandInForm(), at)


def review_again(slot: Slot, form: HandInForm, at: Places) -> str:
    """The review once more: why it was refused, and the draft as it is now."""
    sheet, fields = queries.sheet_of(slot), queries.draft_fields(slot)
    errors = errors_of(sheet, fields)
    if errors or slot.handed_in_at is not None:
        return _show(slot, at, Filled(fields, errors, tuple(form.form_errors)), area=None)
    return _show_review(slot, form, at)


def hand_in(slot: Slot, form: HandInForm, at: Places) -> ResponseReturnValue:
    _now_if_asked(slot)
    if slot.handed_in_at is None:
        answers = queries.answers_of(queries.sheet_of(slot), queries.draft_fields(slot))
        actions.hand_in(slot, answers, opened_at=form.opened_at, by=current_person(), now=utcnow())
    return redirect(at.to("receipt"), code=303)


def _keep(slot: Slot, form: DraftForm) -> Draft:
    """What was typed, by the one who judges or for them."""
    writer = current_person()
    keep = save_draft if writer.id == slot.person_id else type_draft
    return keep(slot, form.changes(), sender=form.sender, by=writer, now=utcnow())


def _now_if_asked(slot: Slot) -> datetime:
    """What time it is; a seat that no card is asked of has no such page."""
    if slot.card == "none":
        raise NotFound
    return utcnow()


def _head(slot: Slot, at: Places, now: datetime) -> Head:
    return head(slot, current_person(), queries.companions(slot), now, at)


def _show(slot: Slot, at: Places, filled: Filled, *, area: str | None, revs: str = "", unsaved: str = "") -> str:
    sheet = queries.sheet_of(slot)
    was = marks(sheet, queries.draft_fields(slot))
    page = form_page(
        _head(slot, at, utcnow()),
        sheet,
        filled,
        asks=slot.asks,
        opened=Opened(new_ref(), queries.draft_version(slot), was, revs, unsaved),
        area=area,
        can_save=slot.owes_card,
        files=() if at.types_for else queries.files_of(slot),
    )
    if slot.owes_card and not at.is_guests and not at.types_for:
        page = replace(page, heard=heard(slot), is_practice=is_practice(slot))
    return render_template("scorecards/form.html", page=page, form=page, not_saved=saving.not_saved())


def _show_review(slot: Slot, form: HandInForm, at: Places) -> str:
    sheet = queries.sheet_of(slot)
    answers = queries.answers_of(sheet, queries.draft_fields(slot))
    return render_template(
        "scorecards/review.html",
        head=_head(slot, at, utcnow()),
        card=summarise(sheet, answers),
        advice=sheet.advice(answers),
        version=queries.draft_version(slot),
        is_practice=slot.owes_card and is_practice(slot),
        key=form.key.data,
        typed_by=typist_of(slot),
        form=form,
    )
