"""What is lost when things break: `python -m tests.faults`, or `make faults`. Exit code 1 when anything was."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.faults.database_stops import stop_the_database_again_and_again
from tests.faults.disk import small_disk
from tests.faults.disk_full import fill_again_and_again
from tests.faults.kill import kill_again_and_again
from tests.faults.mail_down import take_the_mail_server_away
from tests.faults.sync_error import fail_to_sync
from tests.faults.verdict import Run
from tests.faults.worker_dies import kill_at
from tests.postgres import AS_IN_LIFE, cluster

COLUMNS = ("acknowledged", "resent", "lost", "doubled", "phantom")
WIDE = 140


@dataclass(frozen=True, slots=True)
class Measure:
    """How often each thing breaks, and after how many acknowledged posts each time."""

    kills: int
    stops: int
    fillings: int
    notes: int
    every: int
    has_keys: bool

    def kill_on_sqlite(self, folder: Path) -> Run:
        return kill_again_and_again(folder, kills=self.kills, every=self.every, has_keys=self.has_keys)

    def kill_on_postgresql(self, folder: Path) -> Run:
        with cluster(AS_IN_LIFE) as database:
            url = database.server.create("killed")
            return kill_again_and_again(
                folder, kills=self.kills, every=self.every, database_url=url, has_keys=self.has_keys
            )

    def stop_postgresql(self, folder: Path) -> Run:
        return stop_the_database_again_and_again(folder, stops=self.stops, every=self.every)

    def fill_the_disk(self, folder: Path) -> Run:
        with small_disk(folder) as disk:
            return fill_again_and_again(disk, folder, times=self.fillings, every=self.notes)

    def refuse_commits(self, folder: Path) -> Run:
        return fail_to_sync(folder, notes=self.notes)

    def kill_the_worker_on_sqlite(self, folder: Path) -> Run:
        return kill_at(folder)

    def kill_the_worker_on_postgresql(self, folder: Path) -> Run:
        with cluster(AS_IN_LIFE) as database:
            return kill_at(folder, database_url=database.server.create("mailed"))

    def take_the_mail_server(self, folder: Path) -> Run:
        return take_the_mail_server_away(folder, posts=self.every)


WHOLE = Measure(kills=100, stops=30, fillings=3, notes=30, every=80, has_keys=True)
SHORT = Measure(kills=10, stops=3, fillings=3, notes=30, every=50, has_keys=True)
WITHOUT_KEYS = Measure(kills=0, stops=1, fillings=1, notes=30, every=80, has_keys=False)
RUNS: dict[str, Callable[[Measure, Path], Run]] = {
    "kill-sqlite": Measure.kill_on_sqlite,
    "kill-postgresql": Measure.kill_on_postgresql,
    "stop-postgresql": Measure.stop_postgresql,
    "disk-full": Measure.fill_the_disk,
    "disk-refuses": Measure.refuse_commits,
    "worker-sqlite": Measure.kill_the_worker_on_sqlite,
    "worker-postgresql": Measure.kill_the_worker_on_postgresql,
    "no-mail-server": Measure.take_the_mail_server,
}


def table_of(runs: list[Run]) -> Table:
    table = Table(title="What broke, and what came of it")
    table.add_column("run")
    for name in ("faults", *COLUMNS, "chain", "ready after"):
        table.add_column(name, justify="right")
    for run in runs:
        chain = "whole" if run.verdict.first_broken is None else f"broken at {run.verdict.first_broken}"
        slowest = f"{max(run.ready_after):.2f} s" if run.ready_after else ""
        figures = [f"{getattr(run.verdict, name):,}" for name in COLUMNS]
        table.add_row(run.name, str(run.faults), *figures, chain, slowest)
    return table


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("runs", nargs="*", metavar="RUN", help=f"only these: {', '.join(RUNS)}")
    asked.add_argument("--short", action="store_true", help="a tenth of the faults: about two minutes")
    asked.add_argument("--without-keys", action="store_true", help="see the kills fail: repeated posts count twice")
    chosen = asked.parse_args()
    measure = WITHOUT_KEYS if chosen.without_keys else SHORT if chosen.short else WHOLE
    names = chosen.runs or [name for name in RUNS if not chosen.without_keys or name.startswith("kill")]
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    runs, began = [], time.perf_counter()
    for name in names:
        with tempfile.TemporaryDirectory(prefix="hiring-faults-") as folder:
            runs.append(RUNS[name](measure, Path(folder)))
        print(f"{runs[-1].name}: {_word_for(runs[-1])}", flush=True)
    console.print(table_of(runs))
    console.print(f"Ready after: the slowest. Took {time.perf_counter() - began:.0f} s.")
    sys.exit(0 if all(run.is_clean and run.is_in_time for run in runs) else 1)


def _word_for(run: Run) -> str:
    if not run.is_clean:
        return str(run)
    return "clean" if run.is_in_time else f"clean, but not ready within {run.ready_within:.0f} s each time"


if __name__ == "__main__":
    main()
