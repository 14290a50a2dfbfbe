"""The parts of the house that have a door of their own: colleagues come in by one, guests by another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from werkzeug.exceptions import Gone, HTTPException, Unauthorized

from hiring.models import Person
from hiring.web.guest_state import has_pass, require_guest
from hiring.web.sign_in_state import has_secret, require_person


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the house with a door of its own: a cookie that opens one means nothing in another.

    has_claim: whether the browser says it was let in at all. who_asks: who that was, asked of the database every time.
    """

    has_claim: Callable[[], bool]
    who_asks: Callable[[datetime], Person]
    turned_away: type[HTTPException]


STAFF = Zone(has_secret, require_person, Unauthorized)
GUESTS = Zone(has_pass, require_guest, Gone)
