"""The guests' door, and the pages of the one seat behind it: the brief, the card, and the way out."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Gone, NotFound

from hiring.clock import utcnow
from hiring.guests import actions, bp, queries
from hiring.guests.forms import DeclineForm, EnterForm
from hiring.loops import actions as loops
from hiring.loops import briefs
from hiring.models import Slot
from hiring.policy import Permission
from hiring.scorecards import desk, receipts, saving
from hiring.scorecards.forms import DraftForm, HandInForm, card_form, saving_form
from hiring.scorecards.places import Places
from hiring.text import text
from hiring.web.downloads import as_download
from hiring.web.guard import public, seated
from hiring.web.guest_state import current_seat, let_in
from hiring.web.sign_in_state import current_person, sha256

# --- The door


@bp.route("/guest/enter/<secret>", methods=["GET", "POST"])
@public(form=EnterForm.of)
def enter(form: EnterForm | None = None, *, secret: str) -> ResponseReturnValue:
    """A link shows a button; pressing it uses the link up. Whoever only looks at the link changes nothing."""
    now = utcnow()
    guest_pass = queries.pass_of_link(sha256(secret), now=now)
    is_open = actions.is_open(guest_pass, now=now)
    if form is None:
        return render_template("guests/enter.html") if is_open else _expired(can_ask=True)
    if form.again.data:
        if guest_pass is not None and not is_open:
            actions.send_again(guest_pass, now=now)
        return render_template("guests/sent.html")
    if guest_pass is None or not is_open:
        return _expired(can_ask=True)
    cookie = actions.enter(guest_pass, now=now)
    return let_in(make_response(redirect(url_for(".show"), code=303)), cookie)


@bp.errorhandler(Gone)
def turn_away(_error: Gone) -> ResponseReturnValue:
    """No pass, one that has ended, or a seat that is no longer theirs: the same page for all of them."""
    return _expired(can_ask=False)


def _expired(*, can_ask: bool) -> Response:
    return make_response(render_template("guests/expired.html", can_ask=can_ask), Gone.code)


# --- The seat


@bp.get("/guest/")
@seated(Permission.SLOT_READ)
def show(slot: Slot) -> ResponseReturnValue:
    return show_again(slot, DeclineForm())


def show_again(slot: Slot, form: DeclineForm) -> str:
    brief = briefs.brief(slot, current_person(), utcnow(), names_others=False)
    return render_template("guests/show.html", brief=brief, form=form)


@bp.get("/guest/files/<ref:attachment>")
@seated(Permission.ATTACHMENT_READ)
def download(slot: Slot, attachment: str) -> ResponseReturnValue:
    found = queries.file_of(slot, attachment)
    if found is None:
        raise NotFound
    return as_download(found)


@bp.post("/guest/decline")
@seated(Permission.SLOT_DECLINE, form=DeclineForm.of, page=show_again)
def decline(slot: Slot, form: DeclineForm) -> ResponseReturnValue:
    """The answer is the last page: with the seat the pass is gone."""
    loops.decline(slot, reason=form.reason.data or "", by=current_person(), now=utcnow())
    return render_template("guests/declined.html")


# --- The card


def places() -> Places:
    """The same pages as colleagues have, inside the zone."""
    home = url_for(".show")
    return Places(
        pages="guests",
        about={},
        layout="layouts/guest.html",
        mine=home,
        mine_is=text("Your interview"),
        brief=home,
        brief_is=text("What to ask"),
        download="guests.download",
        sign_in=home,
        is_guests=True,
        seat=current_seat().subject.ref,
    )


@bp.get("/guest/scorecard")
@seated(Permission.SCORECARD_WRITE)
def form(slot: Slot) -> ResponseReturnValue:
    return desk.form(slot, places())


def form_again(slot: Slot, form: DraftForm) -> str:
    return desk.form_again(slot, form, places())


@bp.post("/guest/scorecard")
@seated(Permission.SCORECARD_WRITE, form=card_form, page=form_again)
def save(slot: Slot, form: DraftForm) -> ResponseReturnValue:
    return desk.save(slot, form, places())


@bp.post("/guest/scorecard/draft")
@seated(Permission.SCORECARD_WRITE, form=saving_form, page=saving.refused)
def autosave(slot: Slot, form: DraftForm) -> dict[str, Any]:
    return desk.autosave(slot, form)


@bp.get("/guest/scorecard/review")
@seated(Permission.SCORECARD_WRITE)
def review(slot: Slot) -> ResponseReturnValue:
    return desk.review(slot, places())


def review_again(slot: Slot, form: HandInForm) -> str:
    return desk.review_again(slot, form, places())


@bp.post("/guest/scorecard/review")
@seated(Permission.SCORECARD_WRITE, form=HandInForm.of, page=review_again)
def hand_in(slot: Slot, form: HandInForm) -> ResponseReturnValue:
    return desk.hand_in(slot, form, places())


@bp.get("/guest/scorecard/receipt")
@seated(Permission.SCORECARD_RECEIPT)
def receipt(slot: Slot) -> ResponseReturnValue:
    return receipts.show(slot, places())
