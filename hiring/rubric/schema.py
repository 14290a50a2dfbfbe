"""The rubric file as a JSON Schema, with which editors complete and check it while somebody writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hiring.rubric.model import Rubric


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a rubric file."""
    shape = Rubric.model_json_schema(by_alias=True)
    of_role = {"required": ["profile", "decision", "ramp"], "properties": {"ramp": {"minItems": 1}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **shape,
        "if": {"properties": {"kind": {"const": "role"}}},
        "then": of_role,
    }


def write_schema(path: Path) -> None:
    """Write the schema to a file; a test compares the one in the house with the code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
