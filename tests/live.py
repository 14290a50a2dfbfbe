"""A real server on this machine, for tests that need a socket or a browser."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from waitress.server import create_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application with waitress on a free port, and answer its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = create_server(app, sockets=[listener], threads=8, ident="hiring")
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(server, stop), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join(5)


def _run(server: Any, stop: threading.Event) -> None:
    """Serve until told to stop. Only this thread waits on the sockets, so only this one may close them."""
    while not stop.is_set():
        server.asyncore.loop(timeout=0.05, map=server._map, count=1)
    server.task_dispatcher.shutdown()
    server.asyncore.close_all(server._map)


def say(address: str, request: bytes) -> bytes:
    """Send raw bytes to a server and read what it answers until it closes."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer
