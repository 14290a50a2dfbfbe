"""The short form of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kill import kill_again_and_again

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def test_what_was_acknowledged_survives_being_killed_and_is_there_once(tmp_path: Path) -> None:
    run = kill_again_and_again(tmp_path, kills=2, every=50)
    assert run.verdict.is_clean, run
    assert run.verdict.acknowledged >= 150


def test_the_check_finds_posts_that_had_their_effect_twice(tmp_path: Path) -> None:
    run = kill_again_and_again(tmp_path, kills=0, every=50, has_keys=False)
    assert run.verdict.doubled > 0
    assert (run.verdict.lost, run.verdict.phantom, run.verdict.unheard_of) == (0, 0, 0)
