"""The second library that reads our calendar files: ical.js under node; run as a module, it installs both if it can."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests import debian

HERE = Path(__file__).parent
READ = HERE / "read.js"
LIBRARY = HERE / "node_modules/ical.js"
ADVICE = "There is no node with ical.js to read calendar files: install nodejs and npm, then `npm ci` in tests/icals."
ELSEWHERE = "Pacific/Auckland"
"""The reader's own clock: a file that left the zone to it would be read hours away."""


def read(texts: Sequence[str]) -> list[dict[str, Any]]:
    """What ical.js finds in each of them. Without it: skip here, fail in CI."""
    if not _is_there():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    done = subprocess.run(
        ["node", str(READ)],
        input=json.dumps(texts),
        env={**os.environ, "TZ": ELSEWHERE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _is_there() -> bool:
    return shutil.which("node") is not None and LIBRARY.is_dir()


def _install() -> int:
    for command, package in (("node", "nodejs"), ("npm", "npm")):
        if shutil.which(command) is None:
            debian.install(package)
    if not LIBRARY.is_dir() and shutil.which("npm"):
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=False)
    return 0 if _is_there() else debian.say_missing(ADVICE)


if __name__ == "__main__":
    sys.exit(_install())
