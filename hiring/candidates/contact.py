"""What a candidate is called and reached by: cleaned as written, and read out of one line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ADDRESS = re.compile(r"[^@\s,;:<>()\"\\]{1,64}@[^@\s,;:<>()\"\\.]+(\.[^@\s,;:<>()\"\\.]+)+")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,}")
JOINERS = "\u200c\u200d"
"""Kept although nobody sees them: Persian names and family emoji are written with them."""


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """What is known of somebody when they are added."""

    name: str
    headline: str = ""
    email: str | None = None
    phone: str | None = None
    channel: str = "inbound"
    introduced_by: str = ""


def tidy(words: str) -> str:
    """One line without line breaks, and without the invisible signs that make a name look like another one."""
    seen = "".join(sign for sign in words if sign in JOINERS or unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def is_address(words: str) -> bool:
    return ADDRESS.fullmatch(words) is not None and len(words) <= 254


def address_of(words: str | None) -> str | None:
    """An e-mail address as it is kept and compared."""
    return tidy(words or "").lower() or None


def understand(line: str) -> NewCandidate:
    """`Name, current job, email` in one line: the address and the phone wherever they stand, the name first."""
    parts = [part for part in (tidy(part.strip(" \t<>")) for part in re.split(r"[,;\t]", line)) if part]
    addresses = [part for part in parts if "@" in part]
    phones = [part for part in parts if PHONE.fullmatch(part)]
    words = [part for part in parts if part not in addresses and part not in phones]
    return NewCandidate(
        name=words[0] if words else "",
        headline=", ".join(words[1:]),
        email=addresses[0] if addresses else None,
        phone=phones[0] if phones else None,
    )
