"""What was promised by mail against what arrived: at least once each, and always under the same Message-ID."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from email import message_from_bytes

from aiosmtpd.smtp import Envelope
from sqlalchemy import select

from hiring import audit
from hiring.db import db
from hiring.models import Outgoing
from tests.faults.verdict import Verdict


def ids(letters: Sequence[Envelope]) -> Counter[str]:
    """How often each Message-ID arrived."""
    return Counter(str(message_from_bytes(letter.original_content or b"")["Message-ID"]) for letter in letters)


def judge_mail(letters: Sequence[Envelope]) -> Verdict:
    """Inside the house's context. Here `doubled` is a mail for which more ids arrived than were promised to its
    address, `resent` a mail that came again under its own id, and `unheard_of` one that arrived and is not marked.
    """
    promised = {one.message_id: one for one in db.session.scalars(select(Outgoing))}
    arrived = ids(letters)
    promised_to = Counter(one.address for one in promised.values())
    arrived_for = Counter(address for _id, address in {(one, to) for one, to in _addressed(letters)})
    return Verdict(
        acknowledged=len(promised),
        resent=arrived.total() - len(arrived),
        lost=len(promised.keys() - arrived.keys()),
        doubled=sum(max(0, times - promised_to[address]) for address, times in arrived_for.items()),
        phantom=len(arrived.keys() - promised.keys()),
        refused=tuple(one.last_error for one in promised.values() if one.parked_at is not None),
        unheard_of=sum(one.sent_at is None for one in promised.values() if one.message_id in arrived),
        first_broken=audit.first_broken(),
        integrity="ok",
    )


def _addressed(letters: Sequence[Envelope]) -> list[tuple[str, str]]:
    return [(identity, letter.rcpt_tos[0]) for letter in letters for identity in ids([letter])]
