"""The chromium that walks the pages: where it is and how it starts; run as a module, it installs one if it can."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from playwright.sync_api import Browser, Playwright

from tests import debian

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
    if find() is None:
        debian.install("chromium")
    return 0 if find() else debian.say_missing(ADVICE)


if __name__ == "__main__":
    sys.exit(_install())
