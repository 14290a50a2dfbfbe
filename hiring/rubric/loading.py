"""From a file to a rubric, or to everything that is wrong with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from hiring.documents import LARGEST, DocumentError, Problem, read, validate
from hiring.rubric.checks import check as check_sense
from hiring.rubric.model import Rubric
from hiring.text import Text, text

PLANS = "plans"


def parse(source: bytes | str, name: str) -> Rubric:
    """The rubric in a YAML text; `name` is what problems call it. Raises DocumentError with every problem."""
    return validate(read(source, name), Rubric, check_sense)


def load(path: Path) -> Rubric:
    """The rubric in a file, whose name must say which it is: `<rubric>.v<version>.yaml`."""
    return read_file(path)[0]


def read_file(path: Path) -> tuple[Rubric, str]:
    """A file's rubric and its text."""
    try:
        with path.open("rb") as file:
            source = file.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError([_about(path, text("This cannot be read: %(why)s.", why=error.strerror))]) from None
    rubric = parse(source, str(path))
    name = f"{rubric.slug}.v{rubric.number}.yaml"
    if path.name != name:
        raise DocumentError([_about(path, text("Rename this file to %(name)s, which is what it holds.", name=name))])
    return rubric, source.decode()


def _about(path: Path, message: Text) -> Problem:
    return Problem(str(path), 1, 1, "", message)


def check(paths: Iterable[Path]) -> list[Problem]:
    """Everything wrong with these files, and with all rubrics in these folders; plans are checked elsewhere."""
    problems: list[Problem] = []
    for file in _files(paths):
        try:
            load(file)
        except DocumentError as error:
            problems += error.problems
    return problems


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml"))
            yield from (file for file in inside if PLANS not in file.relative_to(path).parts[:-1])
        else:
            yield path
