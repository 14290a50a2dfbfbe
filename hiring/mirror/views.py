"""One's own page, and the question which evidence helped."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.mirror import actions, bp, queries
from hiring.mirror.forms import PREFIX, UsefulnessForm
from hiring.mirror.page import mirror_page
from hiring.mirror.together import told
from hiring.models import Packet
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.get("/me/ratings")
@allow(Permission.MIRROR_READ)
def show() -> ResponseReturnValue:
    person = current_person()
    page = mirror_page(
        queries.pictures_of(person),
        queries.own_cards(person),
        queries.second_votes(person),
        told(queries.answers_about(person)),
    )
    return render_template("mirror/show.html", page=page)


def ask_again(packet: Packet, form: UsefulnessForm) -> str:
    return render_template(
        "mirror/usefulness.html",
        packet=packet,
        application=packet.application,
        form=form,
        fields=[form[f"{PREFIX}{card.ref}"] for card in form.cards],
        cards=form.cards,
    )


@bp.get("/packets/<ref:packet>/usefulness")
@allow(Permission.EVIDENCE_RATE, on=access.packet)
def usefulness(packet: Packet) -> ResponseReturnValue:
    return ask_again(packet, UsefulnessForm.of(packet, formdata=None))


@bp.post("/packets/<ref:packet>/usefulness")
@allow(Permission.EVIDENCE_RATE, on=access.packet, form=UsefulnessForm.of, page=ask_again)
def rate(packet: Packet, form: UsefulnessForm) -> ResponseReturnValue:
    actions.rate_evidence(packet, form.answers, by=current_person(), now=utcnow())
    return redirect(url_for("committee.packet", packet=packet.ref), code=303)
