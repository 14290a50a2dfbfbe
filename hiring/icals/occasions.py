"""What a calendar file is about: something that takes place at a time, and who is asked to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

REQUEST, CANCEL, PUBLISH, REPLY = "REQUEST", "CANCEL", "PUBLISH", "REPLY"
ANSWERS = {
    "NEEDS-ACTION": "needs_action",
    "ACCEPTED": "accepted",
    "TENTATIVE": "tentative",
    "DECLINED": "declined",
}
"""PARTSTAT as calendars write it, and as the house does."""
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"<>,;:\\]+@[^\s\x00-\x20\x7f\"<>,;:\\@]+")


def is_address(address: str) -> bool:
    """Whether it is one mail address and nothing else, fit for a calendar file."""
    return _ADDRESS.fullmatch(address) is not None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a mail address; `reply` is one of the values of `ANSWERS`."""

    address: str
    name: str = ""
    reply: str = "needs_action"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of a calendar.

    uid: the same for ever. sequence: higher whenever time or people changed. starts_at, ends_at: instants. zone: the
    IANA name of the clock it was agreed by. is_tentative: offered, not yet fixed. url: http or https, or nothing.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    place: str = ""
    words: str = ""
    url: str = ""
    organizer: Party | None = None
    attendees: Sequence[Party] = ()
    is_cancelled: bool = False
