"""Each gate's reason to wait, and what is left of it for whoever owes a scorecard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.workflow import kinds
from hiring.workflow.gates import EVERYWHERE, NOT_YET, Facts, reason_to_wait
from tests.workflow.examples import AHEAD, NOW, PAST, READY

FACTS = st.builds(
    Facts,
    cards_expected=st.integers(0, 4),
    cards_in=st.integers(0, 4),
    interviews=st.lists(st.sampled_from([PAST, NOW, AHEAD]), max_size=3).map(tuple),
    packet_built=st.booleans(),
    decision=st.sampled_from([None, "go_ahead", "go_ahead_if", "stop"]),
    condition_met=st.sampled_from([None, True, False]),
    is_closed=st.booleans(),
)


@pytest.mark.parametrize(
    ("gate", "facts", "reason"),
    [
        ("cards_in", Facts(), "Nobody has been asked for a scorecard yet."),
        ("cards_in", Facts(cards_expected=3, cards_in=1), "2 scorecards are still out."),
        ("cards_in", Facts(cards_expected=3, cards_in=2), "1 scorecard is still out."),
        ("cards_in", Facts(cards_expected=3, cards_in=3), None),
        ("interview_held", Facts(), "No interview has been scheduled yet."),
        ("interview_held", Facts(interviews=(PAST, AHEAD, AHEAD)), "2 interviews are still to come."),
        ("interview_held", Facts(interviews=(PAST, AHEAD, NOW)), "1 interview is still to come."),
        ("interview_held", Facts(interviews=(PAST, PAST, NOW)), None),
        ("packet_built", Facts(), "The packet for the committee has not been built yet."),
        ("packet_built", Facts(packet_built=True), None),
        ("decision_recorded", Facts(), "No decision has been recorded yet."),
        ("decision_recorded", Facts(decision="stop"), "The decision is to stop here."),
        ("decision_recorded", Facts(decision="go_ahead_if"), None),
        ("decision_recorded", Facts(decision="go_ahead_if", condition_met=True), None),
        (
            "decision_recorded",
            Facts(decision="go_ahead_if", condition_met=False),
            "The condition of the decision was not met.",
        ),
        ("decision_recorded", Facts(decision="go_ahead"), None),
        ("decision_recorded", Facts(owes_nothing=False), str(NOT_YET)),
        ("decision_recorded", Facts(decision="stop", owes_nothing=False), str(NOT_YET)),
        ("decision_recorded", Facts(decision="go_ahead_if", condition_met=False, owes_nothing=False), str(NOT_YET)),
        ("decision_recorded", Facts(decision="go_ahead", owes_nothing=False), None),
    ],
)
def test_a_gate_says_why_to_wait_until_it_is_met(gate: str, facts: Facts, reason: str | None) -> None:
    answer = EVERYWHERE[gate].waits(facts, NOW)
    assert (None if answer is None else str(answer)) == reason


def test_the_first_gate_that_is_not_met_gives_the_reason() -> None:
    facts = replace(READY, packet_built=False, decision=None)
    reason = reason_to_wait("interview", ["cards_in", "decision_recorded", "packet_built"], facts, NOW)
    assert str(reason) == "No decision has been recorded yet."


@given(st.lists(st.sampled_from(sorted(EVERYWHERE))), FACTS)
def test_there_is_a_reason_as_long_as_one_gate_is_not_met(gates: list[str], facts: Facts) -> None:
    is_met = all(EVERYWHERE[gate].waits(facts, NOW) is None for gate in gates)
    assert (reason_to_wait("interview", gates, facts, NOW) is None) == is_met


@pytest.mark.parametrize("kind", kinds.known())
def test_a_kind_takes_no_name_of_a_gate_that_is_taken(kind: str) -> None:
    others = [name for other in kinds.known().values() if other.name != kind for name in other.gates]
    assert not {*EVERYWHERE, *others} & set(kinds.known()[kind].gates)
