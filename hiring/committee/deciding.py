"""What is sent from the part of a packet about its decision."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.committee import bp, decisions
from hiring.committee.forms import DecisionForm, DissentForm, LaterWordForm, ProposalForm, SettlementForm
from hiring.committee.showing import show_packet
from hiring.models import Packet
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person


@bp.post("/packets/<ref:packet>/decision")
@allow(Permission.DECISION_RECORD, on=access.packet, form=DecisionForm.of, page=show_packet)
def decide(packet: Packet, form: DecisionForm) -> ResponseReturnValue:
    decisions.decide(packet, form.resolution, by=current_person(), now=utcnow())
    return _back_to(packet)


@bp.post("/packets/<ref:packet>/decision/second")
@allow(Permission.DECISION_SECOND, on=access.packet, form=ProposalForm.of, page=show_packet)
def second(packet: Packet, form: ProposalForm) -> ResponseReturnValue:
    decisions.second(packet, form.proposal.data, by=current_person(), now=utcnow())
    return _back_to(packet)


@bp.post("/packets/<ref:packet>/decision/withdraw")
@allow(Permission.DECISION_RECORD, on=access.packet, form=ProposalForm.of, page=show_packet)
def withdraw(packet: Packet, form: ProposalForm) -> ResponseReturnValue:
    decisions.withdraw(packet, form.proposal.data, by=current_person(), now=utcnow())
    return _back_to(packet)


@bp.post("/packets/<ref:packet>/dissent")
@allow(Permission.DECISION_DISSENT, on=access.packet, form=DissentForm.of, page=show_packet)
def dissent(packet: Packet, form: DissentForm) -> ResponseReturnValue:
    decisions.dissent(packet, reason=form.reason.data, by=current_person(), now=utcnow())
    return _back_to(packet)


@bp.post("/packets/<ref:packet>/settlement")
@allow(Permission.DECISION_SETTLE, on=access.packet, form=SettlementForm.of, page=show_packet)
def settle(packet: Packet, form: SettlementForm) -> ResponseReturnValue:
    is_met = form.came_out.data == "yes"
    decisions.settle(packet, is_met=is_met, finding=form.finding.data, by=current_person(), now=utcnow())
    return _back_to(packet)


@bp.post("/packets/<ref:packet>/notes")
@allow(Permission.DECISION_NOTE, on=access.packet, form=LaterWordForm.of, page=show_packet)
def note(packet: Packet, form: LaterWordForm) -> ResponseReturnValue:
    decisions.note(packet, body=form.later_word.data, by=current_person(), now=utcnow())
    return _back_to(packet)


def _back_to(packet: Packet) -> ResponseReturnValue:
    return redirect(url_for(".packet", packet=packet.ref, _anchor="decision"), code=303)
