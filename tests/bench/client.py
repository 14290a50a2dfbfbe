"""The client, in a process of its own: eight kept-alive connections that send bytes and count answers.

Reads a job from standard input and writes what it saw to standard output, both as JSON: `python -m tests.bench.client`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from typing import Any

SLOWEST = 30.0


class Client:
    """What all connections saw, and until when they go on."""

    def __init__(self, port: int, until: float) -> None:
        self.port, self.until = port, until
        self.statuses: Counter[str] = Counter()
        self.seconds: list[float] = []

    async def send_all(self, lane: list[str], times: int) -> None:
        """One connection: its requests one after the other, opened anew when it breaks."""
        connection = None
        for _round in range(times):
            for request in lane:
                if time.perf_counter() > self.until:
                    return
                began = time.perf_counter()
                try:
                    connection = connection or await asyncio.open_connection("127.0.0.1", self.port)
                    status = await asyncio.wait_for(_ask(*connection, request.encode()), SLOWEST)
                except (OSError, EOFError, TimeoutError) as error:
                    connection, status = None, type(error).__name__
                self.seconds.append(time.perf_counter() - began)
                self.statuses[status] += 1
        if connection is not None:
            connection[1].close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> str:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
    await reader.readexactly(int(fields.get("content-length", "0")))
    return head.split(" ", 2)[1]


async def run(job: dict[str, Any]) -> dict[str, Any]:
    began = time.perf_counter()
    client = Client(job["port"], began + job["seconds"])
    await asyncio.gather(*(client.send_all(lane, job["times"]) for lane in job["lanes"]))
    return {"wall": time.perf_counter() - began, "statuses": client.statuses, "seconds": client.seconds}


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
