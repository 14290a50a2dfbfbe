"""What recruiters are mailed about a seat: that it is free again, and why; never whom the interview is about."""

from __future__ import annotations

from hiring.mail.invites import Said, about_slot
from hiring.models import Person, Slot
from hiring.outbox import Message


def declined(slot: Slot, recruiter: Person, said: Said) -> Message:
    """Somebody who was asked will not hold it, and why."""
    more = {"path": f"/interviews/{slot.interview.ref}", "who": slot.person.name}
    return about_slot(slot, "interview_declined", recruiter, **more, reason=said.reason, deputy=said.deputy)


def handed_over(slot: Slot, recruiter: Person, colleague: Person, said: Said) -> Message:
    """Somebody who was asked has found somebody else."""
    more = {"path": f"/interviews/{slot.interview.ref}", "who": slot.person.name, "colleague": colleague.name}
    return about_slot(slot, "interview_handed_over", recruiter, **more, reason=said.reason, deputy=said.deputy)


def not_held(slot: Slot, recruiter: Person, reason: str) -> Message:
    """The interview did not take place, says whoever was to hold it."""
    path = f"/interviews/{slot.interview.ref}"
    return about_slot(slot, "interview_not_held", recruiter, path=path, who=slot.person.name, reason=reason)
