"""What a file says and what is wrong with it, each fault with its line, column and path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hiring.text import Text

Path = tuple[str | int, ...]
Place = tuple[int, int]

LONGEST_WORD = 40


@dataclass(frozen=True)
class Problem:
    """One fault in one file and what to do about it; line and column count from 1."""

    file: str
    line: int
    column: int
    path: str
    message: Text

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: "
        return f"{where}{self.path}: {self.message}" if self.path else f"{where}{self.message}"


class DocumentError(ValueError):
    """A file that cannot be used, with everything found wrong in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.line, problem.column)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Document:
    """What a file says. `positions` maps each path to the line and column of its key or its place in a list."""

    name: str
    data: dict[str, Any]
    positions: Mapping[Path, Place]

    def problem(self, path: Path, message: Text) -> Problem:
        """A fault at a path; where the path is not in the file, placed at the nearest thing around it that is."""
        around = path
        while around not in self.positions:
            around = around[:-1]
        return Problem(self.name, *self.positions[around], show_path(path, self.data), message)


def show_path(path: Path, data: object) -> str:
    """A path for people, `dimensions[2].anchors.3`; entries of lists count from 0."""
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(data, list) else f".{shorten(step)}"
        data = _inside(data, step)
    return shown.removeprefix(".")


def shorten(word: object) -> str:
    """A key or name as a message may repeat it, since a file may hold one of any length."""
    whole = str(word)
    return whole if len(whole) <= LONGEST_WORD else f"{whole[:LONGEST_WORD]}…"


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None
