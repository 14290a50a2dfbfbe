"""Why people could not assess something, told apart by the words they use. Nothing of what they wrote is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hiring.text import Text, text

OTHER = "other"
REASONS: Mapping[str, Text] = {
    "time": text("ran out of time"),
    "not_asked": text("it did not come up"),
    "covered": text("a colleague had covered it"),
    "no_example": text("the candidate had no example"),
    "not_mine": text("outside what they can judge"),
    "conditions": text("the line, the room or the tools failed"),
    OTHER: text("another reason"),
}

# the first that fits; English, as rubrics are
_SIGNS = (
    ("conditions", r"\b(line|connection|audio|sound|video|screen|camera|network|room)\b.*\b(fail|drop|cut|broke|bad)"),
    ("covered", r"\b(colleague|other interviewer|somebody else|covered|settled|earlier round)"),
    ("time", r"\b(time|late|short|overran|minutes|hurry|rush)\b"),
    ("not_mine", r"\b(too little of|not my|no expert|expertise|my field|this field|judge (it|him|her|them) fairly)"),
    ("no_example", r"\b(no example|no case|never (had|done|did)|has not (done|had)|had no|nothing to tell)"),
    ("not_asked", r"\b(did ?n[o']t (ask|come|get|cover|reach)|not (asked|asking|covered|reached|discussed)|came up)"),
)
_PATTERNS = tuple((name, re.compile(signs)) for name, signs in _SIGNS)


def reason_group(written: str) -> str:
    """The key in REASONS of what somebody wrote."""
    words = written.casefold()
    return next((name for name, signs in _PATTERNS if signs.search(words)), OTHER)
