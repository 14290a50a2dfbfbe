"""Taking what somebody typed along while they sign in, and where they may be sent afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

# an address of this house: one slash, then nothing a browser could read as the name of another
OWN_PATH = re.compile(r"/[A-Za-z0-9_][A-Za-z0-9_\-./?=&%~+,:@]{0,1999}")
_UNKEEPABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NOT_CARRIED = frozenset({"csrf_token"})
LONG_ENOUGH_TO_SHOW = 12


@dataclass(frozen=True, slots=True)
class Carried:
    """A post that could not be taken yet: where it goes, and its fields in order."""

    url: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What a person typed, rather than chose."""
        return tuple(value for _name, value in self.fields if len(value) >= LONG_ENOUGH_TO_SHOW and " " in value)


def own_path(given: str | None) -> str:
    """The address if it is one of this house, or the start page."""
    return given if given and OWN_PATH.fullmatch(given) else "/"


def collect(url: str, fields: Iterable[tuple[str, str]]) -> Carried:
    """A post as it came, without its token and without passwords."""
    kept = tuple(
        (name, value.replace("\r\n", "\n"))
        for name, value in fields
        if name not in NOT_CARRIED and "password" not in name and name != "current"
    )
    return Carried(own_path(url), kept)


def pack(carried: Carried) -> str:
    """As one hidden field can hold it."""
    packed = json.dumps([carried.url, carried.fields], ensure_ascii=False, separators=(",", ":"))
    return _UNKEEPABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", packed)


def unpack(packed: str | None) -> Carried | None:
    """What was packed, or None when it is not what `pack` writes."""
    if not packed:
        return None
    try:
        url, fields = json.loads(packed)
        carried = Carried(own_path(url), tuple((str(name), str(value)) for name, value in fields))
    except (ValueError, TypeError, RecursionError):
        return None
    return None if carried.url == "/" else carried
