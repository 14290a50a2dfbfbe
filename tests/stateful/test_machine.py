"""A thousand steps in any order, on both databases, and the house holds after each."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.house import World
from tests.stateful.machine import Life

LEAST = {"sqlite": 800, "postgresql": 120}
RULES = (
    "amend assign autosave build_packet cancel decline declare_conflict draft hand_in look move send_again "
    "send_otherwise_under_the_same_key those_who_may_do_read write_after_handing_in"
).split()
EXAMPLES = {"sqlite": 28, "postgresql": 6}


@pytest.mark.no_cover  # each line it walks over is covered by a test that looks closer
@pytest.mark.timeout(900)
def test_whatever_people_do_in_whatever_order_the_house_holds(world: World) -> None:
    class Here(Life):
        steps = Counter()
        looked = 0

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=EXAMPLES[world.dialect],
            stateful_step_count=50,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate] if "CI" in os.environ else list(Phase),  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Here.steps.total() >= LEAST[world.dialect], Here.steps
    assert Here.steps.keys() == {name.replace("_", " ") for name in RULES}
