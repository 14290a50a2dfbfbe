"""What a card says in one shape, the hash that seals it, and the hash by which the audit trail remembers the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import selectinload

from hiring.db import db
from hiring.models import Amendment, Event, Scorecard, Slot
from hiring.rubric import Answers
from hiring.scorecards.queries import answers_on
from hiring.text import Text, text

AS_HANDED_IN = 0
SHORT_LINES = ("worries", "next_question")
HANDED_IN = ("scorecard.handed_in", "scorecard.imported")
AMENDED = "scorecard.amended"
AT_ONCE = 500
OTHER_WORDS = text("What it says is not what was sealed.")
OTHER_SEAL = text("Its seal is not the one the audit trail knows.")


@dataclass(frozen=True, slots=True)
class Failure:
    """A card whose seal does not hold, by its ref and when it was handed in. What it says is nobody's business here."""

    card_ref: str
    at: datetime
    layer: int
    why: Text


def content_of(answers: Answers, rubric_sha256: str) -> dict[str, Any]:
    """Everything a card says, in the shape that is hashed and that an amendment keeps."""
    return {
        "rubric": rubric_sha256,
        "verdict": answers.verdict,
        "sure": answers.sure,
        "headline": answers.headline,
        "private_note": answers.private_note,
        "ratings": [
            {
                "dimension": dimension,
                "level": answer.level,
                "not_assessed": answer.not_assessed,
                "evidence": answer.evidence,
                "situation": answer.situation,
                "action": answer.action,
                "result": answer.result,
                "red_flag": answer.red_flag,
                "to_check": answer.check,
            }
            for dimension, answer in answers.dimensions.items()
        ],
        # left out when empty: cards were sealed before there were such lines
        **{name: words for name in SHORT_LINES if (words := getattr(answers, name))},
    }


def seal_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what `content_of` made: a card's or an amendment's `content_sha256`."""
    return _sha256(content)


def witness(
    card_ref: str,
    content_sha256: str,
    *,
    layer: int = AS_HANDED_IN,
    judge_id: int,
    typed_by_id: int | None,
    at: datetime,
) -> str:
    """What the event of a hand-in or an amendment keeps as its fact `seal`, so that no row is sealed anew unseen.

    A layer is 0 as handed in, and then the amendment's number. The card's ref is random: nobody who reads the trail
    can guess the content by trying all there are.
    """
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return _sha256([card_ref, layer, content_sha256, judge_id, typed_by_id, instant])


def count_sealed() -> int:
    """How many cards and amendments carry a seal."""
    return sum(db.session.scalar(select(func.count(table.id))) or 0 for table in (Scorecard, Amendment))


def failures() -> Iterator[Failure]:
    """Every card, and then every amendment, whose seal fails, oldest first, without ever holding them all."""
    yield from _cards()
    yield from _amendments()


def _cards() -> Iterator[Failure]:
    rows = db.session.execute(
        select(Scorecard, Slot.person_id, Event.facts)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .outerjoin(Event, _told_of_seat(*HANDED_IN))
        .options(selectinload(Scorecard.ratings))
        .order_by(Scorecard.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for card, judge_id, facts in rows:
        known = (facts or {}).get("seal")
        if seal_of(content_of(answers_on(card), card.rubric_sha256)) != card.content_sha256:
            yield Failure(card.ref, card.handed_in_at, 0, OTHER_WORDS)
        elif known not in {None, _witness_of(card, judge_id)}:
            yield Failure(card.ref, card.handed_in_at, 0, OTHER_SEAL)


def _witness_of(card: Scorecard, judge_id: int) -> str:
    return witness(card.ref, card.content_sha256, judge_id=judge_id, typed_by_id=card.typed_by_id, at=card.handed_in_at)


def _amendments() -> Iterator[Failure]:
    rows = db.session.execute(
        select(Amendment, Scorecard.ref, Slot.person_id, Event.facts)
        .join(Scorecard, Scorecard.id == Amendment.scorecard_id)
        .join(Slot, Slot.id == Scorecard.slot_id)
        .outerjoin(Event, _told_of_seat(AMENDED))
        .order_by(Amendment.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for _id, told in groupby(rows, key=lambda row: row[0].id):
        events = list(told)
        amendment, card_ref, judge_id, _facts = events[0]
        known = next(
            (facts.get("seal") for *_, facts in events if facts and facts.get("number") == amendment.number), None
        )
        layer = amendment.number
        sealed = amendment.content_sha256
        ours = witness(card_ref, sealed, layer=layer, judge_id=judge_id, typed_by_id=None, at=amendment.at)
        if seal_of(amendment.content) != sealed:
            yield Failure(card_ref, amendment.at, layer, OTHER_WORDS)
        elif known not in {None, ours}:
            yield Failure(card_ref, amendment.at, layer, OTHER_SEAL)


def _told_of_seat(*kinds: str) -> ColumnElement[bool]:
    """The events of a seat that say so."""
    return and_(
        Event.application_id == Slot.application_id,
        Event.subject == "slot",
        Event.subject_id == Slot.id,
        Event.kind.in_(kinds),
    )


def _sha256(said: Any) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
