"""The example rubric, and ways to say it differently."""

from __future__ import annotations

import copy
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from hiring.documents import DocumentError, read
from hiring.rubric import Rubric, parse

DATA = Path(__file__).parents[1] / "data"
EXAMPLE = DATA / "data-engineer.v1.yaml"


def example_data() -> dict[str, Any]:
    """The example as plain data, to change at will."""
    return copy.deepcopy(_example())


@cache
def _example() -> dict[str, Any]:
    return read(EXAMPLE.read_bytes(), "example").data


def write(data: object) -> str:
    """Data as YAML, keys in their order and everything written out."""
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.width = 10_000
    yaml.representer.sort_base_mapping_type_on_output = False
    yaml.representer.ignore_aliases = lambda _: True
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def edited(path: list[Any], value: object) -> dict[str, Any]:
    """The example with one value set; "+" in the path appends."""
    data = example_data()
    inside: Any = data
    for step in path[:-1]:
        inside = inside[step]
    if path[-1] == "+":
        inside.append(value)
    else:
        inside[path[-1]] = value
    return data


def problems_of(data: object, name: str = "x.yaml") -> list[tuple[str, str]]:
    """What is wrong with data written as a file: path and sentence of each."""
    try:
        parse(write(data), name)
    except DocumentError as error:
        return [(problem.path, str(problem.message)) for problem in error.problems]
    return []


def rubric(**changes: Any) -> Rubric:
    """The example as a rubric, with other values for whole keys."""
    return parse(write(example_data() | changes), "example.yaml")


def dimension(identifier: str, **changes: Any) -> dict[str, Any]:
    """A dimension like the example's, under another id."""
    like: dict[str, Any] = example_data()["dimensions"][0]
    return like | {"id": identifier, "title": identifier.capitalize(), "questions": [], "methods": []} | changes
