"""How many of each group entered and passed each stage, checked once so that everything after may trust it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import index
from typing import NamedTuple, SupportsIndex

LABELS = ("stage", "group")
COUNTS = ("entered", "passed")

Funnel = Mapping[str, Sequence[object]] | Iterable[Mapping[str, object] | Sequence[object]]


class Step(NamedTuple):
    """So many of one group entered one stage, and so many of them passed; `opening` is None when there is but one."""

    stage: str
    group: str
    entered: int
    passed: int
    opening: str | None = None


def read_funnel(funnel: Funnel, lines: Sequence[int] | None = None) -> list[Step]:
    """The steps of a funnel: a mapping of columns, or a sequence of rows, each a mapping or in the order of `Step`.

    `lines` are the numbers by which messages call the rows, those of a file for instance; without it they count from 1.
    Raises ValueError with one sentence naming row and column for a label that is missing, a count that is not a whole
    number from 0, more who passed than entered, an opening in some rows only, and the same stage, group and opening
    twice; and for a funnel without rows.
    """
    rows = _rows(funnel)
    if not rows:
        raise ValueError("The funnel has no rows.")
    numbers = list(lines) if lines is not None else list(range(1, len(rows) + 1))
    steps = [_step(row, number) for row, number in zip(rows, numbers, strict=True)]
    _refuse_half_openings(steps, numbers)
    _refuse_repeated(steps, numbers)
    return steps


def _rows(funnel: Funnel) -> list[Mapping[str, object]]:
    if isinstance(funnel, Mapping):
        columns = {name: list(column) for name, column in funnel.items() if name in Step._fields and column is not None}
        for name in (*LABELS, *COUNTS):
            if name not in columns:
                raise ValueError(f"Column {name} is missing.")
        if len({len(column) for column in columns.values()}) > 1:
            lengths = ", ".join(f"{name} {len(column)}" for name, column in columns.items())
            raise ValueError(f"Columns differ in length: {lengths}.")
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return [row if isinstance(row, Mapping) else dict(zip(Step._fields, row, strict=False)) for row in funnel]


def _step(row: Mapping[str, object], number: int) -> Step:
    stage, group = (_label(row, name, number) for name in LABELS)
    entered, passed = (_count(row, name, number) for name in COUNTS)
    if passed > entered:
        raise ValueError(f"Row {number}, column passed: {passed} is more than the {entered} who entered.")
    opening = row.get("opening")
    return Step(stage, group, entered, passed, None if opening in {None, ""} else str(opening))


def _label(row: Mapping[str, object], name: str, number: int) -> str:
    label = row.get(name)
    if label is None or not str(label).strip():
        raise ValueError(f"Row {number}, column {name}: it is empty.")
    return str(label)


def _count(row: Mapping[str, object], name: str, number: int) -> int:
    given = row.get(name)
    if given is None or given == "":
        raise ValueError(f"Row {number}, column {name}: it is empty.")
    counted = index(given) if isinstance(given, SupportsIndex) else -1
    if counted < 0:
        raise ValueError(f"Row {number}, column {name}: {given!r} is not a whole number from 0.")
    return counted


def _refuse_half_openings(steps: Sequence[Step], numbers: Sequence[int]) -> None:
    named = [step.opening is not None for step in steps]
    if any(named) and not all(named):
        raise ValueError(f"Row {numbers[named.index(False)]}, column opening: it is empty, but other rows name theirs.")


def _refuse_repeated(steps: Sequence[Step], numbers: Sequence[int]) -> None:
    seen: dict[tuple[str, str, str | None], int] = {}
    for step, number in zip(steps, numbers, strict=True):
        first = seen.setdefault((step.stage, step.group, step.opening), number)
        if first != number:
            where = f" of opening {step.opening}" if step.opening is not None else ""
            raise ValueError(
                f"Row {number}, column group: {step.group} stands at stage {step.stage}{where} in row {first} already."
            )
