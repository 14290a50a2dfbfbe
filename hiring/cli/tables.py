"""What the calibration verbs found, in words and tables for a terminal of any width from 80 columns."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table

from hiring.text import count

if TYPE_CHECKING:
    from hiring.calibration.agreement import Agreement
    from hiring.calibration.calibrate import Calibration
    from hiring.calibration.columns import Labelled
    from hiring.calibration.components import Components
    from hiring.calibration.fairness import Comparison

MOST_ROWS = 40
_LABEL = 24
_FIRST_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_NONE = "–"

_TERMS = {
    "candidate": "candidates differ",
    "candidate_dimension": "one candidate's dimensions differ from each other",
    "interviewer": "interviewers differ in how leniently they rate",
    "interview": "one interview's ratings move together",
    "residual": "everything else, rating by rating",
}
_SOURCES = {
    "estimated": "estimated from this file",
    "pooled": "given",
    "prior": "what panels usually show",
}


def show_calibration(found: Calibration, file: Labelled) -> None:
    """Notes first, then what differences come from, adjusted beside raw, and interviewers."""
    screen = _screen()
    _say(screen, _size(file))
    for note in found.notes:
        _say(screen, str(note))
    _show_components(screen, found.components)
    _show_cells(screen, found, file)
    _show_severity(screen, found, file)


def show_agreement(found: Agreement, file: Labelled) -> None:
    """A sentence a figure, then interviewers two by two."""
    screen = _screen()
    _say(screen, _size(file))
    alike = {one["value"] is None and one.get("why") for one in found.icc.values()}
    words = {name: str(sentence) for name, sentence in found.words.items()}
    if len(alike) == 1 and (why := alike.pop()):
        words = {name: sentence for name, sentence in words.items() if name not in found.icc}
        words["icc"] = f"One person's score, and the panel's mean (ICC): not told. {why}"
    for sentence in words.values():
        screen.print(sentence)
    screen.print()
    table = _table("", "", "kappa", "linear", "quadratic", "ratings")
    for pair in found.kappa[:MOST_ROWS]:
        one, other = (label(file.interviewers[code]) for code in pair["interviewers"])
        figures = (_ratio(pair[kind]) for kind in ("unweighted", "linear", "quadratic"))
        table.add_row(one, other, *figures, str(pair["n"]))
    _show(screen, "Interviewers two by two", table, len(found.kappa))


def show_fairness(rows: Sequence[Comparison]) -> None:
    """Each stage, the group all others are compared with, and what may be said of each."""
    screen = _screen()
    table = _table("", "passed", "rate", "ratio", "95 %", "p", "Holm", "four fifths")
    stage = ""
    for row in rows[:MOST_ROWS]:
        if row["stage"] != stage:
            stage = row["stage"]
            table.add_row(label(stage))
        table.add_row(f"  {label(row['group'])}", *_comparison(row))
    _show(screen, "Who passed each stage", table, len(rows))
    _say(
        screen,
        "ratio: the group's rate over that of the group marked “reference”, with its 95 % interval. p: Fisher's exact "
        "test; Holm: the same, after so many comparisons. Groups of fewer than 5 people are hidden.",
    )


def label(written: str, most: int = _LABEL) -> str:
    """A label on one line and no wider than `most`; one that runs from right to left is kept apart from its row."""
    plain = " ".join(written.split())
    if cell_len(plain) > most:
        plain = f"{set_cell_size(plain, most - 1).rstrip()}…"
    if any(unicodedata.bidirectional(sign) in {"R", "AL", "RLE", "RLO", "RLI"} for sign in plain):
        return f"{_FIRST_ISOLATE}{plain}{_END_ISOLATE}"
    return plain


def _screen() -> Console:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot write a label still shows its figures
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def _say(screen: Console, sentence: str) -> None:
    screen.print(sentence)
    screen.print()


def _size(file: Labelled) -> str:
    low, high = file.ratings.scale
    parts = (
        count("%(num)s rating", "%(num)s ratings", len(file.ratings)),
        count("%(num)s candidate", "%(num)s candidates", len(file.candidates)),
        count("%(num)s interviewer", "%(num)s interviewers", len(file.interviewers)),
        count("%(num)s dimension", "%(num)s dimensions", len(file.dimensions)),
    )
    return f"{', '.join(str(part) for part in parts)}, on the scale {low} to {high}."


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(first, no_wrap=True, overflow="ellipsis")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _show(screen: Console, title: str, table: Table, rows: int) -> None:
    screen.print(title, style="bold")
    screen.print(table)
    if rows > MOST_ROWS:
        more = count(
            "… and %(num)d more row; --json has all.", "… and %(num)d more rows; --json has all.", rows - MOST_ROWS
        )
        screen.print(str(more))
    screen.print()


def _show_components(screen: Console, components: Components) -> None:
    table = _table("points", "")
    table.columns[1].justify = "left"
    table.columns[1].no_wrap = False
    for term, words in _TERMS.items():
        if term in components.dropped:
            table.add_row(_NONE, f"{words}: this design cannot tell")
        else:
            table.add_row(f"{sqrt(getattr(components, term)):.2f}", words)
    _show(screen, f"What usually makes ratings differ ({_SOURCES[components.source]})", table, 0)


def _show_cells(screen: Console, found: Calibration, file: Labelled) -> None:
    table = _table("", "people", "raw", "adjusted", f"{100 * found.level:.4g} % interval", *_group_column(found))
    candidate = None
    for row in found.cells[:MOST_ROWS]:
        if row["candidate"] != candidate:
            candidate = row["candidate"]
            table.add_row(label(file.candidates[candidate]))
        words = f"  {label(file.dimensions[row['dimension']])}"
        table.add_row(words, str(row["n"]), _points(row["raw"]), *_estimate(row, "adjusted"), *_group(found, row))
    _show(screen, "Candidates, in the order of the file", table, len(found.cells))


def _show_severity(screen: Console, found: Calibration, file: Labelled) -> None:
    interval = f"{100 * found.level:.4g} % interval"
    table = _table("", "ratings", "candidates", "estimate", interval, *_group_column(found))
    for row in found.severity[:MOST_ROWS]:
        figures = _estimate(row, "estimate", sign="+") if row["shown"] else (_NONE, "too little to say")
        table.add_row(
            label(file.interviewers[row["interviewer"]]),
            str(row["ratings"]),
            str(row["candidates"]),
            *figures,
            *_group(found, row),
        )
    _show(screen, "Interviewers: points above (lenient) or below (severe) what others give", table, len(found.severity))


def _group_column(found: Calibration) -> tuple[str, ...]:
    """Groups are named where there are several."""
    return ("group",) if len(found.groups) > 1 else ()


def _group(found: Calibration, row: Any) -> tuple[str, ...]:
    return (str(row["group"]),) if len(found.groups) > 1 else ()


def _estimate(row: Any, name: str, sign: str = "") -> tuple[str, str]:
    if not isfinite(row[name]):
        return _NONE, _NONE
    return _points(row[name], sign), f"{_points(row['low'], sign)} to {_points(row['high'], sign)}"


def _points(value: float, sign: str = "") -> str:
    near_zero = abs(value) < 0.005
    return f"{0 if near_zero else value:{'' if near_zero else sign}.2f}".replace("-", "−")


def _ratio(value: float | None) -> str:
    return _NONE if value is None else _points(value)


def _comparison(row: Comparison) -> Iterable[str]:
    if row["hidden"] or row["rate"] is None:
        return (_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, "hidden")
    passed = f"{row['passed']} of {row['entered']}"
    if row["group"] == row["reference"]:
        return (passed, f"{row['rate']:.0%}", "", "", "", "", "reference")
    low, high = _ratio(row["ratio_low"]), _ratio(row["ratio_high"])
    chances = (_NONE if p is None else f"{p:.3f}" for p in (row["fisher_p"], row["holm_p"]))
    return (passed, f"{row['rate']:.0%}", _ratio(row["ratio"]), f"{low} to {high}", *chances, row["four_fifths"])
