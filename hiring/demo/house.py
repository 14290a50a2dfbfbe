"""`hiring demo`: a database of its own, a past to look around in, and the pages served beside a word of what to try."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, inspect, select

from hiring import indexed, schema, serving
from hiring.app import create_app
from hiring.db import db, forget, writing
from hiring.demo.crowd import let_in
from hiring.demo.life import live, read_cast
from hiring.models import Attachment, Person
from hiring.refusal import Refusal
from hiring.rubric import Library
from hiring.settings import Settings, read
from hiring.text import text
from hiring.worker import recalibrate, report

HOST: Final = "127.0.0.1"
TRY_FIRST = (
    ("ines", "Hand in the card about Casey Morgan that was due days ago; see what opens once you have."),
    (
        "rita",
        "The board: who has waited too long. Answers: who waits for a word. Then what nobody asks Yuki Arakawa about.",
    ),
    (
        "max",
        "The packet of Grace Oyinlola, where the panel is split; Piotr Wasilewski, whose sealed ballot waits for you.",
    ),
    ("leila", "The minutes of Aoife Brennan: who moved, and a decision against the rule that you seconded."),
    (
        "cleo",
        "Amara Okonkwo: while your own card is out, the others' stay closed to you too. You also owe Casey an answer.",
    ),
    ("ivan", "A draft about Casey Morgan, begun and waiting."),
    ("adam", "People and sent mail: everything that keeps the house running, and no scorecard."),
    ("omar", "Nothing. He works here, and the house answers him as if nobody were hiring."),
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are at least; the demo alone has 14 people and 56 applications, 14 of them long closed."""

    people: int = 0
    applications: int = 0


def run(*, environ: Mapping[str, str], port: int, reset: bool, size: Size, prepare_only: bool) -> None:
    """Make the house unless it stands, say who can sign in, and serve it."""
    settings = settings_for(environ, port)
    if not prepare_only:
        _refuse_taken(port)
    app = prepare(settings, size=size, reset=reset, now=datetime.now(UTC))
    with app.app_context():
        _introduce(port)
        forget()
        if not prepare_only:
            serving.serve(app, host=HOST, port=port)


def settings_for(environ: Mapping[str, str], port: int) -> Settings:
    """The operator's settings with a database for the demo alone. In production anybody could sign in as anybody."""
    if environ.get("HIRING_ENV") == "production":
        raise Refusal(
            text("The demo lets anybody sign in as anybody, so it does not start while HIRING_ENV is production.")
        )
    instance = Path(environ.get("HIRING_INSTANCE_PATH", "instance")).resolve()
    chosen = {
        "HIRING_BASE_URL": f"http://{HOST}:{port}",
        "HIRING_DATABASE_URL": f"sqlite:///{instance / 'demo.sqlite'}",
        "HIRING_ANCHORS_PATH": str(instance / "demo-anchors.txt"),
        **{name: value for name, value in environ.items() if value},
        "HIRING_ENV": "demo",
    }
    return read(chosen)


def prepare(settings: Settings, *, size: Size, reset: bool, now: datetime) -> Flask:
    """An application over a demo house, made now or found as it was left."""
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = create_app(settings, must_be_current=False)
    with app.app_context():
        if _is_somebodys():
            raise Refusal(
                text(
                    "This database holds a house of your own. The demo needs another one: "
                    "leave HIRING_DATABASE_URL unset, or name an empty database."
                )
            )
        if reset:
            _empty(settings)
        schema.upgrade(db.engine)
        stands = _stands()
        with writing():
            if not stands:
                live(now, library=Library(settings.rubrics_path), uploads=settings.uploads_path)
        let_in(people=size.people, applications=size.applications, now=now)
        if not stands or size.applications:
            with writing():
                indexed.rebuild()
        recalibrate(app, now)
        report(app, now)
    return app


def _is_somebodys() -> bool:
    """There are people here, and the cast is not among them."""
    if not _has_tables():
        return False
    is_empty = db.session.scalar(select(Person.id).limit(1)) is None
    found = is_empty or _stands()
    forget()
    return not found


def _has_tables() -> bool:
    return inspect(db.engine).has_table(Person.__tablename__)


def _stands() -> bool:
    """Everybody of the cast has an account here."""
    cast = {one["email"] for one in read_cast()["people"]}
    known = db.session.scalar(select(func.count(Person.id)).where(Person.email.in_(cast)))
    return known == len(cast)


def _empty(settings: Settings) -> None:
    """Take away a demo house with the files of its candidates."""
    if _has_tables():
        for name in db.session.scalars(select(Attachment.stored_as)):
            (settings.uploads_path / name).unlink(missing_ok=True)
        forget()
    settings.anchors_path.unlink(missing_ok=True)
    if db.engine.dialect.name != "sqlite":
        schema.downgrade(db.engine)
        return
    db.engine.dispose()
    file = Path(str(db.engine.url.database))
    for ending in ("", "-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            raise Refusal(
                text(
                    "Port %(port)d is taken. Choose another one: PORT=%(other)d hiring demo",
                    port=port,
                    other=port + 1,
                )
            ) from None


def _introduce(port: int) -> None:
    console = Console()
    people = {person.email.partition("@")[0]: person for person in db.session.scalars(select(Person))}
    table = Table(title="Who can sign in, and what to try first", title_justify="left", show_lines=True)
    for heading in ("Who", "Part", "Try first"):
        table.add_column(heading)
    for key, what in TRY_FIRST:
        table.add_row(people[key].name, people[key].title, what)
    console.print(table)
    console.print(f"Sign in as any of the {len(people)}: http://{HOST}:{port}/demo", soft_wrap=True)
