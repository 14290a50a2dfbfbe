"""Pages of hiring.scorecards."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from hiring import access
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import bp, changing, desk, listening, receipts, saving, typing
from hiring.scorecards.forms import DraftForm, HandInForm, card_form, saving_form
from hiring.scorecards.places import for_colleagues
from hiring.web.guard import allow

__all__ = ["changing", "listening", "receipts", "typing"]


@bp.get("/scorecards/<ref:slot>")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def form(slot: Slot) -> ResponseReturnValue:
    return desk.form(slot, for_colleagues(slot))


def form_again(slot: Slot, form: DraftForm) -> str:
    return desk.form_again(slot, form, for_colleagues(slot))


@bp.post("/scorecards/<ref:slot>")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=card_form, page=form_again)
def save(slot: Slot, form: DraftForm) -> ResponseReturnValue:
    return desk.save(slot, form, for_colleagues(slot))


@bp.post("/scorecards/<ref:slot>/draft")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=saving_form, page=saving.refused)
def autosave(slot: Slot, form: DraftForm) -> dict[str, Any]:
    return desk.autosave(slot, form)


@bp.get("/scorecards/<ref:slot>/review")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def review(slot: Slot) -> ResponseReturnValue:
    return desk.review(slot, for_colleagues(slot))


def review_again(slot: Slot, form: HandInForm) -> str:
    return desk.review_again(slot, form, for_colleagues(slot))


@bp.post("/scorecards/<ref:slot>/review")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=HandInForm.of, page=review_again)
def hand_in(slot: Slot, form: HandInForm) -> ResponseReturnValue:
    return desk.hand_in(slot, form, for_colleagues(slot))
