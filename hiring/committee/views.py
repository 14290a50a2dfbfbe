"""The packet's page, and what may be done on it."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.committee import actions, bp, queries
from hiring.committee.adjusted import Reader
from hiring.committee.forms import DecisionForm, DissentForm
from hiring.committee.page import packet_page
from hiring.models import Application, Packet
from hiring.policy import Permission, permits
from hiring.web.forms import BaseForm
from hiring.web.guard import allow, current_standing, note_reading
from hiring.web.sign_in_state import current_person


def show_packet(packet: Packet, form: BaseForm | None = None) -> str:
    """The whole packet, with the form that was refused, if one was: either way its reader has read it."""
    note_reading("packet")
    reader, standing, now = current_person(), current_standing(), utcnow()
    is_recruiter = "recruiter" in standing.roles
    decision = packet.decision
    may_dissent = (
        decision is not None
        and permits(Permission.DECISION_DISSENT, standing)
        and decision.by_id != reader.id
        and all(dissent.person_id != reader.id for dissent in decision.dissents)
    )
    return render_template(
        "committee/packet.html",
        form=form,
        packet=packet,
        application=packet.application,
        reader=reader,
        now=now,
        is_recruiter=is_recruiter,
        page=packet_page(
            packet,
            queries.material(packet, reader),
            reader=Reader(reader.id, may_name=permits(Permission.SEVERITY_NAME, standing)),
            with_private_notes=is_recruiter,
            now=now,
        ),
        decision_form=_form(DecisionForm, form)
        if decision is None and permits(Permission.DECISION_RECORD, standing)
        else None,
        dissent_form=_dissent_form(form) if may_dissent else None,
    )


def _dissent_form(refused: BaseForm | None) -> BaseForm:
    """Whoever was a moment too late to decide keeps their reasons, as a dissent they may send."""
    if isinstance(refused, DecisionForm):
        return DissentForm(reason=refused.reasons.data)
    return _form(DissentForm, refused)


def _form(kind: type[BaseForm], refused: BaseForm | None) -> BaseForm:
    return refused if isinstance(refused, kind) else kind()


@bp.get("/packets/<ref:packet>")
@allow(Permission.PACKET_READ, on=access.packet)
def packet(packet: Packet) -> ResponseReturnValue:
    return show_packet(packet)


@bp.post("/applications/<ref:application>/packet")
@allow(Permission.PACKET_BUILD, on=access.application, form=BaseForm.of)
def build(application: Application, _form: BaseForm) -> ResponseReturnValue:
    built = actions.build_packet(application, by=current_person(), now=utcnow())
    return redirect(url_for(".packet", packet=built.ref), code=303)


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
