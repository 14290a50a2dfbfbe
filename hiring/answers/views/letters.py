"""The letters of one candidate, what they were told in person, and what they were promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.answers import actions, bp, owed, queries
from hiring.answers.forms import LetterForm, PromiseForm, ToldForm, day_of
from hiring.clock import utcnow
from hiring.letters import PLACES, Letter, letters_of
from hiring.models import Application, LetterTemplate, Person
from hiring.policy import Permission, Standing, permits
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing
from hiring.web.parts import APPLICATION, part_of
from hiring.web.sign_in_state import current_person


def show_letters(application: Application, form: BaseForm | None = None) -> str:
    """The thread of one candidate; `form` is the one that was refused."""
    thread, person = letters_of(application), current_person()
    found = access.letter_template(request.args.get("template", ""), person)
    template = None if found is None else found.subject
    return render_template(
        "answers/letters.html",
        application=application,
        form=form,
        state=owed.state_of(application, person, now=utcnow()),
        letters=thread,
        templates=queries.templates(person, [application]),
        template=template,
        places=PLACES,
        writing=form if isinstance(form, LetterForm) else _begun(thread, template),
        telling=form if isinstance(form, ToldForm) else ToldForm(),
        promising=form if isinstance(form, PromiseForm) else PromiseForm(),
        may_adjust=permits(Permission.ADJUSTMENT_READ, current_standing()),
    )


@bp.get("/applications/<ref:application>/letters")
@allow(Permission.LETTER_READ, on=access.application)
def letters(application: Application) -> ResponseReturnValue:
    return show_letters(application)


@bp.post("/applications/<ref:application>/letters")
@allow(Permission.LETTER_WRITE, on=access.application, form=LetterForm.of, page=show_letters)
def write(application: Application, form: LetterForm) -> ResponseReturnValue:
    actions.write(application, form.answer(), by=current_person(), now=utcnow())
    return _back_to(application)


@bp.post("/applications/<ref:application>/told")
@allow(Permission.LETTER_WRITE, on=access.application, form=ToldForm.of, page=show_letters)
def tell(application: Application, form: ToldForm) -> ResponseReturnValue:
    actions.tell(application, form.words_said(), by=current_person(), now=utcnow())
    return _back_to(application)


@bp.post("/applications/<ref:application>/promises")
@allow(Permission.PROMISE_MAKE, on=access.application, form=PromiseForm.of, page=show_letters)
def promise(application: Application, form: PromiseForm) -> ResponseReturnValue:
    due_on = day_of(form.due_on)
    assert due_on is not None, "The form asks for it."
    actions.promise(application, due_on, what=form.what.data or "", by=current_person(), now=utcnow())
    return _back_to(application)


def _begun(thread: Sequence[Letter], template: LetterTemplate | None) -> LetterForm:
    """A letter as its template begins it, or as an answer to what they wrote last."""
    if template is not None:
        return LetterForm(None, subject=template.subject, body=template.body, tells_outcome=template.tells_outcome)
    answers = thread and not thread[0].is_ours and not thread[0].by_address_alone
    theirs = thread[0].subject if answers else ""
    return LetterForm(None, subject=theirs if theirs.lower().startswith("re:") or not theirs else f"Re: {theirs}")


def _back_to(application: Application) -> ResponseReturnValue:
    return redirect(url_for(".letters", application=application.ref), code=303)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the application page says of it."""

    state: owed.Waiting
    may_adjust: bool


def _part(application: Application, reader: Person, standing: Standing, now: datetime) -> Shown | None:
    if not permits(Permission.LETTER_READ, standing):
        return None
    return Shown(owed.state_of(application, reader, now=now), permits(Permission.ADJUSTMENT_READ, standing))


part_of(APPLICATION, "answers/_application.html", _part)
