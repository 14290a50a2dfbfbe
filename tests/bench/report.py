"""The table of the bench: what was measured, beside the bare page of the same run and the target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.table import Table

from tests.bench.measure import Measured


@dataclass(frozen=True, slots=True)
class Limit:
    """One target of a row: its words, and the figure that must not be above it."""

    words: str
    holds: Callable[[Measured, Measured], bool]


def cpu(most: float) -> Limit:
    return Limit(f"≤ {most:g} ms CPU", lambda it, _hello: it.cpu_ms <= most)


def faultless() -> Limit:
    return Limit("0 errors", lambda it, _hello: it.errors == 0)


def p95(most: float) -> Limit:
    return Limit(f"p95 ≤ {most:g} ms", lambda it, _hello: it.p95 <= most)


def rate(least: float) -> Limit:
    return Limit(f"≥ {least:g} × hello's rate", lambda it, hello: it.per_second >= least * hello.per_second)


BOARD = {200: 15.0, 1_000: 15.0, 10_000: 20.0}


class Report:
    """The table, row by row as it is measured, each beside the bare page of the same run."""

    def __init__(self, title: str) -> None:
        columns = ["what", "CPU ms", "× bare", "per s", "× bare", "p50", "p95", "p99", "requests", "target"]
        self.table = Table(*columns, title=title)

    def add(self, what: str, it: Measured, bare: Measured | None, limits: Sequence[Limit] = ()) -> None:
        verdicts = [f"[{'green]✓' if limit.holds(it, bare or it) else 'red]✗'}[/] {limit.words}" for limit in limits]
        dearer = "" if bare is None else f"{it.cpu_ms / bare.cpu_ms:.1f}"
        slower = "" if bare is None else f"{it.per_second / bare.per_second:.3f}"
        waits = [f"{one:.1f}" for one in (it.p50, it.p95, it.p99)]
        done = f"{it.done}" if not it.errors else f"{it.done}, [red]{it.errors} wrong: {it.statuses}[/]"
        self.table.add_row(
            what,
            f"{it.cpu_ms:.2f} ({it.crowded_ms:.1f})",
            dearer,
            f"{it.per_second:.0f}",
            slower,
            *waits,
            done,
            "\n".join(verdicts),
        )

    def add_figure(self, what: str, figure: float, unit: str, most: float) -> None:
        mark = "green]✓" if figure <= most else "red]✗"
        self.table.add_row(what, *[""] * 7, f"{figure:.2f} {unit}", f"[{mark}[/] ≤ {most:g} {unit}")
