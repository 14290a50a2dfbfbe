"""What a stage waits for before a candidate leaves it: each gate answers with the reason to wait, or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from hiring.text import Text, count, text
from hiring.workflow import kinds

GO_AHEAD = ("go_ahead", "go_ahead_if")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an application in its present stage; `cards_in` are among those expected.

    `at`: the stage it stands in, None before the first; of a closed one, where it was closed.
    `interviews`: when each interview planned in this stage ends. `record`: what the stage's own record holds so far.
    `questions_open`: what the candidate asked and nobody has answered, refused or put off.
    `charter_approved`: of the opening. `condition_met`: how the condition of the decision came out; None while nobody
    has said, or where it has none. `owes_nothing`: whoever asks owes no scorecard, so they may hear what was decided
    or written down and not only whether it will do; the engine says so itself.
    """

    at: str | None = None
    cards_expected: int = 0
    cards_in: int = 0
    interviews: tuple[datetime, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)
    questions_open: int = 0
    charter_approved: bool = False
    packet_built: bool = False
    decision: str | None = None
    condition_met: bool | None = None
    is_closed: bool = False
    owes_nothing: bool = True


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing to wait for: `words` name it on the page of a plan, `waits` gives the reason or None."""

    words: Text
    waits: Callable[[Facts, datetime], Text | None]


NOT_YET = text("Not yet: something this stage asks for is missing.")


def _cards_in(facts: Facts, _now: datetime) -> Text | None:
    if facts.cards_expected == 0:
        return text("Nobody has been asked for a scorecard yet.")
    out = facts.cards_expected - facts.cards_in
    if out <= 0:
        return None
    return count("%(num)d scorecard is still out.", "%(num)d scorecards are still out.", out)


def _interview_held(facts: Facts, now: datetime) -> Text | None:
    if not facts.interviews:
        return text("No interview has been scheduled yet.")
    ahead = sum(end > now for end in facts.interviews)
    if ahead == 0:
        return None
    return count("%(num)d interview is still to come.", "%(num)d interviews are still to come.", ahead)


def _packet_built(facts: Facts, _now: datetime) -> Text | None:
    return None if facts.packet_built else text("The packet for the committee has not been built yet.")


def decision_recorded(facts: Facts) -> Text | None:
    """Somebody has decided, and not against the candidate."""
    if facts.decision in GO_AHEAD and facts.condition_met is not False:
        return None
    if not facts.owes_nothing:
        return NOT_YET
    if facts.decision is None:
        return text("No decision has been recorded yet.")
    if facts.condition_met is False:
        return text("The condition of the decision was not met.")
    return text("The decision is to stop here.")


EVERYWHERE: Mapping[str, Gate] = MappingProxyType(
    {
        "cards_in": Gate(text("Every scorecard asked for is in"), _cards_in),
        "interview_held": Gate(text("Every interview planned has been held"), _interview_held),
        "packet_built": Gate(text("The committee has its packet"), _packet_built),
        "decision_recorded": Gate(text("The decision is to go ahead"), lambda facts, _now: decision_recorded(facts)),
    }
)
"""The gates that a stage of any kind may have; a kind's module may declare more as `GATES`, for its own stages."""


def gates_of(kind: str) -> Mapping[str, Gate]:
    """By name, everything that a stage of this kind may wait for."""
    own = kinds.known()[kind].gates if kind in kinds.known() else {}
    return MappingProxyType({**EVERYWHERE, **own})


def reason_to_wait(kind: str, gates: Iterable[str], facts: Facts, now: datetime) -> Text | None:
    """The first reason among the named gates of a stage of that kind, in the order the plan names them.

    What a kind asks for itself rests on the record, which nobody reads who owes a scorecard.
    """
    known = gates_of(kind)
    for name in gates:
        reason = known[name].waits(facts, now)
        if reason is not None:
            return reason if facts.owes_nothing or name in EVERYWHERE else NOT_YET
    return None
