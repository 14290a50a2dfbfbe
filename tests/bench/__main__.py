"""How fast and how large: `python -m tests.bench`, or `make bench`. Measures and prints; nothing here fails a build."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from rich.console import Console

from hiring.policy import Permission, Standing, permits
from tests.bench.measure import CLIENTS, Measured, measure
from tests.bench.place import GUNICORN, SERVE, Place, prepare
from tests.bench.report import BOARD, Report, cpu, faultless, p95, rate
from tests.bench.served import Server
from tests.postgres import server as postgres

FIRST_PAGE = "/sign-in"
PAGE, DONE = ("200",), ("303",)
ALONE = 5  # of so many requests one is sent by a client alone
WIDE = 150
Lanes = Sequence[Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure."""

    houses: Sequence[int]
    requests: int
    seconds: float
    starts: int


WHOLE = Plan(houses=(200, 1_000, 10_000), requests=800, seconds=12, starts=3)
QUICK = Plan(houses=(1_000,), requests=240, seconds=6, starts=2)


@contextmanager
def running(server: Server, path: str) -> Iterator[Server]:
    server.start(path)
    try:
        yield server
    finally:
        server.stop()


def measure_bare(folder: Path, plan: Plan, report: Report) -> tuple[Measured, Measured]:
    """The page that says hello, and the post that adds one row durably."""
    command = (sys.executable, "-m", "tests.bench.bare", "PORT", str(folder / "bare.sqlite"))
    get = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    post = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"
    with running(Server(command, folder / "bare.log"), "/") as server:
        hello, insert = (
            _warm_then_measure(server, request, plan.requests * 4, plan.seconds) for request in (get, post)
        )
    report.add("bare Flask: hello", hello, None)
    report.add("bare Flask: INSERT and commit", insert, None)
    return hello, insert


def measure_house(
    place: Place, command: Sequence[str], plan: Plan, bare: tuple[Measured, Measured], report: Report, size: int
) -> None:
    """Every row of the table for one house."""
    (hello, insert), town = bare, place.town
    recruiter, writer = place.browsers[town.recruiter], place.browsers[town.half_filled.person]
    get = partial(_warm_then_measure, seconds=plan.seconds)
    starts = []
    for _start in range(plan.starts):
        server = place.server(command)
        starts.append(server.start(FIRST_PAGE))
        server.stop()
    with running(place.server(command), FIRST_PAGE) as server:
        server.wait_until_idle()
        form = get(server, writer.get(f"/scorecards/{town.half_filled.slot}"), plan.requests)
        report.add(f"{size:,}: scorecard form", form, hello, (cpu(5), rate(0.09), faultless()))
        cards = _each_once(server, place.lanes_of_cards(), seconds=plan.seconds, wanted=DONE)
        report.add(f"{size:,}: hand-in, {CLIENTS} writers", cards, insert, (cpu(5), p95(50), faultless()))
        saves = place.lanes_of_saves(plan.requests // CLIENTS)
        saved = _each_once(server, saves, seconds=plan.seconds, wanted=PAGE)
        report.add(f"{size:,}: autosave, {CLIENTS} writers", saved, insert, (cpu(4), faultless()))
        board = get(server, recruiter.get("/openings"), plan.requests // 2)
        report.add(f"{size:,}: board, 60 rows", board, hello, (cpu(BOARD[size]), faultless()))
        packet = get(server, recruiter.get(f"/packets/{town.packet}"), plan.requests // 2)
        report.add(f"{size:,}: packet, 8 × 6, adjusted", packet, hello, (cpu(15), faultless()))
        poll = get(server, recruiter.get(f"/packets/{town.packet}/status", {"Part": "1"}), plan.requests)
        report.add(f"{size:,}: how a ballot stands, asked again", poll, hello, (cpu(2), faultless()))
        report.add_figure(f"{size:,}: first page after start", median(starts), "s", 1.2)
        report.add_figure(f"{size:,}: memory (PSS) after all this", server.memory_mb(), "MB", 130)
    report.table.add_section()


def _warm_then_measure(server: Server, request: bytes, requests: int, seconds: float) -> Measured:
    """What one client costs the server, and what eight at once have to wait."""
    lanes = [[request]] * CLIENTS
    measure(server, lanes, times=3, seconds=seconds, wanted=PAGE)
    alone = measure(server, lanes[:1], times=max(1, requests // ALONE), seconds=seconds, wanted=PAGE)
    together = measure(server, lanes, times=max(1, requests // CLIENTS), seconds=seconds, wanted=PAGE)
    return together.beside(alone)


def _each_once(server: Server, lanes: Lanes, *, seconds: float, wanted: Collection[str]) -> Measured:
    """The same of requests that change something, each sent once: the first of all lanes by one client alone."""
    some = max(1, len(lanes[0]) // ALONE)
    alone = measure(server, [[one for lane in lanes for one in lane[:some]]], seconds=seconds, wanted=wanted)
    together = measure(server, [lane[some:] for lane in lanes], seconds=seconds, wanted=wanted)
    return together.beside(alone)


def measure_policy(report: Report) -> None:
    """The dearest question to the policy: one with many ways, none of which holds."""
    asked, times = Standing(roles=frozenset({"committee"}), owes=frozenset({"loop"}), round="loop"), 20_000
    began = time.perf_counter()
    for _ in range(times):
        permits(Permission.PACKET_READ, asked)
    report.add_figure("the policy: one question", 1e6 * (time.perf_counter() - began) / times, "µs", 20)
    report.table.add_section()


def run(plan: Plan, *, on_postgresql: bool) -> Report:
    report = Report("PostgreSQL, gunicorn 2 × 4" if on_postgresql else "SQLite, waitress with 8 threads")
    measure_policy(report)
    with tempfile.TemporaryDirectory(prefix="hiring-bench-") as scratch:
        folder = Path(scratch)
        bare = measure_bare(folder, plan, report)
        report.table.add_section()
        for size in plan.houses:
            openings = max(3, min(12, size // 100))
            make = partial(prepare, folder / str(size), applications=size, seats=plan.requests, openings=openings)
            if on_postgresql:
                with postgres() as running_postgres:
                    name = f"bench_{size}"
                    measure_house(make(database_url=running_postgres.create(name)), GUNICORN, plan, bare, report, size)
            else:
                measure_house(make(), SERVE, plan, bare, report, size)
    return report


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="one house, fewer requests: under 90 seconds")
    asked.add_argument("--postgres", action="store_true", help="gunicorn over PostgreSQL instead")
    chosen = asked.parse_args()
    began, busy = time.perf_counter(), os.getloadavg()[0]
    report = run(QUICK if chosen.quick else WHOLE, on_postgresql=chosen.postgres)
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    console.print(report.table)
    console.print(
        f"CPU of one client, in brackets of {CLIENTS} at once; everything else with {CLIENTS}, kept alive. "
        f"{os.cpu_count()} cores, load {busy:.1f} before it began. Took {time.perf_counter() - began:.0f} s."
    )


if __name__ == "__main__":
    main()
