"""The demo's stage door: sign in as any of the cast. Everywhere else it does not exist."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from hiring.clock import utcnow
from hiring.people import actions, bp, queries
from hiring.people.forms import BecomeForm
from hiring.people.views.door import SEE_OTHER
from hiring.settings import Settings
from hiring.text import Text, count, text
from hiring.web.guard import public
from hiring.web.sign_in_state import remember


@dataclass(frozen=True, slots=True)
class Player:
    """One of the cast, and what to try first as them."""

    ref: str
    name: str
    initials: str
    title: str
    hint: Text


@bp.get("/demo")
@public()
def cast() -> ResponseReturnValue:
    _only_in_the_demo()
    players = [
        Player(one.person.ref, one.person.name, one.person.initials, one.person.title, hint_for(one))
        for one in queries.cast()
    ]
    return render_template("people/cast.html", players=players)


@bp.post("/demo")
@public(form=BecomeForm.of)
def become(form: BecomeForm) -> ResponseReturnValue:
    _only_in_the_demo()
    person = queries.active_by_ref(form.person.data or "")
    if person is None:
        raise NotFound
    remember(actions.sign_in(person, way="demo", now=utcnow()))
    return redirect("/", code=SEE_OTHER)


def hint_for(part: queries.Part) -> Text:
    """The first thing worth trying as that person."""
    rights = part.person.capability_kinds
    hints = (
        ("recruiter" in part.roles, text("Recruits. Open the board, then one candidate: what waits, and for whom?")),
        ("chair" in part.roles, text("Chairs a committee. Read a packet from what divides the panel, then decide.")),
        (part.owed > 0, _owed(part.owed)),
        ("hiring_manager" in part.roles, text("Hiring manager. Look at an opening and move a candidate on.")),
        ("committee" in part.roles, text("Sits on a committee. Read a packet, and dissent if you disagree.")),
        ("user_admin" in rights, text("Administers people and mail, and sees no candidate because of it.")),
        ("privacy_officer" in rights, text("Guards privacy. Has no part in any opening.")),
    )
    return next((hint for holds, hint in hints if holds), text("Owes nothing just now. Try to see something."))


def _owed(cards: int) -> Text:
    return count(
        "Owes %(num)d scorecard. Write it: evidence first, then the level.",
        "Owes %(num)d scorecards. Write one: evidence first, then the level.",
        cards,
    )


def _only_in_the_demo() -> None:
    settings: Settings = current_app.extensions["settings"]
    if not settings.is_demo or settings.is_production:
        raise NotFound
