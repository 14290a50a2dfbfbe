"""Eight people who work on whatever happens: each post is sent until it is answered, always with the same key."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

PAUSE = 0.05
PATIENCE = 30.0
AGES = 60.0
CUT_ONE_OF = 12
DONE = "303"
LATER = frozenset({"503"})


@dataclass(frozen=True, slots=True)
class Task:
    """One post, and the mark by which its effect is found again: a slot's ref, or the words of a note."""

    kind: str
    mark: str
    request: bytes


class Log:
    """What was tried and what was acknowledged, on the disk before anybody goes on."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._lock = file, threading.Condition()
        self.tried: set[tuple[str, str]] = set()
        self.acknowledged: set[tuple[str, str]] = set()
        self.refused: list[str] = []
        self.resent = 0

    def begin(self, task: Task) -> None:
        with self._lock:
            self.tried.add((task.kind, task.mark))

    def answer(self, task: Task, status: str) -> None:
        with self._lock:
            if status != DONE:
                self.refused.append(f"{task.kind} {task.mark}: {status}")
                return
            self._file.write(json.dumps([task.kind, task.mark]) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.acknowledged.add((task.kind, task.mark))
            self._lock.notify_all()

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        with self._lock:
            goal = len(self.acknowledged) + more
            assert self._lock.wait_for(lambda: len(self.acknowledged) >= goal, AGES), "Hardly anything is answered."

    def again(self) -> None:
        with self._lock:
            self.resent += 1


class Hands:
    """One thread a lane of tasks. Every twelfth post is cut off unread and sent again, as by a bad line."""

    def __init__(self, port: int, lanes: Sequence[Sequence[Task]], log: Path) -> None:
        self._port, self._file = port, log.open("w")
        self.log = Log(self._file)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(lane,), daemon=True) for lane in lanes]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Nobody begins anything new; what was begun is finished."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "A post was not answered although the server is there again."
        self._file.close()

    def _work(self, lane: Sequence[Task]) -> None:
        for number, task in enumerate(lane):
            if self._stop.is_set():
                return
            self.log.begin(task)
            self._send_until_answered(task, is_cut=number % CUT_ONE_OF == 0)

    def _send_until_answered(self, task: Task, *, is_cut: bool) -> None:
        while True:
            try:
                status = self._send(task.request, is_cut=is_cut)
            except OSError:
                status = None
            if status is not None and status not in LATER:
                self.log.answer(task, status)
                return
            is_cut = False
            self.log.again()
            time.sleep(PAUSE)

    def _send(self, request: bytes, *, is_cut: bool) -> str | None:
        """The status, or None when the answer did not arrive whole."""
        with socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE) as connection:
            connection.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            if is_cut:
                connection.recv(1)
                return None
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        head, end, _body = answer.partition(b"\r\n\r\n")
        return head.split(b" ", 2)[1].decode() if end else None
