"""What is sent from the part of a packet about its decision."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.committee import actions, bp
from hiring.committee.forms import DecisionForm, DissentForm
from hiring.committee.showing import show_packet
from hiring.models import Packet
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.post("/packets/<ref:packet>/decision")
@allow(Permission.DECISION_RECORD, on=access.packet, form=DecisionForm.of, page=show_packet)
def decide(packet: Packet, form: DecisionForm) -> ResponseReturnValue:
    actions.decide(
        packet,
        form.outcome.data,
        reasons=form.reasons.data,
        condition=form.condition.data,
        by=current_person(),
        now=utcnow(),
    )
    return redirect(url_for(".packet", packet=packet.ref, _anchor="decision"), code=303)


@bp.post("/packets/<ref:packet>/dissent")
@allow(Permission.DECISION_DISSENT, on=access.packet, form=DissentForm.of, page=show_packet)
def dissent(packet: Packet, form: DissentForm) -> ResponseReturnValue:
    decision = actions.decision_on(packet)
    actions.dissent(decision, reason=form.reason.data, by=current_person(), now=utcnow())
    return redirect(url_for(".packet", packet=packet.ref, _anchor="decision"), code=303)
