"""The disk is full while eight people work: what was acknowledged stays, pages are read, and work goes on with room."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from tests.bench.place import SERVE
from tests.faults.disk import Disk
from tests.faults.load import Load, place_for, under_load
from tests.faults.verdict import Run, judge

TOLD_EACH_TIME = 30


def fill_again_and_again(disk: Disk, folder: Path, *, times: int, every: int, command: Sequence[str] = SERVE) -> Run:
    """Database, uploads and the server's log on one disk that is full that often; the client's log is elsewhere.

    Pages are read all the while. Only a look at others' cards that nobody wrote down yet would be refused: the house
    does not show what it cannot remember having shown.
    """
    place = place_for(disk.place, every * (2 * times + 1))
    with under_load(place, command, folder / "acknowledged.jsonl") as load:
        ready_after = [_fill(disk, load, every) for _time in range(times)]
        load.log.wait_for(every)
    complaints = [f"A reader was shown {status}." for status in load.eyes.seen.keys() - {"200"}]
    with place.looked_into():
        verdict = judge(load.log, load.broken_before)
    return Run(disk.name, times, verdict, tuple(ready_after), complaints=tuple(complaints))


def _fill(disk: Disk, load: Load, every: int) -> float:
    """Seconds from when there was room again to the next acknowledgement."""
    load.log.wait_for(every)
    server = load.server.pid
    disk.fill(server)
    load.log.wait_until_put_off(TOLD_EACH_TIME)
    disk.free(server)
    freed = time.perf_counter()
    load.log.wait_for(1)
    return time.perf_counter() - freed
