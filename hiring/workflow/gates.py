"""What a stage waits for before a candidate leaves it: each gate answers with the reason to wait, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from hiring.text import Text, count, text

GO_AHEAD = ("go_ahead", "go_ahead_if")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an application in its present stage; `cards_in` are among those expected, past among planned.

    `condition_met`: how the condition of the decision came out; None while nobody has said, or where it has none.
    `sees_decision`: whoever asks owes no scorecard, so they may hear what was decided and not only whether it will do.
    """

    cards_expected: int = 0
    cards_in: int = 0
    interviews_planned: int = 0
    interviews_past: int = 0
    packet_built: bool = False
    decision: str | None = None
    condition_met: bool | None = None
    is_closed: bool = False
    sees_decision: bool = True


Gate = Callable[[Facts], Text | None]

NOT_YET = text("Not yet: something this stage asks for is missing.")


def cards_in(facts: Facts) -> Text | None:
    """Every scorecard asked for in this stage is handed in."""
    if facts.cards_expected == 0:
        return text("Nobody has been asked for a scorecard yet.")
    out = facts.cards_expected - facts.cards_in
    if out <= 0:
        return None
    return count("%(num)d scorecard is still out.", "%(num)d scorecards are still out.", out)


def interview_held(facts: Facts) -> Text | None:
    """Every interview planned in this stage lies in the past."""
    if facts.interviews_planned == 0:
        return text("No interview has been scheduled yet.")
    ahead = facts.interviews_planned - facts.interviews_past
    if ahead <= 0:
        return None
    return count("%(num)d interview is still to come.", "%(num)d interviews are still to come.", ahead)


def packet_built(facts: Facts) -> Text | None:
    """The committee has something to read."""
    return None if facts.packet_built else text("The packet for the committee has not been built yet.")


def decision_recorded(facts: Facts) -> Text | None:
    """Somebody has decided, and not against the candidate."""
    if facts.decision in GO_AHEAD and facts.condition_met is not False:
        return None
    if not facts.sees_decision:
        return NOT_YET
    if facts.decision is None:
        return text("No decision has been recorded yet.")
    if facts.condition_met is False:
        return text("The condition of the decision was not met.")
    return text("The decision is to stop here.")


GATES: Mapping[str, Gate] = {
    "cards_in": cards_in,
    "interview_held": interview_held,
    "packet_built": packet_built,
    "decision_recorded": decision_recorded,
}


def reason_to_wait(gates: Iterable[str], facts: Facts) -> Text | None:
    """The first reason among the named gates, in the order the plan names them."""
    return next((reason for name in gates if (reason := GATES[name](facts)) is not None), None)


def blind(gates: Iterable[str], facts: Facts) -> Text | None:
    """The same for somebody who owes a scorecard in the round: whether the gates are met, and nothing of why not."""
    return None if reason_to_wait(gates, facts) is None else NOT_YET
