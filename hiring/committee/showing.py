"""Showing a packet: to whoever opens it, and again to whoever sent something from it that was refused."""

from __future__ import annotations

from flask import render_template

from hiring.clock import utcnow
from hiring.committee import queries
from hiring.committee.adjusted import Reader
from hiring.committee.decision_part import part_of
from hiring.committee.page import packet_page
from hiring.models import Packet
from hiring.policy import Permission, permits
from hiring.web.forms import BaseForm
from hiring.web.guard import current_standing, note_reading
from hiring.web.sign_in_state import current_person


def show_packet(packet: Packet, form: BaseForm | None = None) -> str:
    """The whole packet, with the form that was refused, if one was: either way its reader has read it."""
    note_reading("packet")
    reader, standing, now = current_person(), current_standing(), utcnow()
    is_recruiter = "recruiter" in standing.roles
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
        decision_part=part_of(packet, reader, standing, form),
    )
