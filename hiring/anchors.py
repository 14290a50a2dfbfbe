"""The head of the trail, written once a day to a file outside the database, so that a trail made anew is found out."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from hiring import audit
from hiring.db import db
from hiring.models import EventHead
from hiring.text import Text, text

OWNER_ONLY = 0o600
LINE = re.compile(r"(\d{4}-\d\d-\d\d) ([1-9]\d*) ([0-9a-f]{64})")
_HEAD = select(EventHead.seq, EventHead.hash).where(EventHead.id == 1).with_for_update()


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the trail ended with on a day: the last event's number and its hash."""

    day: date
    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.seq} {self.hash}"


def is_due(path: Path, *, now: datetime) -> bool:
    """Whether today, as UTC counts days, has no line yet."""
    days = {anchor.day for anchor in read(path) if anchor is not None} if path.is_file() else set()
    return now.astimezone(UTC).date() not in days


def drop(path: Path, *, now: datetime) -> None:
    """Add today's line, if it is due and there is anything to hold on to, in the caller's transaction.

    The head stays locked meanwhile: of two workers at midnight one writes the line, and the other finds it.
    """
    head = db.session.execute(_HEAD).one()
    if head.seq > 0 and is_due(path, now=now):
        _append(path, str(Anchor(now.astimezone(UTC).date(), head.seq, head.hash)))


def read(path: Path) -> Sequence[Anchor | None]:
    """Every line of the file, None for one that is no anchor."""
    return [_anchor(line) for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line]


def problems(anchors: Sequence[Anchor | None]) -> list[Text]:
    """Every line that the trail in the database does not agree with, in the order of the file."""
    held = audit.hashes({anchor.seq for anchor in anchors if anchor is not None})
    found = []
    for number, anchor in enumerate(anchors, 1):
        if anchor is None:
            found.append(text("Line %(number)d of the anchor file cannot be read.", number=number))
        elif anchor.seq not in held:
            found.append(text("The anchor of %(day)s knows event %(seq)d; the trail does not.", **_named(anchor)))
        elif held[anchor.seq] != anchor.hash:
            found.append(text("Event %(seq)d is not what it was when anchored on %(day)s.", **_named(anchor)))
    return found


def _named(anchor: Anchor) -> dict[str, object]:
    return {"day": anchor.day.isoformat(), "seq": anchor.seq}


def _anchor(line: str) -> Anchor | None:
    found = LINE.fullmatch(line)
    try:
        return None if found is None else Anchor(date.fromisoformat(found[1]), int(found[2]), found[3])
    except ValueError:
        return None


def _append(path: Path, line: str) -> None:
    """One write at the end of the file, on the disk before this returns. A line cut short by a crash is left behind."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
    try:
        is_cut = path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        os.write(descriptor, f"{chr(10) if is_cut else ''}{line}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
