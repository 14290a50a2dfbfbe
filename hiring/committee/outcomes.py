"""What a committee may decide, in words, and what a decision must say."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hiring.text import Text, text

OUTCOME_WORDS = {
    "go_ahead": text("Go ahead"),
    "go_ahead_if": text("Go ahead, on a condition"),
    "stop": text("Do not go ahead"),
}
RULE_WORDS = {
    "met": text("met"),
    "not met": text("not met"),
    "not shown": text("not shown"),
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What is to be recorded. `dimensions` are those the reasons rest on, `against_rule` why the rule is overruled."""

    outcome: str | None
    reasons: str
    dimensions: tuple[str, ...]
    condition: str = ""
    against_rule: str = ""

    def overrules(self, rule_said: str) -> bool:
        """Whether it goes ahead although the declared rule does not. The rule is a least, so stopping never does."""
        return self.outcome in {"go_ahead", "go_ahead_if"} and rule_said in {"not met", "not shown"}


def problems(resolution: Resolution, *, dimensions: Collection[str], rule_said: str) -> Iterator[tuple[str, Text]]:
    """What keeps a decision from being recorded: the field, and what to do there."""
    yield from _of_the_outcome(resolution)
    if not resolution.dimensions or not set(resolution.dimensions) <= set(dimensions):
        yield "dimensions", text("Tick at least one dimension that the reasons rest on.")
    if not resolution.reasons.strip():
        yield "reasons", text("Write the reasons, dimension by dimension where it matters.")
    if resolution.overrules(rule_said) and not resolution.against_rule.strip():
        yield (
            "against_rule",
            text("The rule reads “%(state)s”. Write why you go ahead all the same.", state=RULE_WORDS[rule_said]),
        )
    if resolution.against_rule.strip() and not resolution.overrules(rule_said):
        yield "against_rule", text("This decision does not go against the rule. Clear this field.")


def _of_the_outcome(resolution: Resolution) -> Iterator[tuple[str, Text]]:
    outcome, has_condition = resolution.outcome, bool(resolution.condition.strip())
    if outcome not in OUTCOME_WORDS:
        yield "outcome", text("Choose what was decided.")
    if outcome == "go_ahead_if" and not has_condition:
        yield "condition", text("Write the condition, so that anybody can tell whether it is met.")
    if outcome in {"go_ahead", "stop"} and has_condition:
        yield "condition", text("A condition belongs to “Go ahead, on a condition”. Choose that, or clear this field.")
