"""A bad connection between a browser and the house: it drops, cuts, delays and reorders what the form saves."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import cast

AUTOSAVE = "/draft"
FATES = {"pass": 0.5, "dropped": 0.15, "cut": 0.15, "late": 0.1, "doubled": 0.1}


class Link(ThreadingTCPServer):
    """Passes every request on to the server behind it, until told to misbehave.

    dropped: never arrives. cut: arrives, and the answer does not. late: is given up by the browser, and arrives after
    the next one. doubled: arrives twice. Three in ten get no answer, and one arrives behind its successor.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, behind: str, seed: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        host, port = behind.removeprefix("http://").split(":")
        self.behind = (host, int(port))
        self.fates: Counter[str] = Counter()
        self.saves: list[bytes] = []
        self.is_bad = self.is_down = False
        self._dice, self._held, self._lock = Random(seed), list[bytes](), threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def carry(self, request: bytes) -> bytes:
        """What the browser gets to see: an answer, or nothing and a closed connection."""
        if AUTOSAVE.encode() not in request.split(b" HTTP/", 1)[0]:
            return b"" if self.is_down else self._ask(request)
        with self._lock:
            self.saves.append(request)
            fate = (
                "dropped"
                if self.is_down
                else self._dice.choices([*FATES], [*FATES.values()])[0]
                if self.is_bad
                else "pass"
            )
            self.fates[fate] += 1
            stragglers = [] if fate in {"dropped", "late"} else self._held
            if stragglers:
                self._held = []
        if fate == "late":
            self._held.append(request)
        answer = b"" if fate in {"dropped", "late"} else self._ask(request)
        for straggler in stragglers:
            self._ask(straggler)
        if fate == "doubled":
            self._ask(request)
        return b"" if fate == "cut" else answer

    def deliver_all(self) -> None:
        """What was held back arrives after all."""
        held, self._held = self._held, []
        for request in held:
            self._ask(request)

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(self.behind, timeout=20) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return answer


class _Connection(StreamRequestHandler):
    """One request of the browser; the next comes over a new connection."""

    def handle(self) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = self.rfile.readline()
            if not line:
                return
            if not line.lower().startswith(b"connection:"):
                head += line
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
        body = self.rfile.read(int(fields.get(b"content-length", b"0")))
        answer = cast("Link", self.server).carry(head[:-2] + b"Connection: close\r\n\r\n" + body)
        try:
            self.wfile.write(answer)
        except OSError:
            return  # the browser went away


@contextmanager
def linked(behind: str, seed: int = 0) -> Iterator[Link]:
    """A link to the server at that address, for as long as the block."""
    with Link(behind, seed) as link:
        thread = threading.Thread(target=link.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield link
        link.shutdown()
        thread.join(5)
