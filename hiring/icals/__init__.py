"""Calendar files as RFC 5545 and RFC 5546 have them: invitations and feeds to write, answers and taken times to read.

Pure. The library behind it takes a quarter of a second to import, so callers import `writing` and `reading` where they
need them; what is here reads only what the house wrote itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MOST_BYTES = 1024 * 1024
"""Of a file that is read."""

_FOLD = re.compile(r"\r\n[ \t]")
_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
_UID = re.compile(r"^UID:(.+?)\r?$", re.MULTILINE)
_START = re.compile(r"^DTSTART(?:;TZID=([^:]+))?:(\d{8}T\d{6})Z?\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one of our own invitations says."""

    method: str
    uid: str
    starts_at: datetime


def method_of(calendar: str) -> str:
    """What a calendar file asks of its reader: REQUEST, CANCEL, PUBLISH. Raises ValueError when it says nothing."""
    found = _METHOD.search(calendar)
    if found is None:
        raise ValueError("A calendar file without a method asks nothing of anybody.")
    return found[1]


def invitation_in(calendar: str) -> Invitation:
    """What it says, of a file that `writing.invitation` made."""
    unfolded = _FOLD.sub("", calendar)
    event = unfolded[unfolded.index("BEGIN:VEVENT") :]
    uid, start = _UID.search(event), _START.search(event)
    assert uid is not None
    assert start is not None
    zone = ZoneInfo(start[1].strip('"')) if start[1] else UTC
    starts_at = datetime.strptime(start[2], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
    return Invitation(method_of(calendar), uid[1], starts_at)
