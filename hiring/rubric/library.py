"""The rubrics in one folder, found by name and version."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from hiring.documents import DocumentError, Problem
from hiring.rubric.loading import read_file
from hiring.rubric.model import Rubric

REFERENCE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)@([1-9][0-9]{0,8})")


def parse_reference(reference: str) -> tuple[str, int]:
    """`recruiter-call@1` as slug and version; ValueError for anything else."""
    found = REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"{reference!r} is not slug@version")
    return found[1], int(found[2])


class Library:
    """The rubric files right inside a folder. They are read once; faulty ones are only among the problems."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @cached_property
    def _shelf(self) -> tuple[dict[tuple[str, int], tuple[Rubric, str]], list[Problem]]:
        kept: dict[tuple[str, int], tuple[Rubric, str]] = {}
        problems: list[Problem] = []
        for path in sorted(self.directory.glob("*.yaml")):
            try:
                rubric, source = read_file(path)
            except DocumentError as error:
                problems += error.problems
            else:
                kept[rubric.slug, rubric.number] = rubric, source
        return kept, problems

    def slugs(self) -> tuple[str, ...]:
        """The names of all rubrics, in alphabetical order."""
        return tuple(sorted({slug for slug, _ in self._shelf[0]}))

    def versions(self, slug: str) -> tuple[int, ...]:
        """The versions of one rubric, oldest first; empty when there is none."""
        return tuple(sorted(number for kept, number in self._shelf[0] if kept == slug))

    def get(self, slug: str, number: int) -> Rubric:
        """One version; KeyError when there is none."""
        return self._shelf[0][slug, number][0]

    def source(self, slug: str, number: int) -> str:
        """The YAML text of one version, which the database keeps; KeyError when there is none."""
        return self._shelf[0][slug, number][1]

    def latest(self, slug: str) -> Rubric:
        """The newest version; KeyError when there is none."""
        return self.get(slug, max(self.versions(slug), default=0))

    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong in any of the files."""
        return tuple(self._shelf[1])
