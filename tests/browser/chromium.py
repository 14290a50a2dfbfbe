"""The chromium that walks the pages: where it is and how it starts; run as a module, it installs one if it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ADVICE = "There is no chromium for the browser tests: install it (on Debian: apt-get install chromium)."


def find() -> str | None:
    """The path of the browser that tests use: `$HIRING_TEST_CHROMIUM`, or the first on the PATH."""
    given = os.environ.get("HIRING_TEST_CHROMIUM")
    return given or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it with a fresh profile and nothing to say to the outside. Without one: skip here, fail in CI."""
    path = find()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    return playwright.chromium.launch(executable_path=path, args=_arguments())


def _arguments() -> list[str]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [*quiet, *as_root]


def _install() -> int:
    """Make sure that there is one. Only CI insists; elsewhere the other tests still say something."""
    if find() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run([*command, "--quiet", "--quiet"], check=False, env=environment)
    if find() is not None:
        return 0
    print(ADVICE, file=sys.stderr)
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(_install())
