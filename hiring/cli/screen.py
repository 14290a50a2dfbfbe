"""A terminal from 80 columns: sentences, tables of figures that no label can push aside, and labels from anywhere."""

from __future__ import annotations

import sys
import unicodedata
from io import TextIOWrapper

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table

from hiring.text import Text, count

MOST_ROWS = 40
NONE = "–"

_LABEL = 24
_FIRST_ISOLATE, _END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def the_screen() -> Console:
    """Standard output; on a terminal that cannot write a letter of a label its figures still show."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)


def say(screen: Console, *sentences: Text | str) -> None:
    """Paragraphs, each with a line of air behind it."""
    for sentence in sentences:
        screen.print(str(sentence))
        screen.print()


def figures(first: str, *others: str, words: str | None = None) -> Table:
    """A table of a label, figures at full width and, with `words`, a last column of words."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(first, no_wrap=True, overflow="ellipsis")
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    if words is not None:
        table.add_column(words)
    return table


def show(screen: Console, title: str, table: Table, rows: int = 0) -> None:
    """The table under its title; of more than `MOST_ROWS` rows it says how many it leaves out."""
    screen.print(title, style="bold")
    screen.print(table)
    if rows > MOST_ROWS:
        more = count(
            "… and %(num)d more row; --json has all.", "… and %(num)d more rows; --json has all.", rows - MOST_ROWS
        )
        screen.print(str(more))
    screen.print()


def label(written: str, most: int = _LABEL) -> str:
    """A label on one line and no wider than `most`, its end kept, for names often differ there.

    One that runs from right to left is kept apart from its row.
    """
    plain = " ".join(written.split())
    if cell_len(plain) > most:
        end = plain[-(most // 3) :]
        while cell_len(end) > most // 3:
            end = end[1:]
        plain = f"{set_cell_size(plain, most - most // 3 - 1).rstrip()}…{end}"
    if any(unicodedata.bidirectional(sign) in {"R", "AL", "RLE", "RLO", "RLI"} for sign in plain):
        return f"{_FIRST_ISOLATE}{plain}{_END_ISOLATE}"
    return plain


def points(value: float, sign: str = "") -> str:
    """Two decimals; `sign` is "+" where the sign matters. What rounds to nothing has none."""
    near_zero = abs(value) < 0.005
    return f"{0 if near_zero else value:{'' if near_zero else sign}.2f}".replace("-", "−")
