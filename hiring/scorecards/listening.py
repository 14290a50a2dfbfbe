"""From what was heard to what is written: into the card by its next empty dimension, and notes into its evidence."""

from __future__ import annotations

import re

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField
from wtforms.fields import SelectChoice

from hiring import access
from hiring.clock import utcnow
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import bp, queries
from hiring.scorecards.heard import heard, put
from hiring.web.forms import BaseForm, FormData
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

A_LINE = re.compile(r"line-[0-9]{1,5}")


class PutForm(BaseForm):
    """For each line of the notes that is not in the card yet, the box it goes to, or none."""

    version = HiddenField()

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> PutForm:
        (slot,) = subject
        assert isinstance(slot, Slot)
        notes, fields = heard(slot), {}
        if notes is not None:
            boxes = [SelectChoice("", ""), *(SelectChoice(one.field, one.field) for one in notes.targets)]
            posted = [name for name in formdata or () if A_LINE.fullmatch(name)]
            fields = {name: SelectField(name, choices=boxes, default="") for name in posted}
        form: PutForm = type("PutLinesForm", (cls,), fields)(formdata)
        return form

    @property
    def opened_at(self) -> int:
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0

    def chosen(self) -> dict[int, str]:
        lines = (one for one in self if isinstance(one, SelectField) and one.data)
        return {int(one.name.removeprefix("line-")): one.data for one in lines}


@bp.get("/scorecards/<ref:slot>/next")
@allow(Permission.SCORECARD_WRITE, on=access.slot)
def next_empty(slot: Slot) -> ResponseReturnValue:
    """Where a mail leads: found now, because the mail may be older than what was written since."""
    sheet = queries.sheet_of(slot)
    area = sheet.next_empty(queries.answers_of(sheet, queries.draft_fields(slot)))
    return redirect(url_for(".form", slot=slot.ref, area=area, _anchor=area or "overall"))


@bp.post("/scorecards/<ref:slot>/notes")
@allow(Permission.SCORECARD_WRITE, on=access.slot, form=PutForm.of)
def put_notes(slot: Slot, form: PutForm) -> ResponseReturnValue:
    first = put(slot, form.chosen(), opened_at=form.opened_at, by=current_person(), now=utcnow())
    area = None if first is None else first.rpartition("-")[0] or None
    return redirect(url_for(".form", slot=slot.ref, area=area, _anchor=area or "heard"), code=303)
