"""The mail worker is killed at six points around sending: each mail arrives, repeats under their own Message-ID."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from hiring import outbox, worker
from hiring.clock import utcnow
from hiring.db import writing
from hiring.mail.send import sender_to
from hiring.outbox import Message
from tests.bench.place import Place
from tests.bench.served import HOUSE
from tests.faults.dying_worker import POINTS
from tests.faults.load import place_for
from tests.faults.mail_verdict import judge_mail
from tests.faults.verdict import Run
from tests.letterbox import Letterbox, mail_server

MAILS = 5
DIES_AT_THE = 3
LONGEST = 60


def kill_at(
    folder: Path, points: Iterable[str] = POINTS, *, database_url: str | None = None, planted: Sequence[str] = ()
) -> Run:
    """Five mails for each point; the process dies at the third, and another worker takes over after the lease."""
    box, complaints, deaths = Letterbox(), [], 0
    settled = place_for(folder, 1, database_url)
    with mail_server(box) as port, settled.looked_into() as app:
        url = f"smtp://127.0.0.1:{port}"
        place = settled.sending_to(url)
        for point in points:
            _promise(point)
            before = len(box.letters)
            ended = _work(place, [point, str(DIES_AT_THE), *planted])
            deaths += ended == -signal.SIGKILL
            worker.run_once(app, utcnow() + worker.LEASE, sender_to(url))
            repeats = len(box.letters) - before - MAILS
            if (ended, repeats) != (-signal.SIGKILL, POINTS[point].sent_twice):
                complaints.append(f"Killed {point}: it ended with {ended}, and {repeats} mails came twice.")
        name = f"mail worker killed, {'SQLite' if database_url is None else 'PostgreSQL'}"
        return Run(name, deaths, judge_mail(box.letters), complaints=tuple(complaints))


def _promise(point: str) -> None:
    with writing():
        for number in range(MAILS):
            address = f"{point.replace(' ', '.')}.{number}@town.example"
            outbox.queue(Message("notice", address, f"News {number}", "Hello.\n"), now=utcnow())


def _work(place: Place, given: Sequence[str]) -> int:
    """How it ended."""
    command = [sys.executable, "-m", "tests.faults.dying_worker", *given]
    with (place.settings.instance_path / "worker.log").open("ab") as log:
        ended = subprocess.run(
            command, cwd=HOUSE, env=place.environment, stdout=log, stderr=log, timeout=LONGEST, check=False
        )
    return ended.returncode
