"""The page of notes during an interview."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from hiring import access
from hiring.clock import utcnow
from hiring.loops import bp, jotting, queries
from hiring.models import Slot
from hiring.policy import Permission
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.language import lately, moment
from hiring.web.sign_in_state import current_person


class NotesForm(BaseForm):
    """A sheet of paper. `version` counts the saves that the page was opened after."""

    text = TextAreaField(_("Your notes"))
    version = HiddenField(default="0")

    @property
    def opened_at(self) -> int:
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


@bp.get("/slots/<ref:slot>/notes")
@allow(Permission.SLOT_JOT, on=access.slot)
def notes(slot: Slot) -> ResponseReturnValue:
    kept = queries.notes_of(slot)
    form = NotesForm() if kept is None else NotesForm(text=kept.text, version=str(kept.version))
    return _notes_page(slot, form)


def notes_again(slot: Slot, form: NotesForm) -> str:
    """What was typed, and what another page had saved, if that is why it came back."""
    kept = queries.notes_of(slot)
    elsewhere = None if kept is None or kept.version == form.opened_at else kept.text
    if kept is not None and elsewhere is not None:
        form.version.data = str(kept.version)
    return _notes_page(slot, form, elsewhere=elsewhere)


@bp.post("/slots/<ref:slot>/notes")
@allow(Permission.SLOT_JOT, on=access.slot, form=NotesForm.of, page=notes_again)
def save_notes(slot: Slot, form: NotesForm) -> ResponseReturnValue:
    jotting.write_notes(slot, form.text.data or "", opened_at=form.opened_at, by=current_person(), now=utcnow())
    return redirect(url_for(".notes", slot=slot.ref), code=303)


def _notes_page(slot: Slot, form: NotesForm, *, elsewhere: str | None = None) -> str:
    interview, now, kept = slot.interview, utcnow(), queries.notes_of(slot)
    return render_template(
        "loops/notes.html",
        form=form,
        slot=slot.ref,
        candidate=interview.application.candidate.name,
        stage=interview.stage.title,
        when=moment(interview.starts_at),
        opens=None if jotting.is_open(slot, now) else moment(interview.starts_at - jotting.BEFORE),
        saved=None if kept is None else lately(kept.saved_at, now),
        elsewhere=elsewhere,
        writes=slot.owes_card and interview.starts_at <= now,
    )
