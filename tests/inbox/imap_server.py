"""A real IMAP server with one mailbox in a folder of its own: dovecot. Run as a module, it installs it if it can."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mailbox import Maildir
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import debian

ADVICE = "There is no IMAP server to read mail from: install dovecot (on Debian: apt-get install dovecot-imapd)."
USER, PASSWORD = "hiring@example.org", "p:ss w@rd"
UNPRIVILEGED = "nobody"
"""Whom it serves mail as when root starts it; it never does that as root."""

SETTINGS = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = {folder}/passwords
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
"""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it is, and what its mailbox holds."""

    folder: Path
    plain: int
    tls: int

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def address(self, scheme: str = "imap", *, port: int = 0, password: str = PASSWORD) -> str:
        """As an operator writes it; through another port if something lies in between."""
        port = port or {"imap": self.plain, "imaps": self.tls}[scheme]
        return f"{scheme}://{quote(USER)}:{quote(password)}@localhost:{port}"

    def deliver(self, *mails: bytes) -> None:
        box = Maildir(self.folder / "mail")
        for mail in mails:
            key = box.add(mail)
            shutil.chown(self.folder / "mail/new" / key, *_serving())
        box.close()

    def empty(self) -> None:
        for mail in (self.folder / "mail").glob("[nc][eu][wr]/*"):
            mail.unlink()

    def unread(self) -> int:
        """How many: those it has marked read have an S behind their names."""
        return sum("S" not in path.name.partition(":2,")[2] for path in (self.folder / "mail").glob("[nc][eu][wr]/*"))


@contextmanager
def imap_server() -> Iterator[MailServer]:
    """One that runs for as long as the block. Without dovecot: skip here, fail in CI."""
    if _program() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ADVICE)
    with tempfile.TemporaryDirectory(prefix="imap-") as made:
        folder = Path(made)
        server = MailServer(folder, *_free_ports())
        _set_up(server)
        command = [str(_program()), "-c", str(folder / "dovecot.conf")]
        _run(command)  # it listens when this returns
        try:
            yield server
        finally:
            _run([*command, "stop"])


def _run(command: list[str]) -> None:
    """What it says goes into a file: it keeps hold of where it may speak for as long as it lives."""
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, check=False, timeout=30)
        said.seek(0)
        assert done.returncode == 0, said.read()


def _set_up(server: MailServer) -> None:
    user, group = _serving()
    server.folder.chmod(0o755)
    for name in ("mail", "mail/new", "mail/cur", "mail/tmp", "home"):
        (server.folder / name).mkdir()
        shutil.chown(server.folder / name, user, group)
    words = SETTINGS.format(folder=server.folder, user=user, group=group, plain=server.plain, tls=server.tls)
    (server.folder / "dovecot.conf").write_text(words)
    (server.folder / "passwords").write_text(f"{USER}:{{PLAIN.HEX}}{PASSWORD.encode().hex()}\n")
    _certify(server)


def _certify(server: MailServer) -> None:
    """A certificate for this machine, which nobody trusts who was not told to."""
    wanted = "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(server.folder / "key.pem"), "-out", str(server.certificate)]
    _run(["openssl", "req", *wanted.split(), *names, *files])


def _serving() -> tuple[str, str]:
    """User and group that the server's processes have."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    known = pwd.getpwnam(UNPRIVILEGED)
    return known.pw_name, grp.getgrgid(known.pw_gid).gr_name


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1]), int(other.getsockname()[1])


def _program() -> str | None:
    return shutil.which("dovecot", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


def _install() -> int:
    if _program() is None:
        debian.install("dovecot-imapd")
    return 0 if _program() else debian.say_missing(ADVICE)


if __name__ == "__main__":
    sys.exit(_install())
