"""Where the pictures of interviewers' habits are kept, for who draws them and who shows them."""

from __future__ import annotations

KIND = "mirror"


def subject_of(person_id: int | str, version_id: int | str) -> str:
    """What a stored picture is about; with one of the two left empty, how what is about the other begins or ends."""
    return f"{person_id}/{version_id}"
