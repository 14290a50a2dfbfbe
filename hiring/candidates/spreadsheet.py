"""Candidates out of a CSV file: every row, or every reason why not, with the numbers the spreadsheet shows."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hiring.candidates.channels import CHANNELS, channel_of
from hiring.candidates.contact import NewCandidate, address_of, is_address, tidy
from hiring.text import Text, text

COLUMNS = ("name", "headline", "email", "phone", "channel", "introduced_by")
MOST_ROWS = 1000
CELL_LIMIT = 280
WHITE_SPACE = "\n\r\t"


@dataclass(slots=True)
class Sheet:
    """What a file holds. Rows count as in the spreadsheet: the head is row 1."""

    rows: list[tuple[int, NewCandidate]] = field(default_factory=list)
    problems: list[Text] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """Everybody in the file, and everything that is wrong with it. A formula is text like any other."""
    sheet = Sheet()
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        sheet.problems.append(
            text("This file is not UTF-8. In Excel save it as “CSV UTF-8 (comma delimited)”, then choose it again.")
        )
        return sheet
    first = lines.partition("\n")[0]
    comma = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=comma, strict=True)
    number = 0
    try:
        head = [" ".join(cell.split()).casefold().replace(" ", "_") for cell in next(reader, [])]
        number = 1
        sheet.problems += _head_problems(head)
        if sheet.problems:
            return sheet
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                _take_row(sheet, number, head, cells)
    except csv.Error:
        sheet.problems.append(
            text("Row %(row)s cannot be read: a quote is not closed, or a cell is too long.", row=number + 1)
        )
    sheet.problems += _whole_problems(sheet)
    return sheet


def _head_problems(head: Sequence[str]) -> Iterator[Text]:
    known = ", ".join(COLUMNS)
    for name, times in Counter(head).items():
        if name not in COLUMNS:
            yield text("There is no column “%(name)s” here. Known are %(known)s.", name=name[:60], known=known)
        elif times > 1:
            yield text("The column “%(name)s” is there twice. Keep one.", name=name)
    if "name" not in head:
        yield text("The first row must name the columns, “name” among them. Known are %(known)s.", known=known)


def _take_row(sheet: Sheet, number: int, head: Sequence[str], cells: Sequence[str]) -> None:
    if len(cells) != len(head):
        sheet.problems.append(
            text(
                "Row %(row)s has %(given)s cells where the head has %(wanted)s.",
                row=number,
                given=len(cells),
                wanted=len(head),
            )
        )
        return
    row = dict(zip(head, cells, strict=True))
    problems = [*_cell_problems(number, row)]
    sheet.problems += problems
    if not problems:
        sheet.rows.append((number, _candidate(row)))


def _cell_problems(number: int, row: dict[str, str]) -> Iterator[Text]:
    for column, cell in row.items():
        if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in WHITE_SPACE for sign in cell):
            yield text(
                "Row %(row)s, %(column)s: this holds a character that cannot be kept.", row=number, column=column
            )
        elif len(cell) > CELL_LIMIT:
            yield text(
                "Row %(row)s, %(column)s: this is longer than %(limit)s characters.",
                row=number,
                column=column,
                limit=CELL_LIMIT,
            )
    if not tidy(row["name"]):
        yield text("Row %(row)s has no name.", row=number)
    email = row.get("email", "").strip()
    if email and not is_address(email):
        yield text("Row %(row)s: “%(email)s” is no e-mail address.", row=number, email=tidy(email)[:60])
    channel = row.get("channel", "").strip()
    if channel and channel_of(channel) is None:
        yield text(
            "Row %(row)s: there is no channel “%(channel)s”. Known are %(known)s.",
            row=number,
            channel=tidy(channel)[:60],
            known=", ".join(CHANNELS),
        )


def _candidate(row: dict[str, str]) -> NewCandidate:
    return NewCandidate(
        name=tidy(row["name"]),
        headline=tidy(row.get("headline", "")),
        email=address_of(row.get("email")),
        phone=tidy(row.get("phone", "")) or None,
        channel=channel_of(row.get("channel", "")) or "inbound",
        introduced_by=tidy(row.get("introduced_by", "")),
    )


def _whole_problems(sheet: Sheet) -> Iterator[Text]:
    if not sheet.rows and not sheet.problems:
        yield text("There is nobody in this file: it has no row below the head.")
    if len(sheet.rows) > MOST_ROWS:
        yield text("This file has %(given)s rows; %(limit)s fit. Split it.", given=len(sheet.rows), limit=MOST_ROWS)
    first_row: dict[str, int] = {}
    for number, one in sheet.rows:
        if one.email is None:
            continue
        if one.email in first_row:
            yield text(
                "Row %(row)s: %(email)s stands in row %(first)s already.",
                row=number,
                email=one.email,
                first=first_row[one.email],
            )
        first_row.setdefault(one.email, number)
