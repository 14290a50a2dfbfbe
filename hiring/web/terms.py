"""What is checked wherever somebody says for how long, in which zone and over which call people meet."""

from __future__ import annotations

from wtforms import StringField, ValidationError

from hiring.booking.meeting import LONGEST, SHORTEST, is_call
from hiring.text import text
from hiring.workflow.zones import is_zone

MOST_DIGITS = 6


class ChecksTerms:
    """For a form with the fields `minutes`, `zone` and `video_url`."""

    def validate_minutes(self, field: StringField) -> None:
        if not is_length(field.data or ""):
            raise ValidationError(
                text("Write how many minutes it takes, from %(least)d to %(most)d.", least=SHORTEST, most=LONGEST)
            )

    def validate_zone(self, field: StringField) -> None:
        if not is_zone(field.data or ""):
            raise ValidationError(text("There is no time zone of that name. Write it like Europe/London."))

    def validate_video_url(self, field: StringField) -> None:
        if field.data and not is_call(field.data):
            raise ValidationError(text("Write the address of the call with https:// in front."))


def is_length(typed: str) -> bool:
    """Whether that is a number of minutes a meeting may take."""
    return is_number(typed) and SHORTEST <= int(typed) <= LONGEST


def is_number(typed: str) -> bool:
    """Whether that is a whole number, and none so long that reading it takes time."""
    return typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS
