"""How many promised mails the worker hands to a local mail server in a second: `python -m tests.bench.outbox`.

Each is an invitation as interviewers get it: text, HTML and a calendar file. The server is aiosmtpd in a process of its
own; beside the figure stands that of a bare loop that sends the same bytes and remembers nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from hiring import outbox, worker
from hiring.loops import actions
from hiring.loops.actions import Meeting, Seat
from hiring.mail.send import sender_to
from hiring.mail.wire import Letter
from hiring.models import Application, Outgoing, Person
from hiring.outbox import Message
from tests import cast
from tests.factories import stage_of
from tests.house import House, World, on_postgresql, on_sqlite
from tests.postgres import NoPostgres, server

MAILS = 500
WANTED = 50
SERVE = (
    "import sys, time; from tests.letterbox import Letterbox, mail_server\n"
    "with mail_server(Letterbox()) as port:\n print(port, flush=True); sys.stdin.read()"
)


@contextmanager
def mail_server() -> Iterator[str]:
    """A server in another process, by its address."""
    serving = subprocess.Popen([sys.executable, "-c", SERVE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    assert serving.stdin is not None
    try:
        yield f"smtp://127.0.0.1:{serving.stdout.readline().strip()}"
    finally:
        serving.stdin.close()
        serving.wait(10)


def promise(house: House, number: int) -> None:
    """So many invitations that are all still true."""
    with house.changing():
        casey, mona, rita = house.one(Application, "casey"), house.one(Person, "mona"), house.one(Person, "rita")
        plan = Meeting(stage_of(casey, "presentation"), cast.NOW + timedelta(days=3), "Europe/London", 60)
        actions.schedule(casey, plan, [Seat(mona)], by=rita, now=cast.NOW)
        one = _first(house)
        for _ in range(number - 2):
            again = Message(one.kind, one.address, one.subject, one.body, to=mona, html=one.html, calendar=one.calendar)
            outbox.queue(again, now=cast.NOW)


def _first(house: House) -> Outgoing:
    from sqlalchemy import select

    from hiring.db import db

    db.session.flush()
    return db.session.scalars(select(Outgoing).filter_by(kind="interview_assigned")).one()


def measure(world: World, url: str) -> tuple[float, float]:
    """Mails a second: by the worker, and by the bare loop."""
    with world.visited() as house:
        promise(house, MAILS)
        letters: list[Letter] = []
        send = sender_to(url)

        def keeping(letter: Letter) -> None:
            letters.append(letter)
            send(letter)

        began = time.perf_counter()
        done = worker.run_once(house.app, cast.NOW, keeping)
        send.rest()
        spent = time.perf_counter() - began
        began = time.perf_counter()
        for letter in letters:
            send(letter)
        send.rest()
        return done / spent, len(letters) / (time.perf_counter() - began)


def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder, mail_server() as url:
        found = {"SQLite": measure(on_sqlite(Path(folder)), url)}
        try:
            with server() as running:
                place = Path(folder) / "postgresql"
                place.mkdir()
                world = on_postgresql(place, running)
                found["PostgreSQL"] = measure(world, url)
                world.close()
        except NoPostgres as error:
            console.print(str(error))
    for name, (mails, bare) in found.items():
        console.print(f"{name}: {mails:.0f} mails a second (wanted {WANTED}), {bare / mails:.1f} × a bare loop's time")


if __name__ == "__main__":
    main()
