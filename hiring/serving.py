"""Serving the pages with waitress: eight threads, and the mail worker along with them on SQLite."""

from __future__ import annotations

import ctypes
import gc
import logging
import platform
import sqlite3
import sys
from collections.abc import Sequence

import waitress
from flask import Flask

from hiring.db import db
from hiring.worker import Sums, start_thread

THREADS = 8
NEW_OBJECTS = 50_000
M_ARENA_MAX = -8  # malloc.h of glibc
PATCHED_PYTHON = {(3, 11): 15, (3, 12): 13, (3, 13): 12, (3, 14): 3}
PATCHED_SQLITE = (3, 51, 3)

log = logging.getLogger(__name__)


def serve(app: Flask, *, host: str, port: int, sums: Sequence[Sums] = ()) -> None:
    """Serve until stopped. `sums` are how the worker works out habits and reports, if not in this process."""
    for warning in old_parts(is_sqlite=db.engine.dialect.name == "sqlite"):
        log.warning(warning)
    if db.engine.dialect.name == "sqlite":
        start_thread(app, sums=sums)
    spare_the_collector()
    share_one_heap()
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="hiring",
        clear_untrusted_proxy_headers=False,
        channel_timeout=60,
    )


def spare_the_collector() -> None:
    """Look for dead cycles less often, and never among what was made at the start, which lives as long as the process.

    A request makes thousands of objects that end with it; with Python's own figures, going through those of the whole
    application again and again took a fifth of a page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 50)
    gc.enable()


def share_one_heap() -> None:
    """Let all threads take their memory from one place, where the C library would give each its own.

    Each of the eight kept what its largest page had needed. Python runs one thread at a time, so nobody waits for it.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def old_parts(*, is_sqlite: bool) -> list[str]:
    """A sentence for each part of the machine with a known fault. The house works around them; update all the same."""
    sentences = []
    patch = PATCHED_PYTHON.get(sys.version_info[:2])
    if patch is not None and sys.version_info[2] < patch:
        sentences.append(
            f"Python {sys.version.split()[0]} lets crafted mail headers through; "
            f"{sys.version_info[0]}.{sys.version_info[1]}.{patch} does not."
        )
    if is_sqlite and sqlite3.sqlite_version_info < PATCHED_SQLITE:
        sentences.append(
            f"SQLite {sqlite3.sqlite_version} can damage its file when several processes write; "
            f"run one web process, or update to {'.'.join(map(str, PATCHED_SQLITE))}."
        )
    return sentences
