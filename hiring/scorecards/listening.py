"""From what was heard to what is written: the way into the card by its next empty dimension."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import bp, queries
from hiring.web.guard import allow


@bp.get("/scorecards/<ref:slot>/next")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def next_empty(slot: Slot) -> ResponseReturnValue:
    """Where a mail leads: found now, because the mail may be older than what was written since."""
    sheet = queries.sheet_of(slot)
    area = sheet.next_empty(queries.answers_of(sheet, queries.draft_fields(slot)))
    return redirect(url_for(".form", slot=slot.ref, area=area, _anchor=area or "overall"))
