"""What the calibration verbs found, in words and tables for a terminal of any width from 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any

from rich.console import Console

from hiring.calibration.reliability import next_interviewer
from hiring.calibration.tendencies import tendencies
from hiring.cli.explanations import explained, leanings, show_sums
from hiring.cli.screen import MOST_ROWS, NONE, figures, label, points, say, show, the_screen
from hiring.text import count

if TYPE_CHECKING:
    from hiring.calibration.agreement import Agreement
    from hiring.calibration.calibrate import Calibration
    from hiring.calibration.columns import Labelled
    from hiring.calibration.components import Components
    from hiring.calibration.fairness import Comparison
    from hiring.calibration.tendencies import Tendencies

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

_REASONS = (
    "adjusted = raw + leniency + leaning. leniency: what the interviewers' own leniency or severity made, taken off. "
    "leaning: few ratings lean towards the candidate's other dimensions and towards what is usual."
)


def show_calibration(found: Calibration, file: Labelled) -> None:
    """Notes first, then what differences come from, adjusted beside raw, and interviewers."""
    screen = the_screen()
    say(screen, _size(file), *found.notes)
    _show_components(screen, found.components)
    if (more := next_interviewer(found)) is not None:
        say(screen, more)
    _show_cells(screen, found, file)
    _show_severity(screen, found, file)


def show_candidate(found: Calibration, file: Labelled, candidate: int) -> None:
    """How one candidate's adjusted scores came about, for somebody with a pocket calculator."""
    screen = the_screen()
    say(screen, _size(file), *found.notes)
    if found.why is None:
        show_sums(screen, explained(found, candidate), file)


def show_agreement(found: Agreement, file: Labelled) -> None:
    """A sentence a figure, then interviewers two by two."""
    screen = the_screen()
    say(screen, _size(file))
    alike = {one["value"] is None and one.get("why") for one in found.icc.values()}
    words = {name: str(sentence) for name, sentence in found.words.items()}
    if len(alike) == 1 and (why := alike.pop()):
        words = {name: sentence for name, sentence in words.items() if name not in found.icc}
        words["icc"] = f"One person's score, and the panel's mean (ICC): not told. {why}"
    for sentence in words.values():
        screen.print(sentence)
    screen.print()
    table = figures("", "", "kappa", "linear", "quadratic", "ratings")
    for pair in found.kappa[:MOST_ROWS]:
        one, other = (label(file.interviewers[code]) for code in pair["interviewers"])
        kappas = (_ratio(pair[kind]) for kind in ("unweighted", "linear", "quadratic"))
        table.add_row(one, other, *kappas, str(pair["n"]))
    show(screen, "Interviewers two by two", table, len(found.kappa))


def show_fairness(rows: Sequence[Comparison]) -> None:
    """Each stage, the group all others are compared with, and what may be said of each."""
    screen = the_screen()
    table = figures("", "passed", "rate", "ratio", "95 %", "p", "Holm", "four fifths")
    stage = ""
    for row in rows[:MOST_ROWS]:
        if row["stage"] != stage:
            stage = row["stage"]
            table.add_row(label(stage))
        table.add_row(f"  {label(row['group'])}", *_comparison(row))
    show(screen, "Who passed each stage", table, len(rows))
    say(
        screen,
        "ratio: the group's rate over that of the group marked “reference”, with its 95 % interval. p: Fisher's exact "
        "test; Holm: the same, after so many comparisons. Groups of fewer than 5 people are hidden.",
    )


def _size(file: Labelled) -> str:
    low, high = file.ratings.scale
    parts = (
        count("%(num)s rating", "%(num)s ratings", len(file.ratings)),
        count("%(num)s candidate", "%(num)s candidates", len(file.candidates)),
        count("%(num)s interviewer", "%(num)s interviewers", len(file.interviewers)),
        count("%(num)s dimension", "%(num)s dimensions", len(file.dimensions)),
    )
    return f"{', '.join(str(part) for part in parts)}, on the scale {low} to {high}."


