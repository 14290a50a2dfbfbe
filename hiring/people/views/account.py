"""A person's own account: name, zone and language, password, and the other browsers they are signed in with."""

from __future__ import annotations

from typing import NamedTuple

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring.clock import utcnow
from hiring.db import forget
from hiring.models import Person
from hiring.people import absences, actions, bp, limits, passwords, rights
from hiring.people.forms import AccountForm, PasswordForm
from hiring.people.views.door import SEE_OTHER, refuse_weak
from hiring.policy import Permission
from hiring.refusal import Kind, Refusal
from hiring.text import Text, text
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.hours import HoursForm
from hiring.web.sign_in_state import current_person, current_session_id, live_session

DONE: dict[str, Text] = {
    "saved": text("Saved."),
    "password": text("Your new password is set. Every other browser was signed out."),
    "elsewhere": text("Every other browser was signed out."),
}


class Change(NamedTuple):
    """The hashing of a change of password: whether the old one was right, and the new one as it will be kept."""

    is_right: bool
    hashed: str | None


def show_account(form: BaseForm) -> str:
    person = current_person()
    profile = _profile(person)
    return render_template(
        "people/account.html",
        form=form,
        profile=form if isinstance(form, AccountForm) else profile,
        hours=form if isinstance(form, HoursForm) else HoursForm.of_person(person),
        password=form if isinstance(form, PasswordForm) else PasswordForm(),
        email=person.email,
        rights=rights.in_words(person.capability_kinds),
        has_password=person.password_hash is not None,
        shortest=passwords.SHORTEST,
        done=DONE.get(request.args.get("done", "")),
        calendars=absences.principals(person),
    )


def _profile(person: Person) -> AccountForm:
    return AccountForm(name=person.name, zone=person.zone, locale=person.locale, region=person.region)


def count_change(_form: BaseForm) -> None:
    session = live_session(utcnow())
    if session is not None:
        actions.count_try("change", session.person.email, client=request.remote_addr or "", now=utcnow())


def check_change(form: BaseForm) -> Change:
    current, new = form["current"].data or "", form["password"].data or ""
    session = live_session(utcnow())
    kept = None if session is None else session.person.password_hash
    forget()
    if not passwords.fits(current) or not passwords.is_right(current, kept):
        return Change(is_right=False, hashed=None)
    return Change(is_right=True, hashed=passwords.hashed(new) if passwords.problem_with(new) is None else None)


@bp.get("/account")
@allow(Permission.ACCOUNT_EDIT)
def account() -> ResponseReturnValue:
    person = current_person()
    return show_account(_profile(person))


@bp.post("/account")
@allow(Permission.ACCOUNT_EDIT, form=AccountForm.of, page=show_account)
def edit_account(form: AccountForm) -> ResponseReturnValue:
    actions.edit_account(
        current_person(),
        name=form.name.data or "",
        zone=form.zone.data,
        locale=form.locale.data,
        region=form.region.data or "",
        now=utcnow(),
    )
    return redirect(url_for(".account", done="saved"), code=SEE_OTHER)


@bp.post("/account/hours")
@allow(Permission.ACCOUNT_EDIT, form=HoursForm.of, page=show_account)
def set_hours(form: HoursForm) -> ResponseReturnValue:
    works_from, works_until = form.minutes
    limits.set_hours(current_person(), works_from, works_until, by=current_person(), now=utcnow())
    return redirect(url_for(".account", done="saved"), code=SEE_OTHER)


@bp.post("/account/password")
@allow(Permission.ACCOUNT_EDIT, form=PasswordForm.of, page=show_account, first=count_change, before=check_change)
def change_password(form: PasswordForm, change: Change) -> ResponseReturnValue:
    person = current_person()
    if not change.is_right:
        raise Refusal(text("That is not your present password. Nothing was changed."), Kind.FORBIDDEN)
    refuse_weak(form.password.data or "", person)
    assert change.hashed is not None, "What is not weak was hashed before."
    actions.set_password(person, change.hashed, session_id=current_session_id(), now=utcnow())
    return redirect(url_for(".account", done="password"), code=SEE_OTHER)


@bp.post("/account/other-browsers")
@allow(Permission.ACCOUNT_EDIT)
def sign_out_others() -> ResponseReturnValue:
    actions.sign_out_others(current_person(), session_id=current_session_id(), now=utcnow())
    return redirect(url_for(".account", done="elsewhere"), code=SEE_OTHER)
