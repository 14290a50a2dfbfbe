"""How long the engine takes to say what may happen next: `python -m tests.bench.engine`. The law is a millisecond."""

from __future__ import annotations

from timeit import repeat

from hiring import paths
from hiring.workflow.gates import Facts
from hiring.workflow.moves import Mover, allowed_moves
from hiring.workflow.plan import load
from hiring.workflow.revising import Spot, add
from tests.workflow.examples import NOW, PAST, stage

TIMES = 2_000
MOST = 1.0
"""Milliseconds."""


def milliseconds() -> float:
    """Of one answer about a plan of twelve stages from its middle: the best of five, which noise cannot make better."""
    plan = load(paths.PLANS / "executive.v1.yaml")
    plan = add(plan, stage("dinner", card="none"), Spot("loop", after="deep-dives"))
    assert len(plan.stages) == 12
    facts = Facts(at="panel-peers", cards_expected=3, cards_in=2, interviews=(PAST, PAST))
    asks = Mover(frozenset({"recruiter", "hiring_manager"}), frozenset({"loop"}))
    return min(repeat(lambda: allowed_moves(plan, facts, asks, NOW), number=TIMES, repeat=5)) / TIMES * 1000


if __name__ == "__main__":
    took = milliseconds()
    print(f"allowed_moves, 12 stages: {took:.3f} ms (at most {MOST:.0f} ms)")
