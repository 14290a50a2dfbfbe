"""Where mail lies: an mbox file, a Maildir, or a folder on an IMAP server. What was read is marked, never deleted."""

from __future__ import annotations

import imaplib
import mailbox
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from hiring.icals import MOST_BYTES

AT_ONCE = 100
LARGEST_FILE = 64 * 1024 * 1024
SECONDS = 30
Done = Callable[[], None]


class Unreadable(OSError):
    """The mailbox cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Lying:
    """One unread mail: its bytes, and how to mark it read. What is too large has none."""

    content: bytes
    mark_read: Done


def unread(address: str) -> Iterator[Lying]:
    """The unread mail of a mailbox, the oldest first, at most a hundred: a path, or imaps://user:password@host/folder.

    Raises Unreadable.
    """
    if address.startswith(("imap://", "imaps://")):
        yield from _on_a_server(address)
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


def _on_a_server(address: str) -> Iterator[Lying]:
    url = urlsplit(address)
    folder = unquote(url.path.lstrip("/")) or "INBOX"
    kind = imaplib.IMAP4_SSL if url.scheme == "imaps" else imaplib.IMAP4
    try:
        with kind(
            url.hostname or "localhost", url.port or (993 if url.scheme == "imaps" else 143), timeout=SECONDS
        ) as server:
            server.login(unquote(url.username or ""), unquote(url.password or ""))
            server.select(f'"{folder}"')
            for number in server.search(None, "UNSEEN", "SMALLER", str(MOST_BYTES))[1][0].split()[:AT_ONCE]:
                fetched = server.fetch(number, "(BODY.PEEK[])")[1]
                content = next((part[1] for part in fetched if isinstance(part, tuple)), b"")
                yield Lying(content, partial(_see, server, number))
    except (imaplib.IMAP4.error, OSError) as error:
        raise Unreadable(f"The mail server says: {error}") from error


def _see(server: imaplib.IMAP4, number: str) -> None:
    server.store(number, "+FLAGS", r"(\Seen)")
