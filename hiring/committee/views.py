"""Pages of the committee."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from hiring import access
from hiring.clock import utcnow
from hiring.committee import across_views, actions, bp, deciding, minutes_views
from hiring.committee.showing import show_packet, show_workings
from hiring.models import Application, Packet
from hiring.policy import Permission
from hiring.web.forms import BaseForm
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

__all__ = ["across_views", "deciding", "minutes_views"]


@bp.get("/packets/<ref:packet>")
@allow(Permission.PACKET_READ, on=access.packet)
def packet(packet: Packet) -> ResponseReturnValue:
    return show_packet(packet)


@bp.get("/packets/<ref:packet>/workings")
@allow(Permission.PACKET_READ, on=access.packet)
def workings(packet: Packet) -> ResponseReturnValue:
    return show_workings(packet)


@bp.post("/applications/<ref:application>/packet")
@allow(Permission.PACKET_BUILD, on=access.application, form=BaseForm.of)
def build(application: Application, _form: BaseForm) -> ResponseReturnValue:
    built = actions.build_packet(application, by=current_person(), now=utcnow())
    return redirect(url_for(".packet", packet=built.ref), code=303)
