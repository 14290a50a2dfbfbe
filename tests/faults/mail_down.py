"""No mail server for ten minutes: nobody on the pages notices, and every mail arrives once when there is one again."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from hiring import worker
from hiring.clock import utcnow
from hiring.db import db
from hiring.mail.send import TIMEOUT, sender_to
from hiring.models import Outgoing
from tests.bench.place import SERVE, Place
from tests.bench.served import free_port
from tests.faults.hands import DONE, send
from tests.faults.load import place_for, under_load
from tests.faults.mail_verdict import judge_mail
from tests.faults.verdict import Run, judge
from tests.letterbox import Letterbox, mail_server

MINUTE = timedelta(minutes=1)
DOWN_FOR = 10
LINKS = 15
AFTER_A_DAY = 24 * 60
WAITS_AT_MOST = TIMEOUT / 2  # a page that waited for the mail server would wait this long twice


def take_the_mail_server_away(folder: Path, *, posts: int) -> Run:
    """First one that takes the call and never says a word, while people work; then a closed port; then a real one."""
    with _silence() as port:
        place = place_for(folder, posts * 2).sending_to(f"smtp://127.0.0.1:{port}")
        with under_load(place, SERVE, folder / "acknowledged.jsonl") as load:
            load.log.wait_for(posts)
            complaints = _ask_for_mail(place, load.server.port)
    box = Letterbox()
    with place.looked_into() as app:
        if not (pages := judge(load.log, load.broken_before)).is_clean:
            complaints.append(f"On the pages: {pages}.")
        began = utcnow()
        for minute in range(DOWN_FOR):
            worker.run_once(app, began + minute * MINUTE, sender_to(f"smtp://127.0.0.1:{free_port()}"))
        with mail_server(box) as port:
            _send_the_rest(app, began + DOWN_FOR * MINUTE, f"smtp://127.0.0.1:{port}")
        verdict = judge_mail(box.letters)
    if verdict.resent or not verdict.acknowledged:
        complaints.append(f"Of {verdict.acknowledged} mails {verdict.resent} came again.")
    return Run(f"no mail server for {DOWN_FOR} minutes", DOWN_FOR, verdict, complaints=tuple(complaints))


def _ask_for_mail(place: Place, port: int) -> list[str]:
    """Have a link sent to some candidates, and say what went wrong on the page."""
    complaints, browser = [], place.browsers[place.town.recruiter]
    for application in place.town.applications[:LINKS]:
        began = time.perf_counter()
        status = send(port, browser.post(f"/applications/{application}/portal-link", {}))
        took = time.perf_counter() - began
        if status != DONE or took > WAITS_AT_MOST:
            complaints.append(f"Asking for a link was answered {status} after {took:.1f} s.")
    return complaints


def _send_the_rest(app: Flask, now: datetime, url: str) -> None:
    for minute in range(AFTER_A_DAY):
        worker.run_once(app, now + minute * MINUTE, sender_to(url))
        if not _waiting():
            return


def _waiting() -> int:
    waiting = select(func.count()).where(Outgoing.sent_at.is_(None), Outgoing.parked_at.is_(None))
    found = db.session.scalar(waiting)
    db.session.rollback()
    return found or 0


@contextmanager
def _silence() -> Iterator[int]:
    """A port that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])
