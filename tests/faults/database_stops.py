"""PostgreSQL falls at once and gets up again while eight people work: they are told to come back, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.place import GUNICORN
from tests.faults.load import Load, place_for, under_load
from tests.faults.verdict import Run, judge
from tests.postgres import AS_IN_LIFE, Cluster, cluster

NAME = "stopped"
HEALED_WITHIN = 2.0
TOLD_EACH_TIME = 3
PAGE_OR_LATER = {"200", "503"}
# what is promised is not yet on the disk when it is promised: for seeing the check fail
FORGETFUL = {**AS_IN_LIFE, "synchronous_commit": "off", "wal_writer_delay": "10s"}


def stop_the_database_again_and_again(
    folder: Path,
    *,
    stops: int,
    every: int,
    settings: Mapping[str, str] = AS_IN_LIFE,
    command: Sequence[str] = GUNICORN,
) -> Run:
    """An immediate stop that often, each time after so many more acknowledgements, and before it every connection cut.
    The web server is never touched.
    """
    with cluster(settings) as database:
        place = place_for(folder, every * (2 * stops + 2), database.server.create(NAME))
        with under_load(place, command, folder / "acknowledged.jsonl") as load:
            healed_after = [_stop(database, load, every) for _stop_number in range(stops)]
        complaints = [f"A reader was shown {status}." for status in load.eyes.seen.keys() - PAGE_OR_LATER]
        with place.looked_into():
            return Run(
                "immediate stop of PostgreSQL",
                stops,
                judge(load.log, load.broken_before),
                tuple(healed_after),
                HEALED_WITHIN,
                tuple(complaints),
            )


def _stop(database: Cluster, load: Load, every: int) -> float:
    """Seconds from when the database was back until the last post that was still put off."""
    load.log.wait_for(every)
    database.server.cut_off(NAME)
    load.log.wait_for(every)
    database.stop_at_once()
    load.log.wait_until_put_off(TOLD_EACH_TIME)
    database.start()
    back = time.perf_counter()
    load.log.wait_for(every)
    return max(0.0, load.log.last_put_off_at - back)
