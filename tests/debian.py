"""What the tests need of the machine itself and no Python package brings: found, or installed where Debian lets us."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(package: str) -> None:
    """Ask Debian for it. Nothing happens to those who are not root, or have another system."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", package]):
        subprocess.run([*command, "--quiet", "--quiet"], check=False, env=environment)


def say_missing(advice: str) -> int:
    """Only CI insists; elsewhere the other tests still say something."""
    print(advice, file=sys.stderr)
    return 1 if os.environ.get("CI") else 0
