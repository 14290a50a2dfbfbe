"""How fast the calibration engine is, and how large: `make bench-calibration`. Measures and prints; fails no build."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

HOUSE = Path(__file__).parents[2]
SIZES = (10_000, 100_000, 1_000_000)
LARGE = 10_000_000
ENOUGH_FREE = 12 * 2**30
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}

WHOLE = {10_000: 0.4, 100_000: 3.0, 1_000_000: 8.0}
GIVEN = {1_000_000: 3.0}
ESTIMATING = {1_000_000: 5.0}
REPORTS = 12.0
MEGABYTES = {1_000_000: 1200.0, LARGE: 6000.0}


class Report:
    """Rows as they are measured: CPU seconds, multiples of one bincount pass, memory, target."""

    def __init__(self) -> None:
        columns = ["what", "ratings", "interviewers", "CPU s", "× bincount", "peak MB", "target"]
        self.table = Table(*columns, title="One thread; CPU seconds; bincount = one pass of weights by candidate")

    def time(self, what: str, it: Mapping[str, float], seconds: float, most: float | None) -> None:
        passes = f"{seconds / it['bincount']:.0f}" if "bincount" in it else ""
        self._add(what, it, _seconds(seconds), passes, "", _verdict(seconds, most, "s"))

    def memory(self, what: str, it: Mapping[str, float], most: float | None) -> None:
        self._add(
            what, it, "", "", f"{it['peak_mb']:.0f} (from {it['begun_mb']:.0f})", _verdict(it["peak_mb"], most, "MB")
        )

    def _add(self, what: str, it: Mapping[str, float], *cells: str) -> None:
        self.table.add_row(what, f"{it['ratings']:,.0f}", f"{it['interviewers']:,.0f}", *cells)


def measure(what: str, ratings: int, *, by: str = "one") -> dict[str, float]:
    """In a process of its own, so that one peak of memory does not hide another."""
    said = subprocess.run(
        [sys.executable, "-m", f"tests.bench_calibration.{by}", what, str(ratings)],
        cwd=HOUSE,
        env=os.environ | ONE_THREAD,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    ).stdout
    figures: dict[str, float] = json.loads(said)
    return figures


def growth(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The exponent of seconds ~ sizes^exponent, by least squares on logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def main(sizes: Sequence[int]) -> None:
    console, report = Console(width=130), Report()
    measured = []
    for size in sizes:
        console.print(f"[dim]{size:,} ratings …[/]")
        it = measure("calibrate", size)
        report.time("estimate, solve and intervals", it, it["whole"], WHOLE.get(size))
        report.time("  of which solve and intervals", it, it["given"], GIVEN.get(size))
        report.time("  of which estimating", it, it["whole"] - it["given"], ESTIMATING.get(size))
        report.memory("  memory", it, MEGABYTES.get(size))
        measured.append(it)
    alpha = measure("alpha", 1_000_000)
    report.time("ordinal alpha", alpha, alpha["whole"], 0.3)
    refresh = measure("refresh", 10_000)
    report.time("one candidate refreshed", refresh, refresh["whole"], 0.005)
    console.print("[dim]a house with 1,000,000 ratings …[/]")
    house = measure("reports", 1_000_000, by="reporting")
    report.time("reports of a house, from its SQLite file", house, house["whole"], REPORTS)
    report.time("  when nobody is new", house, house["again"], None)
    report.memory("  memory", house, None)
    console.print(report.table)
    many = [it["ratings"] for it in measured]
    for part in ("whole", "given"):
        exponent = growth(many, [it[part] for it in measured])
        console.print(f"growth of {part}, {many[0]:,.0f} to {many[-1]:,.0f} ratings: ratings^{exponent:.2f}")


def _seconds(seconds: float) -> str:
    return f"{1000 * seconds:.2f} ms" if seconds < 0.01 else f"{seconds:.3f}"


def _verdict(reached: float, most: float | None, unit: str) -> str:
    if most is None:
        return ""
    mark = "[green]✓[/]" if reached <= most else "[red]✗[/]"
    return f"{mark} ≤ {most:g} {unit}"


def _free() -> int:
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--large",
        action=argparse.BooleanOptionalAction,
        default=_free() >= ENOUGH_FREE,
        help=f"measure {LARGE:,} ratings too; by default where {ENOUGH_FREE // 2**30} GiB are free",
    )
    parser.add_argument("--quick", action="store_true", help="measure two small sizes only")
    asked = parser.parse_args()
    main(SIZES[:2] if asked.quick else (*SIZES, LARGE) if asked.large else SIZES)
