"""A house on the disk: migrated, settled, and served by the real command."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine

from hiring import indexed, schema
from hiring.app import create_app
from hiring.clock import utcnow
from hiring.db import db, prepare_engine, writing
from hiring.pool.fitting import fit, keep
from hiring.refs import new_ref
from hiring.settings import Settings
from tests.bench.served import Server
from tests.bench.town import Seat, Town, settle
from tests.bench.visits import Browser, browser_of

SERVE = (sys.executable, "-c", "from hiring.cli import main; main()", "serve", "--port", "PORT")
GUNICORN = (
    str(Path(sys.executable).with_name("gunicorn")),
    *"--workers 2 --threads 4 --no-control-socket --bind 127.0.0.1:PORT wsgi:app".split(),
)
NOT_INHERITED = ("HIRING_", "PYTHONDONTWRITEBYTECODE")
"""A server that may keep no compiled code starts slower than any that somebody runs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A settled house and the browsers of its people, by ref."""

    settings: Settings
    town: Town
    browsers: dict[str, Browser]

    @property
    def environment(self) -> dict[str, str]:
        """What every process of this house is started with."""
        given = {
            "HIRING_ENV": "production",
            "HIRING_INSTANCE_PATH": str(self.settings.instance_path),
            "HIRING_DATABASE_URL": self.settings.database_url,
            "HIRING_SECRET_KEY": self.settings.secret_key,
            "HIRING_BASE_URL": self.settings.base_url,
            "HIRING_SMTP_URL": self.settings.smtp_url or "",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
        return {**inherited, **given}

    def server(self, command: Sequence[str] = SERVE) -> Server:
        return Server(command, self.settings.instance_path / "server.log", self.environment)

    def sending_to(self, smtp_url: str) -> Place:
        """The same house with a mail server."""
        return replace(self, settings=replace(self.settings, smtp_url=smtp_url))

    def lanes_of_cards(self) -> list[list[bytes]]:
        """Every card that waits, handed in by whose it is: one lane a person."""
        lanes: dict[str, list[bytes]] = {person: [] for person in self.town.interviewers}
        for seat in self.town.seats:
            path = f"/scorecards/{seat.slot}/review"
            lanes[seat.person].append(self.browsers[seat.person].post(path, {"version": "1"}))
        return list(lanes.values())

    def lanes_of_saves(self, many: int) -> list[list[bytes]]:
        """What the script of an open form sends while somebody types into it: one lane a person."""
        return [list(self._saves(seat, many)) for seat in self.town.drafts]

    def _saves(self, seat: Seat, many: int) -> Iterator[bytes]:
        browser, page = self.browsers[seat.person], new_ref()
        for seq in range(1, many + 1):
            marks = {"page": page, "client_seq": str(seq), "version": "1", "revs": "headline:1"}
            words = "She named the failure before she was asked. " * (1 + seq % 20)
            path = f"/scorecards/{seat.slot}/draft"
            yield browser.post(path, {**marks, "headline": f"{words}{seq}"}, has_key=False)

    @contextmanager
    def looked_into(self) -> Iterator[Flask]:
        """The same house from inside, for as long as the block."""
        with opened(self.settings) as app:
            yield app


def prepare(folder: Path, *, applications: int, seats: int, openings: int, database_url: str | None = None) -> Place:
    """Make the folder a house with that many applications, and that many cards ready to be handed in."""
    settings = Settings(
        env="production",
        instance_path=folder,
        database_url=database_url or f"sqlite:///{folder / 'hiring.sqlite'}",
        secret_key=secrets.token_urlsafe(32),
        base_url="http://127.0.0.1",
    )
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(settings.database_url)
    prepare_engine(engine)
    schema.upgrade(engine)
    engine.dispose()
    now = utcnow()
    with opened(settings) as app:
        with writing():
            town = settle(applications=applications, seats=seats, openings=openings, now=now)
            people = [town.recruiter, *town.interviewers]
            browsers = {person: browser_of(app, person, now=now) for person in people}
            keep(fit(town.rubric_version_id), now=now)
            indexed.rebuild()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    return Place(settings, town, browsers)


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
