"""What interviewers and recruiters are mailed about an interview: when and where, never whom it is about."""

from __future__ import annotations

from typing import Any

from hiring.mail.compose import compose, said
from hiring.models import Person, Slot
from hiring.outbox import Message


def invitation(slot: Slot) -> Message:
    """You are asked to hold an interview."""
    due = None if slot.card == "none" else said(slot.due_at, slot.person)
    return _about(slot, "interview_assigned", slot.person, path=f"/slots/{slot.ref}/brief", due=due)


def guest_invitation(slot: Slot, path: str, days: int) -> Message:
    """A guest is asked to hold an interview, with the link that opens their seat."""
    due = None if slot.card == "none" else said(slot.due_at, slot.person)
    return _about(slot, "guest_invitation", slot.person, path=path, days=days, due=due)


def cancellation(slot: Slot) -> Message:
    """The interview does not take place."""
    return _about(slot, "interview_cancelled", slot.person)


def declined(slot: Slot, recruiter: Person, reason: str) -> Message:
    """Somebody who was asked will not hold it, and why."""
    path = f"/interviews/{slot.interview.ref}"
    return _about(slot, "interview_declined", recruiter, path=path, who=slot.person.name, reason=reason)


def handed_over(slot: Slot, recruiter: Person, colleague: Person, reason: str) -> Message:
    """Somebody who was asked has found somebody else."""
    path = f"/interviews/{slot.interview.ref}"
    more = {"path": path, "who": slot.person.name, "colleague": colleague.name, "reason": reason}
    return _about(slot, "interview_handed_over", recruiter, **more)


def not_held(slot: Slot, recruiter: Person, reason: str) -> Message:
    """The interview did not take place, says whoever was to hold it."""
    path = f"/interviews/{slot.interview.ref}"
    return _about(slot, "interview_not_held", recruiter, path=path, who=slot.person.name, reason=reason)


def _about(slot: Slot, kind: str, reader: Person, **more: object) -> Message:
    interview = slot.interview
    known = {
        "name": reader.name,
        "when": said(interview.starts_at, reader),
        "zone": reader.zone,
        "minutes": interview.minutes,
        "place": interview.place,
        "stage": interview.stage.title,
    }
    facts: dict[str, Any] = {**known, **more}
    return compose(kind, to=reader, application=interview.application, **facts)
