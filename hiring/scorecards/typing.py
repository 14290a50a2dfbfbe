"""Pages of those who type a card for somebody: the same form, ending where the one who judges takes over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import bp as scorecards
from hiring.scorecards import desk, queries, saving, typists
from hiring.scorecards.forms import DraftForm, card_form
from hiring.scorecards.heads import head
from hiring.scorecards.places import for_typists
from hiring.scorecards.summaries import summarise
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

bp = Blueprint("typing", __name__)


@bp.get("/typing")
@allow(Permission.INTERVIEW_LIST)
def mine() -> ResponseReturnValue:
    person, now = current_person(), utcnow()
    return render_template(
        "scorecards/typing.html",
        to_type=typists.to_type(person, now),
        to_confirm=typists.to_confirm(person),
    )


@bp.get("/typing/<ref:typed_slot>")
@allow(Permission.SCORECARD_TYPE, on=access.typed_slot)
def form(slot: Slot) -> ResponseReturnValue:
    return desk.form(slot, for_typists(slot))


def form_again(slot: Slot, form: DraftForm) -> str:
    return desk.form_again(slot, form, for_typists(slot))


@bp.post("/typing/<ref:typed_slot>")
@allow(Permission.SCORECARD_TYPE, on=access.typed_slot, form=card_form, page=form_again)
def save(slot: Slot, form: DraftForm) -> ResponseReturnValue:
    return desk.save(slot, form, for_typists(slot))


@bp.post("/typing/<ref:typed_slot>/draft")
@allow(Permission.SCORECARD_TYPE, on=access.typed_slot, form=card_form, page=saving.refused)
def autosave(slot: Slot, form: DraftForm) -> dict[str, Any]:
    return desk.autosave(slot, form)


@bp.get("/typing/<ref:typed_slot>/review")
@allow(Permission.SCORECARD_TYPE, on=access.typed_slot)
def review(slot: Slot) -> ResponseReturnValue:
    return review_again(slot, BaseForm())


def review_again(slot: Slot, form: BaseForm) -> str:
    """What was typed so far, complete or not: the verdict is the judge's to give."""
    sheet = queries.sheet_of(slot)
    return render_template(
        "scorecards/typed.html",
        head=head(slot, current_person(), (), utcnow(), for_typists(slot)),
        card=summarise(sheet, queries.answers_of(sheet, queries.draft_fields(slot))),
        form=form,
    )


@bp.post("/typing/<ref:typed_slot>/ready")
@allow(Permission.SCORECARD_TYPE, on=access.typed_slot, form=BaseForm.of, page=review_again)
def ready(slot: Slot, _form: BaseForm) -> ResponseReturnValue:
    typists.say_ready(slot, by=current_person(), now=utcnow())
    return redirect(url_for(".mine"), code=303)


scorecards.register_blueprint(bp)
