"""What a card says in one shape, the hash that seals it, and the hash by which the audit trail remembers the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hiring.rubric import Answers

AS_HANDED_IN = 0


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


def _sha256(said: Any) -> str:
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
