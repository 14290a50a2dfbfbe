"""A line between a client and a server of this machine that breaks at a certain word."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select


@contextmanager
def relay(to: int, *, until: bytes) -> Iterator[int]:
    """A port from which one connection is passed on. Once the client says the word, neither end hears any more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        passing = threading.Thread(target=_pass_on, args=(listening, to, until))
        passing.start()
        try:
            yield listening.getsockname()[1]
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)  # nobody called
            passing.join()


def _pass_on(listening: socket.socket, to: int, until: bytes) -> None:
    with suppress(OSError):
        client, _ = listening.accept()
        with client, socket.create_connection(("127.0.0.1", to)) as server:
            ends = {client: server, server: client}
            while True:
                for end in select(list(ends), [], [])[0]:
                    said = end.recv(65536)
                    if not said or (end is client and until in said):
                        return
                    ends[end].sendall(said)
