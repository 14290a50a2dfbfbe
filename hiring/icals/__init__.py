"""Calendar files as RFC 5545 and RFC 5546 have them: invitations and feeds to write, answers and taken times to read.

Pure. The library behind it takes a quarter of a second to import, so callers import `writing` and `reading` where they
need them.
"""

from __future__ import annotations

import re

_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)


def method_of(calendar: str) -> str:
    """What a calendar file asks of its reader: REQUEST, CANCEL, PUBLISH. Raises ValueError when it says nothing."""
    found = _METHOD.search(calendar)
    if found is None:
        raise ValueError("A calendar file without a method asks nothing of anybody.")
    return found[1]
