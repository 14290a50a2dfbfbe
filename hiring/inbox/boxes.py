"""Where mail lies: an mbox file, a Maildir, or a folder on an IMAP server. What was read is marked, never deleted."""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from hiring.icals import MOST_BYTES

AT_ONCE = 100
LARGEST_FILE = 64 * 1024 * 1024
SECONDS = 30
IMAP, IMAPS = 143, 993
Done = Callable[[], object]
Command = Callable[..., tuple[str, list[Any]]]


class Unreadable(OSError):
    """The mailbox cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Lying:
    """One unread mail: its bytes, and how to mark it read, which may raise Unreadable. What is too large has none."""

    content: bytes
    mark_read: Done


def unread(address: str) -> Generator[Lying, None, None]:
    """The unread mail of a mailbox, the oldest first, at most a hundred: a path, or imaps://user:password@host/folder.

    Raises Unreadable.
    """
    url = urlsplit(address)
    if url.scheme in {"imap", "imaps"}:
        yield from _on_a_server(url)
        return
    place = Path(address)
    if place.is_dir():
        yield from _in_maildir(place)
    elif place.is_file():
        yield from _in_mbox(place)
    else:
        raise Unreadable(f"{address} is neither a file nor a folder of mail.")


def _in_maildir(place: Path) -> Iterator[Lying]:
    """Mail is new in `new`; read, it lies in `cur` under a name that ends in `:2,S`."""
    new = sorted(path for path in (place / "new").glob("[!.]*") if path.is_file())
    for path in new[:AT_ONCE]:
        yield Lying(_bytes_of(path), partial(_move, path, place / "cur" / f"{path.name.partition(':')[0]}:2,S"))


def _bytes_of(path: Path) -> bytes:
    return b"" if path.stat().st_size > MOST_BYTES else path.read_bytes()


def _move(path: Path, to: Path) -> None:
    to.parent.mkdir(exist_ok=True)
    path.rename(to)


def _in_mbox(place: Path) -> Iterator[Lying]:
    """A mail is read once its Status says R. The file is locked while it is looked through, and written once."""
    if place.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"{place} is larger than 64 MB. Put away what is old.")
    box = mailbox.mbox(place, create=False)
    try:
        box.lock()
    except mailbox.ExternalClashError as error:
        raise Unreadable(f"{place} is in use by another program.") from error
    try:
        for key in [key for key in box.iterkeys() if "R" not in box.get_message(key).get_flags()][:AT_ONCE]:
            content = box.get_bytes(key)
            yield Lying(content if len(content) <= MOST_BYTES else b"", partial(_flag, box, key))
        box.flush()
    finally:
        box.unlock()
        box.close()


def _flag(box: mailbox.mbox, key: str) -> None:
    message = box.get_message(key)
    message.add_flag("R")
    box[key] = message


def _on_a_server(url: SplitResult) -> Iterator[Lying]:
    """What cannot be fetched stays unread, and what is larger than we read is left alone."""
    with _signed_in(url) as server:
        numbers = _asked(server.search, None, "UNSEEN", "SMALLER", str(MOST_BYTES))[0].split()
        for number in numbers[:AT_ONCE]:
            _answer, fetched = _answered(server.fetch, number, "(BODY.PEEK[])")
            for part in fetched:  # none, where the server cannot read that mail itself
                if isinstance(part, tuple):
                    yield Lying(part[1], partial(_asked, server.store, number, "+FLAGS", r"(\Seen)"))


@contextmanager
def _signed_in(url: SplitResult) -> Iterator[imaplib.IMAP4]:
    host = url.hostname or "localhost"
    folder = unquote(url.path.lstrip("/")) or "INBOX"
    try:
        if url.scheme == "imaps":
            trusting = ssl.create_default_context()  # the library's own would take any certificate
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, url.port or IMAPS, ssl_context=trusting, timeout=SECONDS)
        else:
            server = imaplib.IMAP4(host, url.port or IMAP, timeout=SECONDS)
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreadable(f"The mail server cannot be reached: {error}") from error
    try:
        _asked(server.login, unquote(url.username or ""), unquote(url.password or ""))
        _asked(server.select, f'"{folder}"')
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()
        with suppress(OSError):
            server.shutdown()


def _asked(command: Command, *words: Any) -> list[Any]:
    """What the server gives. Raises Unreadable when it says no."""
    answer, said = _answered(command, *words)
    if answer != "OK":
        raise Unreadable(f"The mail server says: {_words(said)}")
    return said


def _answered(command: Command, *words: Any) -> tuple[str, list[Any]]:
    """Yes or no, and what. Raises Unreadable when it says nothing any more, or the words cannot be told to it."""
    try:
        return command(*words)
    except (imaplib.IMAP4.error, OSError, UnicodeError) as error:
        raise Unreadable(f"The mail server says: {_words(error.args)}") from error


def _words(said: Iterable[object]) -> str:
    return " ".join(one.decode("ascii", "replace") if isinstance(one, bytes) else str(one) for one in said)