def _show_components(screen: Console, components: Components) -> None:
    table = figures("points", words="")
    for term, words in _TERMS.items():
        if term in components.dropped:
            table.add_row(NONE, f"{words}: this design cannot tell")
        else:
            table.add_row(f"{sqrt(getattr(components, term)):.2f}", words)
    show(screen, f"What usually makes ratings differ ({_SOURCES[components.source]})", table)


def _show_cells(screen: Console, found: Calibration, file: Labelled) -> None:
    interval = f"{100 * found.level:.4g} % interval"
    table = figures("", "people", "raw", "leniency", "leaning", "adjusted", interval, *_group_column(found))
    shown = found.cells[:MOST_ROWS]
    candidate = None
    for row, reasons in zip(shown, leanings(found, shown), strict=True):
        if row["candidate"] != candidate:
            candidate = row["candidate"]
            table.add_row(label(file.candidates[candidate]))
        table.add_row(
            f"  {label(file.dimensions[row['dimension']])}",
            str(row["n"]),
            points(row["raw"]),
            *(NONE if reason is None else points(reason, "+") for reason in reasons),
            *_estimate(row, "adjusted"),
            *_group(found, row),
        )
    show(screen, "Candidates, in no order of merit", table, len(found.cells))
    if found.why is None:
        say(screen, _REASONS)


def _show_severity(screen: Console, found: Calibration, file: Labelled) -> None:
    interval = f"{100 * found.level:.4g} % interval"
    table = figures("", "ratings", "candidates", "estimate", interval, *_group_column(found))
    for row in found.severity[:MOST_ROWS]:
        severity = _estimate(row, "estimate", sign="+") if row["shown"] else (NONE, "too little to say")
        table.add_row(
            label(file.interviewers[row["interviewer"]]),
            str(row["ratings"]),
            str(row["candidates"]),
            *severity,
            *_group(found, row),
        )
    show(screen, "Interviewers: points above (lenient) or below (severe) what others give", table, len(found.severity))
    _say_habits(screen, tendencies(found), file)


def _say_habits(screen: Console, found: Tendencies, file: Labelled) -> None:
    """What is sure of single interviewers, and how much of their differences is chance."""
    if found.separation.sentence is not None:
        say(screen, found.separation.sentence)
    known = [one for one in found.interviewers if one.sentences]
    for one in known[:MOST_ROWS]:
        screen.print(f"{label(file.interviewers[one.interviewer])}: {' '.join(map(str, one.sentences))}")
    if len(known) > MOST_ROWS:
        screen.print(f"… and as much of {len(known) - MOST_ROWS} more.")


def _group_column(found: Calibration) -> tuple[str, ...]:
    """Groups are named where there are several."""
    return ("group",) if len(found.groups) > 1 else ()


def _group(found: Calibration, row: Any) -> tuple[str, ...]:
    return (str(row["group"]),) if len(found.groups) > 1 else ()


def _estimate(row: Any, name: str, sign: str = "") -> tuple[str, str]:
    if not isfinite(row[name]):
        return NONE, NONE
    return points(row[name], sign), f"{points(row['low'], sign)} to {points(row['high'], sign)}"


def _ratio(value: float | None) -> str:
    return NONE if value is None else points(value)


def _comparison(row: Comparison) -> Iterable[str]:
    if row["hidden"] or row["rate"] is None:
        return (NONE, NONE, NONE, NONE, NONE, NONE, "hidden")
    passed = f"{row['passed']} of {row['entered']}"
    if row["group"] == row["reference"]:
        return (passed, f"{row['rate']:.0%}", "", "", "", "", "reference")
    low, high = _ratio(row["ratio_low"]), _ratio(row["ratio_high"])
    chances = (_chance(p) for p in (row["fisher_p"], row["holm_p"]))
    return (passed, f"{row['rate']:.0%}", _ratio(row["ratio"]), f"{low} to {high}", *chances, row["four_fifths"])


def _chance(p: float | None) -> str:
    return NONE if p is None else "<0.001" if p < 0.0005 else f"{p:.3f}"
