"""The shared list of bad inputs: what each sends, and where it is tested."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LIST = json.loads((Path(__file__).parent / "data" / "bad_inputs.json").read_text(encoding="utf-8"))["cases"]
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in LIST}


def of_target(target: str) -> list[str]:
    """The ids of the cases that aim at one target."""
    return [name for name, case in CASES.items() if case["target"] == target]
