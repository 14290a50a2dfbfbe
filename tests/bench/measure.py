"""One measurement: send requests, and say what they cost the server and how long the clients waited."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from tests.bench.served import HOUSE, Server

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, requests a second, and how many answers were not the one wanted.

    `crowded_ms` is the CPU of a request among eight at once: the threads of one Python hand its lock to and fro.
    """

    cpu_ms: float
    per_second: float
    p50: float
    p95: float
    p99: float
    done: int
    errors: int
    statuses: str
    crowded_ms: float

    def beside(self, alone: Measured) -> Measured:
        """These waits, with the CPU of the same request sent by one client after another."""
        return replace(self, cpu_ms=alone.cpu_ms, errors=self.errors + alone.errors, done=self.done + alone.done)


def measure(
    server: Server, lanes: Sequence[Sequence[bytes]], *, times: int = 1, seconds: float, wanted: Collection[str]
) -> Measured:
    """Send each lane over a connection of its own, so many times or for so many seconds, whichever is less."""
    before = server.cpu_seconds()
    job = {
        "port": server.port,
        "lanes": [[request.decode() for request in lane] for lane in lanes],
        "times": times,
        "seconds": seconds,
    }
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        input=json.dumps(job),
        cwd=HOUSE,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    saw = json.loads(said)
    spent, done = server.cpu_seconds() - before, len(saw["seconds"])
    hundredths = quantiles((1000 * one for one in saw["seconds"]), n=100, method="inclusive")
    good = sum(many for status, many in saw["statuses"].items() if status in wanted)
    return Measured(
        cpu_ms=1000 * spent / done,
        per_second=good / saw["wall"],
        p50=hundredths[49],
        p95=hundredths[94],
        p99=hundredths[98],
        done=done,
        errors=done - good,
        statuses=", ".join(f"{many} × {status}" for status, many in saw["statuses"].items() if status not in wanted),
        crowded_ms=1000 * spent / done,
    )
