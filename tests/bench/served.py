"""A server in a process of its own: started, asked whether it is there, weighed, stopped and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0
STILL = 0.03  # seconds of processor time in a second, which the mail worker's look at its queue may take
KILOBYTES = 1024


class NotReady(RuntimeError):
    """The server did not answer in time; what it said before it went quiet."""


class Server:
    """One server process and its children, on a port of this machine."""

    def __init__(self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.port = free_port()
        self._command = [part.replace("PORT", str(self.port)) for part in command]
        self._log, self._env = log, env
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, path: str) -> float:
        """Seconds from the start of the process to the first page."""
        began = time.perf_counter()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=HOUSE, env=self._env, stdout=log, stderr=log, start_new_session=True
            )
        while not self._answers(path):
            if self._process.poll() is not None or time.perf_counter() - began > PATIENCE:
                self.kill()
                raise NotReady(self._log.read_text()[-2000:])
            time.sleep(0.005)
        return time.perf_counter() - began

    def cpu_seconds(self) -> float:
        """Processor time spent so far."""
        return sum(int(stat[11]) + int(stat[12]) for stat in map(_stat, self._tree())) / TICKS

    def wait_until_idle(self) -> None:
        """Until what a start sets off is over: habits are worked out in a process that would be counted in."""
        until, spent = time.perf_counter() + PATIENCE, self.cpu_seconds()
        time.sleep(1)
        while abs(self.cpu_seconds() - spent) > STILL and time.perf_counter() < until:
            spent = self.cpu_seconds()
            time.sleep(1)

    def memory_mb(self) -> float:
        """Proportional memory: pages shared with others count in part."""
        return sum(map(_pss, self._tree())) / KILOBYTES

    def kill(self) -> None:
        """As a power cut would, its children included: nothing is said and nothing is finished."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait(PATIENCE)

    @property
    def pid(self) -> int:
        assert self._process is not None, "It is not running."
        return self._process.pid

    def _tree(self) -> Iterator[int]:
        waiting = [self.pid]
        while waiting:
            pid = waiting.pop()
            yield pid
            for task in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())

    def _answers(self, path: str) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                connection.sendall(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
                return connection.recv(64).split(maxsplit=2)[1:2] == [b"200"]
        except OSError:
            return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _stat(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
