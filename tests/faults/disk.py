"""A disk that can be filled and emptied: a small one where mounting is allowed, elsewhere a limit on the server."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

SIZE = "12m"
HARDLY_ANYTHING = 64 * 1024
PIECE = bytes(64 * 1024)


class Disk(Protocol):
    """Where a house can live until there is no room left."""

    name: str
    place: Path

    def fill(self, server: int) -> None:
        """Leave no room to the process of that id."""

    def free(self, server: int) -> None:
        """Give the room back."""


class SmallDisk:
    """A folder in memory of a few megabytes, filled by one large file."""

    name = f"disk of {SIZE[:-1]} MB full"

    def __init__(self, place: Path) -> None:
        self.place, self._ballast = place, place / "ballast"

    def fill(self, server: int) -> None:
        with self._ballast.open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(PIECE)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise

    def free(self, server: int) -> None:
        self._ballast.unlink()


class ShortFiles:
    """Any folder; the server may not write past the first kilobytes of any file, log included."""

    name = "limit on the size of files"

    def __init__(self, place: Path) -> None:
        self.place = place

    def fill(self, server: int) -> None:
        self._limit(server, HARDLY_ANYTHING)

    def free(self, server: int) -> None:
        self._limit(server, resource.RLIM_INFINITY)

    def _limit(self, server: int, size: int) -> None:
        _now, most = resource.prlimit(server, resource.RLIMIT_FSIZE)
        resource.prlimit(server, resource.RLIMIT_FSIZE, (size, most))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """A disk in the folder for as long as the block."""
    place = folder / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)]
    if os.geteuid() != 0 or subprocess.run(mounting, check=False, capture_output=True).returncode:
        yield ShortFiles(place)
        return
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
