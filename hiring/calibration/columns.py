"""Ratings and hiring funnels out of CSV files, as columns of integers beside their labels.

Files are UTF-8 with or without a byte order mark, with any line ends, separated by commas or semicolons. Columns stand
in any order; those without a known name are passed over. Labels are as written, apart from white space around them and
from two ways to write the same letter (NFC). Whole numbers are written in digits. Rows count as in a spreadsheet, the
header being row 1; rows without any text are passed over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from hiring.calibration import funnel
from hiring.calibration.funnel import Step
from hiring.calibration.ratings import Ratings, runs
from hiring.calibration.sheet import LONGEST_PATH, Codes, Sheet, Wholes, one_line, read, refuse
from hiring.refusal import Kind, Refusal
from hiring.text import text

ONLY_DIMENSION = "score"
"""What the one dimension is called where a file has no column for it."""

_MOST_PEOPLE = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Ratings with what their codes stand for: `candidates[code]`, in order of first appearance in the file.

    `interviews` and `perspectives` are empty where the file has no such column.
    """

    ratings: Ratings
    candidates: list[str]
    interviewers: list[str]
    dimensions: list[str]
    interviews: list[str]
    perspectives: list[str]


def read_ratings(
    file: Path, scale: tuple[int, int] = (1, 5), *, progress: Callable[[int], object] | None = None
) -> Labelled:
    """Ratings of the columns candidate, interviewer and score and, if there, dimension, interview and perspective.

    `progress` is told the rows read so far. Raises Refusal with one sentence naming file, row and column for anything
    that is not whole: a missing column, an empty label, text where a number belongs, a score off the scale, the same
    seat twice. Linear in rows; memory is 12 bytes a cell and the labels.
    """
    low, high = scale
    off = text("not on the scale %(low)d to %(high)d", low=low, high=high)
    known: dict[str, Codes | Wholes] = {
        "candidate": Codes(),
        "interviewer": Codes(),
        "dimension": Codes(),
        "score": Wholes(low, high, off),
        "interview": Codes(may_be_empty=True),
        "perspective": Codes(may_be_empty=True),
    }
    sheet = read(file, known, optional=("dimension", "interview", "perspective"), progress=progress)
    columns = sheet.columns
    if "dimension" not in columns:
        columns["dimension"] = np.full(len(sheet), known["dimension"][ONLY_DIMENSION], np.int32)
    labels = [reading.labels for reading in known.values() if isinstance(reading, Codes)]
    try:
        ratings = Ratings(scale=scale, **columns)
    except ValueError:  # each cell was looked at, so that only two rows can disagree
        _refuse_repeated_seat(file, sheet, *labels[:3])
    return Labelled(ratings, *labels)


def read_funnel(file: Path) -> list[Step]:
    """A hiring funnel of the columns stage, group, entered, passed and, if there, opening, in the order of the file.

    Raises Refusal as `read_ratings` does, also for what `funnel.read_funnel` finds wrong between cells.
    """
    people = text("not a number of people from 0 to %(most)d", most=_MOST_PEOPLE)
    labels = {"stage": Codes(), "group": Codes(), "opening": Codes(may_be_empty=True)}
    counts = {name: Wholes(0, _MOST_PEOPLE, people) for name in ("entered", "passed")}
    sheet = read(file, {**labels, **counts}, optional=("opening",))
    columns = {
        name: [labels[name].labels[code] for code in column.tolist()] if name in labels else column.tolist()
        for name, column in sheet.columns.items()
    }
    try:
        return funnel.read_funnel(columns, [sheet.row(index) for index in range(len(sheet))])
    except ValueError as error:
        said = str(error)
        raise Refusal(one_line(f"{file}, {said[0].lower()}{said[1:]}", LONGEST_PATH), Kind.INPUT) from None


def _refuse_repeated_seat(
    file: Path, sheet: Sheet, candidates: list[str], interviewers: list[str], dimensions: list[str]
) -> NoReturn:
    columns = sheet.columns
    seat = [columns[name] for name in ("candidate", "interviewer", "dimension", "interview") if name in columns]
    pair = _first_repeated(*seat)
    words = (
        "row %(first)d holds the same seat (candidate “%(candidate)s”, interviewer “%(interviewer)s”, dimension "
        "“%(dimension)s”). A column “interview” tells two meetings apart."
    )
    why = text(
        words,
        first=sheet.row(pair[0]),
        candidate=one_line(candidates[columns["candidate"][pair[1]]]),
        interviewer=one_line(interviewers[columns["interviewer"][pair[1]]]),
        dimension=one_line(dimensions[columns["dimension"][pair[1]]]),
    )
    refuse(file, sheet.row(pair[1]), "interviewer", why)


def _first_repeated(*columns: NDArray[Any]) -> tuple[int, int]:
    """The first entry that is equal to an earlier one in all these columns, behind the last such earlier one."""
    order, starts = runs(*columns)
    follows = np.ones(len(order), dtype=bool)
    follows[starts] = False
    at = np.flatnonzero(follows)
    chosen = at[order[at].argmin()]
    return int(order[chosen - 1]), int(order[chosen])
