"""Eight people who work on whatever happens: each post is sent until it is answered, always with the same key."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
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
        self.put_off = 0
        self.last_put_off_at = 0.0

    def begin(self, task: Task) -> None:
        with self._lock:
            self.tried.add((task.kind, task.mark))

    def answer(self, task: Task, status: str) -> None:
        with self._lock:
            if status != DONE:
                self.refused.append(f"{task.kind} {task.mark}: {status}")
                self._lock.notify_all()
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

    def wait_until_put_off(self, more: int) -> None:
        """Until so many more are told to come back later, or refused outright."""
        with self._lock:
            goal = self.put_off + len(self.refused) + more
            reached = self._lock.wait_for(lambda: self.put_off + len(self.refused) >= goal, AGES)
            assert reached, "Nobody is told that there is a fault."

    def again(self, status: str | None) -> None:
        """No answer came, or one that says to come back later."""
        with self._lock:
            self.resent += 1
            if status is not None:
                self.put_off += 1
                self.last_put_off_at = time.perf_counter()
                self._lock.notify_all()


class Hands:
    """One thread a lane of tasks. Every twelfth post is cut off unread and sent again, as by a bad line."""

    def __init__(self, port: int, lanes: Sequence[Sequence[Task]], log: Path) -> None:
        self._port, self._file = port, log.open("w")
        self.log = Log(self._file)
        self._stop, self._is_over = threading.Event(), False
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

    def give_up(self) -> None:
        """Nobody sends anything again."""
        self._stop.set()
        self._is_over = True

    def _work(self, lane: Sequence[Task]) -> None:
        for number, task in enumerate(lane):
            if self._stop.is_set():
                return
            self.log.begin(task)
            self._send_until_answered(task, is_cut=number % CUT_ONE_OF == 0)

    def _send_until_answered(self, task: Task, *, is_cut: bool) -> None:
        while not self._is_over:
            status = send(self._port, task.request, is_cut=is_cut)
            if status is not None and status not in LATER:
                self.log.answer(task, status)
                if status != DONE:
                    time.sleep(PAUSE)
                return
            is_cut = False
            self.log.again(status)
            time.sleep(PAUSE)


class Eyes:
    """Somebody who reads some pages over and over, and the statuses that were shown."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self.seen: Counter[str] = Counter()
        self._port, self._requests, self._stop = port, requests, threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def open(self) -> None:
        """Read every page once, which the house may have to write down, and then go on by the side."""
        for request in self._requests:
            self._look(request)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)

    def _read(self) -> None:
        for request in cycle(self._requests):
            if self._stop.wait(PAUSE):
                return
            self._look(request)

    def _look(self, request: bytes) -> None:
        self.seen[send(self._port, request) or "nothing"] += 1


def send(port: int, request: bytes, *, is_cut: bool = False) -> str | None:
    """The status, or None when the answer did not arrive whole."""
    try:
        answer = _ask(port, request, is_cut=is_cut)
    except OSError:
        return None
    head, end, _body = answer.partition(b"\r\n\r\n")
    if not end:
        return None
    status = head.split(b" ", 2)[1].decode()
    if status in LATER and b"\r\nretry-after: " not in head.lower():
        return f"{status} without saying when to come back"
    return status


def _ask(port: int, request: bytes, *, is_cut: bool) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        if is_cut:
            connection.recv(1)
            return b""
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer
