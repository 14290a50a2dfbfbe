"""What happens to meetings: called, given another agenda, ended or called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from hiring import audit, outbox
from hiring.db import db
from hiring.mail.compose import compose, said
from hiring.meetings import queries
from hiring.models import AgendaItem, Meeting, Opening, Packet, Person
from hiring.refusal import Kind, Refusal
from hiring.text import text

FURTHEST_AHEAD = timedelta(days=731)
STEPS = ("up", "down", "off", "on")


def call_meeting(
    opening: Opening, starts_at: datetime, packets: Sequence[Packet], *, place: str = "", by: Person, now: datetime
) -> Meeting:
    """Ask the committee to come together, with an agenda in that order, and tell its members."""
    if not now < starts_at < now + FURTHEST_AHEAD:
        raise Refusal(text("Choose a moment ahead, within the next two years."), Kind.INPUT)
    if not packets:
        raise Refusal(text("Choose at least one candidate for the agenda."), Kind.INPUT)
    meeting = Meeting(opening=opening, starts_at=starts_at, place=place.strip(), called_by_id=by.id, called_at=now)
    for position, packet in enumerate(packets):
        _refuse_unfit(opening, packet)
        meeting.agenda.append(AgendaItem(packet=packet, position=position))
    db.session.add(meeting)
    db.session.flush()
    audit.record("meeting.called", meeting, by=by, now=now)
    _tell("meeting_called", meeting, by=by, now=now)
    return meeting


def change_agenda(meeting: Meeting, packet: Packet, step: str, *, by: Person, now: datetime) -> None:
    """Take one packet up earlier ("up") or later ("down"), leave it out ("off"), or add it at the end ("on")."""
    _refuse_ended(meeting)
    item = next((one for one in meeting.agenda if one.packet_id == packet.id), None)
    if step == "on":
        if item is not None:
            raise Refusal(text("This candidate is on the agenda already."))
        _refuse_unfit(meeting.opening, packet)
        last = max((one.position for one in meeting.agenda), default=-1)
        meeting.agenda.append(AgendaItem(packet=packet, position=last + 1))
    elif item is None:
        raise Refusal(text("This candidate is not on the agenda any more."))
    elif step == "off":
        if len(queries.packets_known(meeting, by)) == 1:
            raise Refusal(text("A meeting takes up at least one candidate. Call it off instead."))
        meeting.agenda.remove(item)
    elif step not in STEPS:
        raise Refusal(text("Choose whether it is taken up earlier, later or not at all."), Kind.INPUT)
    elif not _swap(meeting, item, step, by):
        return
    db.session.flush()
    audit.record("meeting.agenda_changed", meeting, by=by, now=now, packet=packet.id, step=step)


def end_meeting(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Say that it is over. One that has not begun is called off, and its members are told."""
    _refuse_ended(meeting)
    meeting.ended_at, meeting.ended_by_id = now, by.id
    audit.record("meeting.ended", meeting, by=by, now=now)
    if now < meeting.starts_at:
        _tell("meeting_called_off", meeting, by=by, now=now)


def _swap(meeting: Meeting, item: AgendaItem, step: str, by: Person) -> bool:
    """With the next one that whoever asks may know of, if there is one: what is closed to them stays where it is."""
    known = queries.packets_known(meeting, by)
    shown = sorted((one for one in meeting.agenda if one.packet_id in known), key=lambda one: one.position)
    other = shown.index(item) + (1 if step == "down" else -1)
    if not 0 <= other < len(shown):
        return False
    item.position, shown[other].position = shown[other].position, item.position
    return True


def _refuse_ended(meeting: Meeting) -> None:
    if meeting.ended_at is not None:
        raise Refusal(text("This meeting is over."))


def _refuse_unfit(opening: Opening, packet: Packet) -> None:
    if packet.application.opening_id != opening.id:
        raise Refusal(text("Choose candidates of this opening."), Kind.INPUT)
    if packet.decision is not None:
        name = packet.application.candidate.name
        raise Refusal(text("The committee has decided about %(name)s already.", name=name))


def _tell(kind: str, meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Everybody of the committee but whoever says so. The mail names no candidate: each may know of others."""
    for member in queries.committee_of(meeting.opening):
        if member.id != by.id:
            when = said(meeting.starts_at, member)
            mail = compose(kind, to=member, opening=meeting.opening, meeting=meeting, when=when, place=meeting.place)
            outbox.queue(mail, now=now)
