"""The short form of the mail's faults of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from hiring import worker
from tests.faults.mail_down import take_the_mail_server_away
from tests.faults.worker_dies import kill_at

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def test_a_worker_killed_anywhere_around_sending_leaves_each_mail_to_arrive(tmp_path: Path) -> None:
    run = kill_at(tmp_path)
    assert run.is_clean, run
    assert (run.faults, run.verdict.resent) == (6, 4)


def test_the_check_finds_a_worker_that_marks_before_it_sends(tmp_path: Path) -> None:
    run = kill_at(tmp_path, ["before DATA"], planted=["hasty"])
    assert run.verdict.lost == 1


def test_without_a_mail_server_pages_work_and_mail_arrives_later_and_once(tmp_path: Path) -> None:
    run = take_the_mail_server_away(tmp_path, posts=30)
    assert run.is_clean, run


def test_the_check_finds_mail_that_was_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TRIES", 2)
    run = take_the_mail_server_away(tmp_path, posts=30)
    assert run.verdict.lost > 0
    assert len(run.verdict.refused) == run.verdict.lost
