"""The short form of the stops of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.database_stops import FORGETFUL, stop_the_database_again_and_again
from tests.postgres import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def test_a_database_that_falls_is_waited_for_and_keeps_what_was_acknowledged(tmp_path: Path, postgres: Server) -> None:
    run = stop_the_database_again_and_again(tmp_path, stops=3, every=40)
    assert run.is_clean, run
    assert run.verdict.resent > 0


def test_the_check_finds_what_a_database_forgot(tmp_path: Path, postgres: Server) -> None:
    run = stop_the_database_again_and_again(tmp_path, stops=1, every=40, settings=FORGETFUL)
    assert run.verdict.lost > 0
    assert (run.verdict.doubled, run.verdict.phantom) == (0, 0)
