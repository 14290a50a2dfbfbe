"""The short form of the kills of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kill import kill_again_and_again
from tests.postgres import Server

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def test_what_was_acknowledged_survives_being_killed_and_is_there_once(tmp_path: Path) -> None:
    run = kill_again_and_again(tmp_path, kills=10, every=25)
    assert run.is_clean, run
    assert run.verdict.acknowledged >= 250


def test_so_it_does_when_gunicorn_and_its_workers_are_killed_on_postgresql(tmp_path: Path, postgres: Server) -> None:
    run = kill_again_and_again(tmp_path, kills=3, every=25, database_url=postgres.create("killed"))
    postgres.drop("killed")
    assert run.is_clean, run
    assert run.verdict.acknowledged >= 75


def test_the_check_finds_posts_that_had_their_effect_twice(tmp_path: Path) -> None:
    run = kill_again_and_again(tmp_path, kills=0, every=50, has_keys=False)
    assert run.verdict.doubled > 0
    assert (run.verdict.lost, run.verdict.phantom, run.verdict.unheard_of) == (0, 0, 0)
