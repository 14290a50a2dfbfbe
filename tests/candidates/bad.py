"""The shared list of bad inputs, by id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent.parent / "data" / "bad_inputs.json"
BAD: dict[str, dict[str, Any]] = {case["id"]: case for case in json.loads(_FILE.read_text(encoding="utf-8"))["cases"]}
