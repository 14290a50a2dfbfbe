"""Demo houses to test in: one is made for all tests, and each has a copy of it."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from hiring.db import Base, db
from hiring.demo.house import Size, prepare
from hiring.settings import Settings
from tests.cast import NOW
from tests.house import SECRET

RANDOM = ("ref", "hash", "prev", "facts", "message_id", "secret_sha256", "link_sha256", "stored_as")
"""Columns that are random by design, or made from what is."""


@dataclass(frozen=True)
class Demo:
    """A demo house made at one moment."""

    app: Flask
    now: datetime


def settings_for(folder: Path, database_url: str | None = None) -> Settings:
    return Settings(
        env="demo",
        instance_path=folder,
        database_url=database_url or f"sqlite:///{folder / 'demo.sqlite'}",
        secret_key=SECRET,
        base_url="http://127.0.0.1:8000",
    )


def made(folder: Path, now: datetime = NOW, *, size: Size | None = None, reset: bool = False) -> Demo:
    return Demo(prepare(settings_for(folder), size=size or Size(), reset=reset, now=now), now)


def copied(kept: Path, folder: Path, *, size: Size | None = None, reset: bool = False) -> Demo:
    """What a later run finds in a copy of the house that was made first."""
    shutil.copytree(kept, folder, dirs_exist_ok=True)
    return made(folder, size=size, reset=reset)


def let_go(demo: Demo) -> None:
    with demo.app.app_context():
        db.session.remove()
        db.engine.dispose()


def digest() -> dict[str, str]:
    """A hash of each table without what is random by design; of mails, whose links are, only how many there are."""
    found = {}
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if column.key not in RANDOM]
        rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns)).all()
        said = [len(rows)] if table.name == "outbox" else [[str(value) for value in row] for row in rows]
        found[table.name] = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return found
