"""What a committee may decide, in words, and what a decision must say."""

from __future__ import annotations

from collections.abc import Iterator

from hiring.text import Text, text

OUTCOME_WORDS = {
    "go_ahead": text("Go ahead"),
    "go_ahead_if": text("Go ahead, on a condition"),
    "stop": text("Do not go ahead"),
}


def problems(outcome: str | None, *, reasons: str, condition: str) -> Iterator[tuple[str, Text]]:
    """What keeps a decision from being recorded: the field, and what to do there."""
    if outcome not in OUTCOME_WORDS:
        yield "outcome", text("Choose what was decided.")
    if outcome == "go_ahead_if" and not condition.strip():
        yield "condition", text("Write the condition, so that anybody can tell whether it is met.")
    if outcome in {"go_ahead", "stop"} and condition.strip():
        yield "condition", text("A condition belongs to “Go ahead, on a condition”. Choose that, or clear this field.")
    if not reasons.strip():
        yield "reasons", text("Write the reasons, dimension by dimension where it matters.")
