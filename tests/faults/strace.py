"""Faults put into a running process's calls to the system by strace; run as a module, it installs strace if it can."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import debian

ADVICE = "There is no strace for the tests of a failing disk: install it (on Debian: apt-get install strace)."
PATIENCE = 30
INJECTED = "(INJECTED)"


class Tracer:
    """What strace has written down so far."""

    def __init__(self, log: Path) -> None:
        self._log = log

    def faults(self) -> int:
        """How many calls were answered with the fault instead of being carried out."""
        return self._log.read_text().count(INJECTED)


def need() -> None:
    """Without one, or where nobody may look into a process: skip here, fail in CI."""
    give_up = pytest.fail if os.environ.get("CI") else pytest.skip
    if shutil.which("strace") is None:
        give_up(ADVICE)
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        give_up(f"strace may not look into a process here: {tried.stderr.strip()}")


@contextmanager
def failing_to_sync(process: int, log: Path, when: str) -> Iterator[Tracer]:
    """For as long as the block, each thread's calls that ask the disk to keep something fail `when` strace counts to.

    `2` is the second call of each thread, `1+` is every one.
    """
    calls = "fsync,fdatasync"
    injection = f"--inject={calls}:error=EIO:when={when}"
    command = ["strace", "-f", "-p", str(process), "-o", str(log), f"--trace={calls}", injection]
    tracing = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracing.stderr is not None
    try:
        said = tracing.stderr.readline()
        assert "attached" in said, said
        yield Tracer(log)
    finally:
        tracing.send_signal(signal.SIGINT)
        tracing.communicate(timeout=PATIENCE)


def _install() -> int:
    if shutil.which("strace") is None:
        debian.install("strace")
    return 0 if shutil.which("strace") else debian.say_missing(ADVICE)


if __name__ == "__main__":
    sys.exit(_install())
