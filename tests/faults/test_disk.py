"""The short form of the disk's faults of `make faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import strace
from tests.faults.disk import ShortFiles, small_disk
from tests.faults.disk_full import fill_again_and_again
from tests.faults.planted import serving
from tests.faults.sync_error import fail_to_sync

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def test_a_full_disk_takes_nothing_back_and_keeps_nobody_from_reading(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        run = fill_again_and_again(disk, tmp_path, times=2, every=30)
    assert run.is_clean, run
    assert run.verdict.resent > 0


def test_the_check_finds_a_full_disk_that_was_taken_for_an_accident(tmp_path: Path) -> None:
    run = fill_again_and_again(ShortFiles(tmp_path), tmp_path, times=1, every=30, command=serving("blunt"))
    assert not run.is_clean
    assert {said.rpartition(" ")[2] for said in run.verdict.refused} == {"500"}
    assert (run.verdict.lost, run.verdict.doubled, run.verdict.phantom) == (0, 0, 0)


def test_a_commit_that_the_disk_refuses_is_not_acknowledged_and_leaves_nothing(tmp_path: Path) -> None:
    strace.need()
    run = fail_to_sync(tmp_path, notes=24)
    assert run.is_clean, run
    assert run.faults >= 2


def test_the_check_finds_a_refused_commit_that_was_acknowledged(tmp_path: Path) -> None:
    strace.need()
    run = fail_to_sync(tmp_path, notes=24, command=serving("careless"))
    assert run.verdict.lost > 0
    assert run.complaints
