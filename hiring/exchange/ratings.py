"""Past scores out of a CSV file: every row, or every reason why not, with the numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hiring.candidates.actions import is_address, tidy
from hiring.rubric import Dimension, Rubric
from hiring.text import Text, text

REQUIRED = ("candidate", "interviewer", "dimension", "score")
COLUMNS = (*REQUIRED, "interview")
MOST_ROWS = 100_000
MOST_PROBLEMS = 50
CELL_LIMIT = 280
SHOWN = 60


@dataclass(frozen=True, slots=True)
class PastScore:
    """One row: who was rated by whom on what, in which of their meetings. `row` counts as in the spreadsheet."""

    row: int
    candidate: str
    interviewer: str
    dimension: str
    level: int
    interview: str = ""

    @property
    def seat(self) -> tuple[str, str, str, str]:
        return self.candidate.casefold(), self.interview.casefold(), self.interviewer.casefold(), self.dimension


@dataclass(slots=True)
class PastScores:
    """What a file holds, and everything that is wrong with it."""

    rows: list[PastScore] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)


def read(content: bytes, rubric: Rubric) -> PastScores:
    """Every score in the file, on the dimensions and the scale of this rubric. A formula is text like any other."""
    found = PastScores()
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found.problems.append(text("This file is not UTF-8. In Excel save it as “CSV UTF-8 (comma delimited)”."))
        return found
    first = lines.partition("\n")[0]
    comma = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=comma, strict=True)
    _take_rows(reader, rubric, found)
    if not found.problems:
        found.problems += _whole_problems(found.rows)
    del found.problems[MOST_PROBLEMS:]
    return found


def _take_rows(reader: Iterator[list[str]], rubric: Rubric, found: PastScores) -> None:
    number, known = 0, _names(rubric)
    try:
        head = [" ".join(cell.split()).casefold() for cell in next(reader, [])]
        number = 1
        found.problems += _head_problems(head)
        if found.problems:
            return
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                _take_row(number, head, cells, known, rubric, found)
    except csv.Error:
        words = text("Row %(row)d cannot be read: a quote is not closed, or a cell is too long.", row=number + 1)
        found.problems.append(words)


def _names(rubric: Rubric) -> dict[str, Dimension]:
    """Dimensions by id and by title, in small letters."""
    return {name.casefold(): one for one in rubric.dimensions for name in (one.title, one.id)}


def _head_problems(head: Sequence[str]) -> Iterator[Text]:
    known = ", ".join(COLUMNS)
    for name, times in Counter(head).items():
        if name not in COLUMNS:
            yield text(
                "Row 1: there is no column “%(name)s” here. Known are %(known)s.", name=name[:SHOWN], known=known
            )
        elif times > 1:
            yield text("Row 1: the column “%(name)s” is there twice. Keep one.", name=name)
    missing = [name for name in REQUIRED if name not in head]
    if missing:
        yield text("Row 1 must name the columns; %(missing)s is missing.", missing=", ".join(missing))


def _take_row(
    number: int,
    head: Sequence[str],
    cells: Sequence[str],
    known: Mapping[str, Dimension],
    rubric: Rubric,
    found: PastScores,
) -> None:
    if len(cells) != len(head):
        words = text(
            "Row %(row)d has %(given)d cells where the head has %(wanted)d.",
            row=number,
            given=len(cells),
            wanted=len(head),
        )
        found.problems.append(words)
        return
    row = dict(zip(head, cells, strict=True))
    problems = [*_cell_problems(number, row, known, rubric)]
    found.problems += problems
    if not problems:
        found.rows.append(
            PastScore(
                row=number,
                candidate=tidy(row["candidate"]),
                interviewer=tidy(row["interviewer"]),
                dimension=known[tidy(row["dimension"]).casefold()].id,
                level=int(row["score"]),
                interview=tidy(row.get("interview", "")),
            )
        )


def _cell_problems(
    number: int, row: Mapping[str, str], known: Mapping[str, Dimension], rubric: Rubric
) -> Iterator[Text]:
    for column, cell in row.items():
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\r\t" for sign in cell):
            words = "Row %(row)d, column %(column)s: this holds a character that cannot be kept."
            yield text(words, row=number, column=column)
        elif len(cell) > CELL_LIMIT:
            words = "Row %(row)d, column %(column)s: this is longer than %(limit)d characters."
            yield text(words, row=number, column=column, limit=CELL_LIMIT)
        elif column in REQUIRED and not tidy(cell):
            yield text("Row %(row)d, column %(column)s: this is empty.", row=number, column=column)
    who, what, score = tidy(row["interviewer"]), tidy(row["dimension"]), row["score"].strip()
    if "@" in who and not is_address(who):
        words = "Row %(row)d, column interviewer: “%(who)s” is no e-mail address."
        yield text(words, row=number, who=who[:SHOWN])
    if what and what.casefold() not in known:
        words = "Row %(row)d, column dimension: the rubric has no “%(what)s”. It has %(known)s."
        yield text(words, row=number, what=what[:SHOWN], known=", ".join(one.id for one in rubric.dimensions))
    if score and not (score.isascii() and score.isdecimal() and int(score[:4]) in rubric.levels and len(score) < 4):
        words = "Row %(row)d, column score: “%(score)s” is not on the rubric's scale, %(low)d to %(high)d."
        yield text(words, row=number, score=score[:SHOWN], low=rubric.levels[0], high=rubric.levels[-1])


def _whole_problems(rows: Sequence[PastScore]) -> Iterator[Text]:
    if not rows:
        yield text("There is no score in this file: it has no row below the head.")
    if len(rows) > MOST_ROWS:
        yield text("This file has %(given)d rows; %(limit)d fit. Split it.", given=len(rows), limit=MOST_ROWS)
    first: dict[tuple[str, str, str, str], int] = {}
    for one in rows:
        if one.seat in first:
            yield text(
                "Row %(row)d, column score: row %(first)d has the same candidate, interviewer and dimension. "
                "Use the column “interview” to tell two meetings apart.",
                row=one.row,
                first=first[one.seat],
            )
        first.setdefault(one.seat, one.row)
