"""The way in and out: signing in by password or mailed link, signing out, and what happens when nobody is signed in."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import Unauthorized

from hiring.clock import utcnow
from hiring.db import db, forget
from hiring.models import MailedLink, Person
from hiring.people import actions, bp, carrying, passwords, queries
from hiring.people.forms import EnterForm, LinkForm, SignInForm
from hiring.refusal import Kind, Refusal
from hiring.settings import Settings
from hiring.text import text
from hiring.web.arrivals import SAFE
from hiring.web.forms import BaseForm
from hiring.web.guard import public
from hiring.web.sign_in_state import forget_browser, live_session, remember

SEE_OTHER = 303
GONE_LIKE_UNKNOWN = 404


class Proof(NamedTuple):
    """A password that was right, and for which hash."""

    person_id: int
    password_hash: str | None


# --- By password


def show_sign_in(form: BaseForm) -> str:
    settings: Settings = current_app.extensions["settings"]
    assert isinstance(form, SignInForm)
    carried = carrying.unpack(form.carried.data)
    onward = carrying.own_path(form.next.data)
    link_url = url_for("people.send_link", next=None if onward == "/" else onward)
    return render_template(
        "people/sign_in.html", form=form, carried=carried, link_url=link_url, is_demo=settings.is_demo
    )


def count_sign_in(form: BaseForm) -> None:
    actions.count_try("password", form["email"].data or "", client=request.remote_addr or "", now=utcnow())


def check_password(form: BaseForm) -> Proof | None:
    """One query and one hash, whoever it is: who has an account must not show in the work done."""
    password = form["password"].data or ""
    if not passwords.fits(password):
        return None
    known = queries.known_by(form["email"].data or "")
    forget()
    return Proof(known.id, known.password_hash) if passwords.is_right(password, known.password_hash) else None


@bp.get("/sign-in")
@public()
def sign_in() -> ResponseReturnValue:
    return show_sign_in(SignInForm(next=_asked_next()))


@bp.post("/sign-in")
@public(form=SignInForm.of, page=show_sign_in, first=count_sign_in, before=check_password)
def sign_in_with_password(form: SignInForm, proof: Proof | None) -> ResponseReturnValue:
    person = None if proof is None else db.session.get(Person, proof.person_id)
    if person is None or proof is None or not person.is_active or person.password_hash != proof.password_hash:
        raise Refusal(
            text("Address and password do not go together. Try again, or have a link mailed to you."),
            Kind.INPUT,
        )
    remember(actions.sign_in(person, way="password", now=utcnow()))
    carried = carrying.unpack(form.carried.data)
    if carried is not None:
        return render_template("people/carry_on.html", carried=carried, name=person.name)
    return redirect(carrying.own_path(form.next.data), code=SEE_OTHER)


# --- By mailed link


def show_send_link(form: BaseForm) -> str:
    return render_template("people/send_link.html", form=form, sent_to=None)


def count_link(form: BaseForm) -> None:
    actions.count_try("link", form["email"].data or "", client=request.remote_addr or "", now=utcnow())


@bp.get("/sign-in/link")
@public()
def send_link() -> ResponseReturnValue:
    purpose = "reset" if request.args.get("for") == "reset" else "sign_in"
    return show_send_link(LinkForm(next=_asked_next(), purpose=purpose))


@bp.post("/sign-in/link")
@public(form=LinkForm.of, page=show_send_link, first=count_link)
def mail_link(form: LinkForm) -> ResponseReturnValue:
    onward = carrying.own_path(form.next.data)
    query = "" if onward == "/" else f"?{urlencode({'next': onward})}"
    actions.mail_link(form.email.data or "", form.purpose.data, onward=query, now=utcnow())
    return render_template("people/send_link.html", form=form, sent_to=form.email.data)


def show_enter(form: BaseForm, secret: str) -> ResponseReturnValue:
    link = queries.link_behind(secret)
    if link is None or not link.is_usable(utcnow()):
        return _dead_link()
    return _enter_page(link, form)


def count_enter(_form: BaseForm) -> None:
    secret = (request.view_args or {})["secret"]
    actions.count_try("enter", secret, client=request.remote_addr or "", now=utcnow())


def hash_new_password(form: BaseForm) -> str | None:
    password = form["password"].data or ""
    return passwords.hashed(password) if password and passwords.problem_with(password) is None else None


@bp.get("/enter/<secret>")
@public()
def enter(secret: str) -> ResponseReturnValue:
    """A button and no more: programs that look at mail open every link in it, and must not use it up."""
    return show_enter(EnterForm(), secret)


@bp.post("/enter/<secret>")
@public(form=EnterForm.of, page=show_enter, first=count_enter, before=hash_new_password)
def use_link(form: EnterForm, new_password: str | None, secret: str) -> ResponseReturnValue:
    link = queries.link_behind(secret)
    if link is None or not link.is_usable(utcnow()):
        return _dead_link()
    password = form.password.data or ""
    if link.purpose == "reset" and not password:
        raise Refusal(text("Type the new password."), Kind.INPUT)
    if link.purpose == "sign_in" and password:
        raise Refusal(text("This link signs you in and sets no password."), Kind.INPUT)
    if password:
        refuse_weak(password, link.person)
    remember(actions.enter(link, new_password=new_password if password else None, now=utcnow()))
    return redirect(_asked_next(), code=SEE_OTHER)


def refuse_weak(password: str, person: Person) -> None:
    problem = passwords.problem_with(password, about=(person.name, person.email))
    if problem is not None:
        raise Refusal(problem, Kind.INPUT)


def _enter_page(link: MailedLink, form: BaseForm) -> str:
    return render_template(
        "people/enter.html",
        form=form,
        purpose=link.purpose,
        name=link.person.name,
        email=link.person.email,
        shortest=passwords.SHORTEST,
    )


def _dead_link() -> ResponseReturnValue:
    """Used, expired and never sent are the same page."""
    return make_response(render_template("people/dead_link.html"), GONE_LIKE_UNKNOWN)


# --- Out


@bp.post("/sign-out")
@public()
def sign_out() -> ResponseReturnValue:
    session = live_session(utcnow())
    if session is not None:
        actions.sign_out(session.id, now=utcnow())
    forget_browser()
    return redirect(url_for(".sign_in"), code=SEE_OTHER)


# --- Nobody is signed in


@bp.app_errorhandler(Unauthorized)
def ask_to_sign_in(_error: Unauthorized) -> ResponseReturnValue:
    """A page is asked for again after signing in; what was typed on one comes along through the sign-in form."""
    forget()
    here = request.full_path.rstrip("?")
    if request.method in SAFE:
        onward = carrying.own_path(here)
        return redirect(url_for("people.sign_in", next=None if onward == "/" else onward), code=SEE_OTHER)
    if request.accept_mimetypes.best == "application/json":
        # a script keeps the words it sent
        return {"sentence": gettext("You are not signed in, or your session has ended.")}, 401
    carried = carrying.collect(here, request.form.items(multi=True))
    session = live_session(utcnow())
    if session is not None:
        # the page was opened before they signed in again, so its token is an old one
        name = session.person.name
        forget()
        return make_response(render_template("people/carry_on.html", carried=carried, name=name), 400)
    return make_response(show_sign_in(SignInForm(carried=carrying.pack(carried))), 401)


def _asked_next() -> str:
    return carrying.own_path(request.args.get("next"))
