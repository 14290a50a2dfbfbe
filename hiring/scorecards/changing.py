"""Changing a handed-in card: the form once more with what it says now, and a reason."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField

from hiring import access
from hiring.clock import utcnow
from hiring.models import Slot
from hiring.policy import Permission
from hiring.refs import new_ref
from hiring.scorecards import amending, bp, queries
from hiring.scorecards.areas import Filled
from hiring.scorecards.forms import DraftForm, form_class
from hiring.scorecards.heads import head
from hiring.scorecards.layers import current_answers, fields_of
from hiring.scorecards.pages import Opened, errors_of, form_page
from hiring.text import text
from hiring.web.forms import BaseForm, FormData
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


class AmendForm(BaseForm):
    """A whole card, and why it is changed. `layers` is how many amendments the page was opened with."""

    layers = HiddenField()
    reason = TextAreaField(text("Why do you change it?"))
    sheet: Any
    content: tuple[str, ...] = ()

    @classmethod
    def of(cls, *subject: object, formdata: FormData) -> AmendForm:
        (slot,) = subject
        assert isinstance(slot, Slot)
        form = _amend_form(form_class(queries.sheet_of(slot)))(formdata)
        form.sheet = queries.sheet_of(slot)
        return form

    @property
    def opened_at(self) -> int | None:
        given = self.layers.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None

    @property
    def typed(self) -> dict[str, str]:
        """Every field of the card as it stands on the page, without what is empty."""
        return {name: self[name].data for name in self.content if self[name].data}

    def validate(self, extra_validators: Any = None) -> bool:
        """All that keeps the change from being taken, at once and each beside its field."""
        is_valid = super().validate(extra_validators)
        if not (self.reason.data or "").strip():
            self.refuse(amending.NO_REASON, "reason")
            is_valid = False
        for name, words in errors_of(self.sheet, self.typed).items():
            if not self[name].errors:
                self.refuse(words, name)
            is_valid = False
        return is_valid


@lru_cache(maxsize=queries.MOST_REMEMBERED)
def _amend_form(card: type[DraftForm]) -> type[AmendForm]:
    fields = {name: getattr(card, name) for name in card.content}
    return type("AmendCardForm", (AmendForm,), {**fields, "content": card.content})


@bp.get("/scorecards/<ref:slot>/change")
@allow(Permission.SCORECARD_AMEND, on=access.slot)
def change(slot: Slot) -> ResponseReturnValue:
    return _show(slot, None)


def change_again(slot: Slot, form: AmendForm) -> str:
    return _show(slot, form)


@bp.post("/scorecards/<ref:slot>/change")
@allow(Permission.SCORECARD_AMEND, on=access.slot, form=AmendForm.of, page=change_again)
def amend(slot: Slot, form: AmendForm) -> ResponseReturnValue:
    answers = queries.answers_of(form.sheet, form.typed)
    reason = form.reason.data or ""
    amending.amend(slot, answers, reason=reason, opened_at=form.opened_at, by=current_person(), now=utcnow())
    return redirect(url_for(".receipt", slot=slot.ref), code=303)


def _show(slot: Slot, refused: AmendForm | None) -> str:
    """What the card says now, or what was typed instead."""
    sheet, card, now = queries.sheet_of(slot), queries.own_card(slot, current_person()), utcnow()
    form = refused or AmendForm.of(slot, formdata=None)
    form.layers.data = str(len(card.amendments))
    filled = Filled(
        fields=fields_of(sheet, current_answers(card)) if refused is None else form.typed,
        errors={name: found[0] for name, found in form.errors.items() if name},
        refusals=tuple(form.form_errors),
    )
    page = form_page(
        head(slot, current_person(), queries.companions(slot), now),
        sheet,
        filled,
        asks=slot.asks,
        opened=Opened(new_ref(), 0, "", "", ""),
        area=None,
        can_save=False,
        files=queries.files_of(slot),
    )
    return render_template(
        "scorecards/change.html",
        page=page,
        form=page,
        changing=form,
        refusal=amending.why_not(slot, card),
    )
