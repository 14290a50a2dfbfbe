"""Showing a packet: to whoever opens it, to a room, and again to whoever sent something from it that was refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for

from hiring.ballots.queries import standing_of
from hiring.clock import utcnow
from hiring.committee import queries
from hiring.committee.adjusted import Reader
from hiring.committee.agenda import agenda_of
from hiring.committee.decision_part import part_of
from hiring.committee.page import packet_page
from hiring.committee.rule import declared
from hiring.committee.workings import workings_of
from hiring.models import Packet
from hiring.policy import Permission, permits
from hiring.stages.queries import packet_part as written_down
from hiring.web.forms import BaseForm
from hiring.web.guard import current_standing, note_reading
from hiring.web.sign_in_state import current_person

PROJECTOR = "projector"
NO_FORMS: Mapping[str, Any] = dict.fromkeys(("form", "dissent_form", "settlement_form", "note_form"))


def show_packet(packet: Packet, form: BaseForm | None = None) -> str:
    """The whole packet, with the form that was refused, if one was: either way its reader has read it.

    A projector is read by a room, so it shows what any member of the committee may read, and of nobody only what they
    themselves may: no names of who rates high or low, no private notes, no record of who has read it, no own vote.
    """
    note_reading("packet")
    reader, standing, now = current_person(), current_standing(), utcnow()
    is_room = request.args.get("view") == PROJECTOR
    material = queries.material(packet, reader)
    rule = declared(packet, material)
    ballots = standing_of(packet, reader, standing)
    part = part_of(packet, reader, standing, rule=rule, refused=form)
    return render_template(
        "committee/packet.html",
        form=form,
        packet=packet,
        application=packet.application,
        reader=reader,
        now=now,
        projector=is_room,
        agenda=agenda_of(packet, reader),
        may_compare=permits(Permission.OPENING_COMPARE, standing),
        may_read_meeting=permits(Permission.MEETING_READ, standing),
        page=packet_page(
            packet,
            material,
            reader=Reader(None, may_name=False)
            if is_room
            else Reader(reader.id, may_name=permits(Permission.SEVERITY_NAME, standing)),
            with_private_notes=not is_room and "recruiter" in standing.roles,
            with_readings=not is_room and permits(Permission.PACKET_READINGS, standing),
            turnout=None if ballots is None else ballots.live.status,
            now=now,
        ),
        ballots=ballots,
        workings=url_for("committee.workings", packet=packet.ref),
        rule=rule,
        decision_part=replace(part, **NO_FORMS) if is_room else part,
        written=written_down(packet.application, standing),
    )


def show_workings(packet: Packet) -> str:
    """How its numbers come about: they tell what the packet tells, so whoever reads them has read it."""
    note_reading("packet")
    reader, standing = current_person(), current_standing()
    may_name = permits(Permission.SEVERITY_NAME, standing)
    return render_template(
        "committee/workings.html",
        packet=packet,
        application=packet.application,
        tables=workings_of(packet, queries.material(packet, reader), Reader(reader.id, may_name)),
    )
