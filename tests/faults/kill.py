"""The server is killed again and again while eight people hand in cards and write notes."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.place import GUNICORN, SERVE
from tests.faults.load import FIRST_PAGE, Load, place_for, under_load
from tests.faults.verdict import Run, judge


def kill_again_and_again(
    folder: Path, *, kills: int, every: int, database_url: str | None = None, has_keys: bool = True
) -> Run:
    """Kill -9 that often, each time after so many more acknowledgements: waitress on SQLite, gunicorn and its workers
    on PostgreSQL. Without keys a post that comes twice has its effect twice, which the verdict must find.
    """
    place = place_for(folder, every * (kills + 2), database_url)
    command, database = (SERVE, "SQLite") if database_url is None else (GUNICORN, "PostgreSQL")
    with under_load(place, command, folder / "acknowledged.jsonl", has_keys=has_keys) as load:
        ready_after = [_kill(load, every) for _kill_number in range(kills)]
        load.log.wait_for(every)
    with place.looked_into():
        return Run(f"kill -9 of the server, {database}", kills, judge(load.log, load.broken_before), tuple(ready_after))


def _kill(load: Load, every: int) -> float:
    """Seconds from the blow to the next acknowledgement."""
    load.log.wait_for(every)
    struck = time.perf_counter()
    load.server.kill()
    load.server.start(FIRST_PAGE)
    load.log.wait_for(1)
    return time.perf_counter() - struck
