"""The random name a row has outside the database: 22 characters that tell nothing."""

from __future__ import annotations

import re
import secrets

LENGTH = 22
PATTERN = re.compile(rf"[A-Za-z0-9_-]{{{LENGTH}}}")


def new_ref() -> str:
    """128 random bits in URL-safe base 64."""
    return secrets.token_urlsafe(16)


def is_ref(candidate: str) -> bool:
    return PATTERN.fullmatch(candidate) is not None
