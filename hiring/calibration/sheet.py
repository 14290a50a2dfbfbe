"""A CSV file of labels and whole numbers as integer columns; what cannot be read is one sentence with its place."""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from hiring.refusal import Kind, Refusal
from hiring.text import Text, count, text

LABEL_LIMIT = 280
CELL_LIMIT = 131_072  # what the csv module takes, also for columns that are passed over
SHOWN = 60
LONGEST_PATH = 4096

_BLOCK = 512  # rows; small enough that their cells are still in the processor's cache when they are counted
_LINE = 1 << 20
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DIGITS = re.compile(r"[+-]?[0-9]{1,280}")


class Trouble(Exception):
    """Why a cell cannot be taken."""

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(str(why))


class Codes(dict[str, int]):
    """The code of a label as it stands in the file, counted in order of first appearance."""

    def __init__(self, *, may_be_empty: bool = False) -> None:
        self.labels: list[str] = []
        self.may_be_empty = may_be_empty

    def __missing__(self, cell: str) -> int:
        label = as_label(cell)
        if label == cell:
            self._refuse_unfit(label)
            code = len(self.labels)
            self.labels.append(label)
        else:
            code = self[label]
        self[cell] = code
        return code

    def _refuse_unfit(self, label: str) -> None:
        if not label and not self.may_be_empty:
            raise Trouble(text("this is empty."))
        if len(label) > LABEL_LIMIT:
            raise Trouble(text("this is longer than %(limit)d characters.", limit=LABEL_LIMIT))
        if unfit := _UNFIT.search(label):
            words = "this is not UTF-8 text." if unfit[0] >= "\ud800" else "this holds a character that cannot be kept."
            raise Trouble(text(words))


class Wholes(dict[str, int]):
    """The whole number that a cell holds, between two ends. A cell such as `3.0` is text: it is not for us to round."""

    def __init__(self, low: int, high: int, ends: Text) -> None:
        self.low, self.high, self.ends = low, high, ends

    def __missing__(self, cell: str) -> int:
        figure = cell.strip()
        if not figure:
            raise Trouble(text("this is empty; a whole number belongs here."))
        if not _DIGITS.fullmatch(figure):
            raise Trouble(text("“%(cell)s” is not a whole number.", cell=one_line(figure)))
        value = int(figure)
        if not self.low <= value <= self.high:
            raise Trouble(text("%(value)s is %(ends)s.", value=one_line(str(value)), ends=self.ends))
        self[cell] = value
        return value


@dataclass(slots=True)
class Sheet:
    """The known columns of a file by name, int32 and of one length, rows without text left out."""

    columns: dict[str, NDArray[Any]]
    blanks: array[int] = field(repr=False)  # for each row left out, how many were taken before it

    def row(self, index: int) -> int:
        """The row of the spreadsheet that holds entry `index`."""
        return index + 2 + bisect_right(self.blanks, index)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))


def read(
    file: Path,
    known: Mapping[str, Codes | Wholes],
    *,
    optional: Collection[str],
    progress: Callable[[int], object] | None = None,
) -> Sheet:
    """Read the columns named by `known`, with the code or the number of each cell; `progress` is told the rows so far.

    Raises Refusal, naming file, row and column, for what is no such file. Memory is 4 bytes a cell and the labels.
    """
    with _lines(file) as lines:
        first = next(lines, "")
        comma = ";" if ";" in first and "," not in first else ","
        rows = csv.reader(chain([first], lines), delimiter=comma, strict=True)
        done = 0
        try:
            head = _head(file, next(rows, []), known, optional)
            taking = _Taking(file, head, {name: known[name] for name in head if name in known})
            done = 1
            while block := list(islice(rows, _BLOCK)):
                taking.take(block)
                done += len(block)
                if progress is not None:
                    progress(done)
        except csv.Error:
            _refuse_unreadable(file, comma)
    columns = {name: np.frombuffer(column, np.int32) for name, column in taking.columns.items()}
    sheet = Sheet(columns, taking.blanks)
    if not len(sheet):
        refuse(file, 2, None, text("there is nothing below the header."))
    return sheet


def refuse(file: Path, row: int, column: str | None, why: Text) -> NoReturn:
    """Say no with the place: file, row and, where there is one, column."""
    place = {"file": one_line(str(file), LONGEST_PATH), "row": row, "why": why}
    if column is None:
        raise Refusal(text("%(file)s, row %(row)d: %(why)s", **place), Kind.INPUT)
    raise Refusal(text("%(file)s, row %(row)d, column %(column)s: %(why)s", column=column, **place), Kind.INPUT)


def as_label(cell: str) -> str:
    """What is written in a cell, apart from white space around it and from two ways to write the same letter."""
    return unicodedata.normalize("NFC", cell).strip()


