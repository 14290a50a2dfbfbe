"""How adjusted scores came about: in a word beside each, and as sums that somebody can do again by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from rich.console import Console

from hiring.calibration.explain import Explained, explain
from hiring.calibration.sheet import as_label, one_line
from hiring.cli.screen import figures, label, points, say, show
from hiring.refusal import Kind, Refusal
from hiring.text import text

if TYPE_CHECKING:
    from pathlib import Path

    from hiring.calibration.calibrate import Calibration
    from hiring.calibration.columns import Labelled
    from hiring.calibration.refresh import Share
    from hiring.calibration.summary import Table


def code_of(candidate: str, file: Labelled, path: Path) -> int:
    """The code of the candidate of this name; Refusal when the file has none."""
    try:
        return file.candidates.index(as_label(candidate))
    except ValueError:
        words = text("%(file)s: there is no candidate “%(name)s”.", file=path, name=one_line(candidate))
        raise Refusal(words, Kind.INPUT) from None


def explained(found: Calibration, candidate: int) -> tuple[Explained, ...]:
    """The sums behind one candidate's adjusted scores; none where nothing is adjusted."""
    return () if found.why is not None else explain(found, candidate)


def as_rows(sums: tuple[Explained, ...], file: Labelled) -> list[dict[str, object]]:
    """The sums for JSON: adjusted = usual + sum of weight × (score − usual − severity) over `shares`."""
    return [
        {
            "dimension": file.dimensions[one.cell["dimension"]],
            **{name: float(one.cell[name]) for name in ("raw", "adjusted", "low", "high")},
            "usual": one.usual,
            "shares": [_share(share, file) for share in one.shares],
        }
        for one in sums
    ]


def show_sums(screen: Console, sums: tuple[Explained, ...], file: Labelled) -> None:
    """A table a dimension: the usual level, and below it what each rating brings."""
    say(
        screen,
        "adjusted = usual + the sum of what each rating brings; a rating brings weight × (score − usual − severity), "
        "“usual” being that of the rating's own dimension. Severity: + is lenient. Figures are rounded for reading.",
    )
    for one in sums:
        low, adjusted, high = (points(one.cell[name]) for name in ("low", "adjusted", "high"))
        name = label(file.dimensions[one.cell["dimension"]])
        table = figures("", "score", "usual", "severity", "weight", "brings")
        table.add_row("usual", *[""] * 4, f"{one.usual:.4f}")
        for share in one.shares:
            seat = ", ".join(label(part, 16) for part in _seat(share, file).values())
            terms = (share.usual, share.severity, share.weight, share.brings)
            table.add_row(seat, str(share.score.level), *(f"{term:.4f}".replace("-", "−") for term in terms))
        table.add_row("adjusted", *[""] * 4, f"{one.cell['adjusted']:.4f}", style="bold")
        show(screen, f"{name}: raw {points(one.cell['raw'])}, adjusted {adjusted} ({low} to {high})", table)


def leanings(found: Calibration, cells: Table) -> Iterator[tuple[float | None, float | None]]:
    """What makes each of these cells' adjusted score differ from the raw one: who rated, and how few did.

    The first is the severities as they were weighed, the second the rest; None where nothing is adjusted.
    """
    for candidate in dict.fromkeys(cells["candidate"].tolist()):
        own = cells[cells["candidate"] == candidate]
        by_dimension = {int(one.cell["dimension"]): one for one in explained(found, candidate)}
        for cell in own:
            one = by_dimension.get(int(cell["dimension"]))
            if one is None:
                yield None, None
                continue
            by_people = -sum(share.weight * share.severity for share in one.shares)
            yield by_people, float(cell["adjusted"] - cell["raw"]) - by_people


def _share(share: Share, file: Labelled) -> dict[str, object]:
    return {
        **_seat(share, file),
        "score": share.score.level,
        "usual": share.usual,
        "severity": share.severity,
        "weight": share.weight,
        "brings": share.brings,
    }


def _seat(share: Share, file: Labelled) -> dict[str, str]:
    """Who gave the rating on what and, where the file says so, in which of their meetings."""
    interviewer, _perspective = cast("tuple[int, int]", share.score.person)
    seat = {
        "interviewer": file.interviewers[interviewer],
        "dimension": file.dimensions[cast("int", share.score.dimension)],
    }
    return {**seat, "interview": file.interviews[cast("int", share.score.interview)]} if file.interviews else seat
