"""Every mail the house can write, as it would read: with a candidate, an opening and times that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from hiring import paths
from hiring.mail.compose import compose
from hiring.models import Application, Candidate, Interview, Meeting, Opening, Packet, Person, Slot
from hiring.outbox import Message

REF = "anExampleOnlyNotOneRef"
TO_CANDIDATES = ("candidate_interview", "letter", "times_offered")
ADDRESS = "alex@example.net"


@cache
def kinds() -> tuple[str, ...]:
    """Their names, in order."""
    return tuple(sorted(path.stem for path in (paths.TEMPLATES / "mail").glob("[!_]*.txt")))


def samples(reader: Person) -> Iterator[Message]:
    """All of them, in the order of `kinds`."""
    return (sample(kind, reader) for kind in kinds())


def sample(kind: str, reader: Person) -> Message:
    """The mail of that kind as if it went to `reader`, or to a candidate; nothing is promised or sent."""
    opening = Opening(ref=REF, title="Chief technology officer", confidential=False)
    candidate = Candidate(ref=REF, name="Alex Rowe", email=ADDRESS)
    application = Application(ref=REF, opening=opening, candidate=candidate)
    guest = Person(name="Gill Marsh", is_guest=True)
    slot = Slot(ref=REF, person=guest if kind == "guest_invitation" else Person(name=reader.name, is_guest=False))
    facts: dict[str, Any] = {
        "application": application,
        "interview": Interview(ref=REF),
        "meeting": Meeting(ref=REF),
        "packet": Packet(ref=REF),
        "slot": slot,
        **FACTS,
        "name": reader.name,
    }
    if kind.startswith(TO_CANDIDATES):
        return compose(kind, address=ADDRESS, opening=opening, **{**facts, "name": candidate.name})
    return compose(kind, to=reader, opening=opening, **facts)


FACTS: dict[str, Any] = {
    "approved_by": "Adam Lindqvist",
    "asked_by": "Priya Nair",
    "before": "Thu 19 Nov 2026, 10:00",
    "body": "Thank you for the two conversations. We write again by Friday.",
    "by": "Rita Moreau",
    "by_when": "Fri 27 Nov 2026",
    "colleague": "Ivan Petrov",
    "day": "Fri 27 Nov 2026",
    "days": 14,
    "deputy": "Mona Lindgren",
    "due": "Mon 23 Nov 2026, 15:00",
    "first": "Mon 23 Nov 2026",
    "hours": 4,
    "invited_by": "Adam Lindqvist",
    "last": "Fri 27 Nov 2026",
    "length": 60,
    "minutes": 60,
    "path": "/",
    "place": "Room 4",
    "reason": "We worked together until last year.",
    "stage": "Deep-dives",
    "subject": "About your application",
    "times": 3,
    "typist": "Tia Braun",
    "what": "the committee’s decision",
    "when": "Fri 20 Nov 2026, 14:00",
    "who": "Ines Calder",
    "words": "I am travelling that week.",
    "zone": "Europe/London",
}
"""What templates may ask for. A new one that asks for more fails its test here."""
