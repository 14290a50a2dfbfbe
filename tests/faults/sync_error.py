"""The disk refuses a commit: that one is not acknowledged and leaves nothing, and the next one goes on."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import exists, select

from hiring.db import db
from hiring.models import Note
from tests.bench.place import SERVE, Place
from tests.bench.served import Server
from tests.faults.hands import DONE, Log, send
from tests.faults.lanes import note
from tests.faults.load import FIRST_PAGE, place_for
from tests.faults.strace import Tracer, failing_to_sync
from tests.faults.verdict import Run, judge

CARDS = 8
THE_SECOND_OF_EACH_THREAD = "2"
EVERY_ONE = "1+"


class _Writer:
    """One person who writes notes one after another, and looks for a trace of each that was not acknowledged."""

    def __init__(self, place: Place, server: Server, log: Log) -> None:
        self.log = log
        self.unacknowledged = 0
        self.complaints: list[str] = []
        self._place, self._server = place, server

    def begin(self) -> None:
        """The first commit also tidies away what was written while the house was made."""
        task = note(self._place, "The first note.")
        self.log.begin(task)
        self.log.answer(task, str(send(self._server.port, task.request)))

    def write(self, words: str, tracer: Tracer) -> None:
        """Send until it is acknowledged, and look for a ghost each time that it is not."""
        task, status = note(self._place, words), None
        self.log.begin(task)
        while status != DONE:
            before = tracer.faults()
            status = send(self._server.port, task.request)
            fell_ill = tracer.faults() - before
            if fell_ill != (status != DONE):
                self.complaints.append(f"{words} Answered {status} with {fell_ill} faults.")
            if status != DONE:
                self.unacknowledged += 1
                self.log.again(status)
                if _is_there(words):
                    self.complaints.append(f"{words} Not acknowledged, and there all the same.")
        self.log.answer(task, DONE)

    def write_into_a_crash(self, words: str, trace: Path) -> float:
        """A failed commit, then the end of the server: what is found afterwards, sending again settles. Answers how
        long until it did.
        """
        task = note(self._place, words)
        self.log.begin(task)
        with failing_to_sync(self._server.pid, trace, EVERY_ONE):
            self.log.again(send(self._server.port, task.request))
            self._server.kill()
        struck = time.perf_counter()
        self._server.start(FIRST_PAGE)
        self.log.answer(task, str(send(self._server.port, task.request)))
        return time.perf_counter() - struck


def fail_to_sync(folder: Path, *, notes: int, command: Sequence[str] = SERVE) -> Run:
    """Write so many notes while each thread of the server fails once, and one more into a crash."""
    place = place_for(folder / "house", CARDS)
    with _served(place, command) as server, (folder / "acknowledged.jsonl").open("w") as file, place.looked_into():
        writer = _Writer(place, server, Log(file))
        writer.begin()
        with failing_to_sync(server.pid, folder / "trace", THE_SECOND_OF_EACH_THREAD) as tracer:
            for number in range(notes):
                writer.write(f"Note {number}.", tracer)
            faults = tracer.faults()
        ready_after = writer.write_into_a_crash("The last note.", folder / "last trace")
    with place.looked_into():
        verdict = judge(writer.log)
    if not faults or faults != writer.unacknowledged:
        writer.complaints.append(f"{faults} faults, and {writer.unacknowledged} posts were not acknowledged.")
    return Run("commit that the disk refuses", faults + 1, verdict, (ready_after,), complaints=tuple(writer.complaints))


@contextmanager
def _served(place: Place, command: Sequence[str]) -> Iterator[Server]:
    server = place.server(command)
    server.start(FIRST_PAGE)
    try:
        yield server
    finally:
        server.kill()


def _is_there(words: str) -> bool:
    """Whether somebody who looks now finds this note."""
    found = db.session.scalar(select(exists().where(Note.text == words)))
    db.session.rollback()
    return bool(found)
