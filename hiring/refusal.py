"""Saying no to a person: a sentence, and the kind of no it is."""

from __future__ import annotations

from enum import Enum

from hiring.text import Text, text


class Kind(Enum):
    """What sort of no; the value is the HTTP status that says the same."""

    FORBIDDEN = 403
    CONFLICT = 409
    GONE = 410
    INPUT = 422
    TOO_MANY = 429


class Refusal(Exception):
    """Raised by a verb that will not do as asked. One handler shows it in HTML, and one on the command line."""

    def __init__(self, reason: Text | str, kind: Kind = Kind.CONFLICT) -> None:
        self.reason = reason if isinstance(reason, Text) else text(reason)
        self.kind = kind
        super().__init__(str(self.reason))