def one_line(words: str, most: int = SHOWN) -> str:
    """Words fit for the middle of a sentence: no line breaks, no control characters, no more than `most` characters."""
    plain = " ".join(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", words).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


@contextmanager
def _lines(file: Path) -> Iterator[Iterator[str]]:
    """The file's lines with their ends. Bytes that are not UTF-8 become surrogates, which no label may hold."""
    try:
        if not file.is_file():
            raise _unread(file, "it is no plain file" if file.exists() else "there is no such file")
        stream = file.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise _unread(file, error.strerror or str(error)) from None
    with stream:
        yield iter(partial(stream.readline, _LINE), "")


def _unread(file: Path, why: str) -> Refusal:
    words = text("%(file)s cannot be read: %(why)s.", file=one_line(str(file), LONGEST_PATH), why=why)
    return Refusal(words, Kind.INPUT)


def _head(
    file: Path, cells: Sequence[str], known: Mapping[str, Codes | Wholes], optional: Collection[str]
) -> list[str]:
    head = [cell.strip().casefold() for cell in cells]
    wanted = ", ".join(name for name in known if name not in optional)
    if not any(head):
        refuse(file, 1, None, text("the first row must name the columns %(wanted)s.", wanted=wanted))
    if any(_UNFIT.search(cell) for cell in head):
        refuse(file, 1, None, text("this is not UTF-8 text. In a spreadsheet, save it as “CSV UTF-8”."))
    for name in known:
        if head.count(name) > 1:
            refuse(file, 1, name, text("this column is there twice."))
        if name not in head and name not in optional:
            refuse(file, 1, name, text("this column is missing; the first row must name %(wanted)s.", wanted=wanted))
    return head


class _Taking:
    """Rows on their way into columns: a block at a time, or row by row where a block has something to say."""

    def __init__(self, file: Path, head: list[str], known: Mapping[str, Codes | Wholes]) -> None:
        self.file, self.head, self.known = file, head, known
        self.columns = {name: array("i") for name in known}
        self.blanks = array("q")
        self.places = {name: head.index(name) for name in known}
        self.next_row = 2

    def take(self, rows: list[list[str]]) -> None:
        if set(map(len, rows)) == {len(self.head)}:
            cells = list(zip(*rows, strict=True))
            try:
                for name, reading in self.known.items():
                    self.columns[name].extend(map(reading.__getitem__, cells[self.places[name]]))
                self.next_row += len(rows)
                return
            except Trouble:
                self._forget()
        for row in rows:
            self._take_row(row)
            self.next_row += 1

    def _forget(self) -> None:
        """Back to what the blocks before had; codes given since come out the same again."""
        taken = self.next_row - 2 - len(self.blanks)
        for column in self.columns.values():
            del column[taken:]

    def _take_row(self, row: list[str]) -> None:
        if not any(cell.strip() for cell in row):
            self.blanks.append(self.next_row - 2 - len(self.blanks))
            return
        if len(row) != len(self.head):
            words = "this row has %(num)d cell where the header has %(wanted)d."
            more = "this row has %(num)d cells where the header has %(wanted)d."
            at = self.head[min(len(row), len(self.head) - 1)]
            refuse(self.file, self.next_row, at, count(words, more, len(row), wanted=len(self.head)))
        for name, reading in self.known.items():
            try:
                self.columns[name].append(reading[row[self.places[name]]])
            except Trouble as trouble:
                refuse(self.file, self.next_row, name, trouble.why)


def _refuse_unreadable(file: Path, comma: str) -> NoReturn:
    """Read again, now slowly, to find the cell at which the csv module gave up."""
    taken: list[str] = []

    def noted(lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    head: list[str] = []
    number = 1
    with _lines(file) as lines:
        rows = csv.reader(noted(lines), delimiter=comma, strict=True)
        try:
            for row in rows:
                head = head or [cell.strip().casefold() for cell in row]
                number += 1
                taken.clear()
        except csv.Error:
            pass
    place = _first_unreadable("".join(taken), comma)
    column = head[min(place, len(head) - 1)] if head else None
    words = "a quote is not closed or stands in the wrong place, or this is longer than %(limit)d characters."
    refuse(file, number, column, text(words, limit=LABEL_LIMIT))


def _first_unreadable(record: str, comma: str) -> int:
    """How many cells of the record can be read."""
    cell = re.compile(rf'(?:"[^"]*+(?:""[^"]*+)*+"|(?!")[^{comma}\r\n]*+)(?:{comma}|[\r\n]|$)')
    at = readable = 0
    while (found := cell.match(record, at)) and found.end() - at <= CELL_LIMIT and found.end() < len(record):
        at = found.end()
        readable += 1
    return readable
