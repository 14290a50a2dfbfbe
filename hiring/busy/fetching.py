"""Fetching one file from an address that somebody typed, without being led anywhere inside.

https and nothing else; the name is resolved once, every address it has must be a public one, and the connection goes to
the one that was looked at; no redirect is followed; bytes and seconds are counted.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from hiring.icals import MOST_BYTES
from hiring.text import Text, text

SECONDS = 10.0
LONGEST_ADDRESS = 2000
OK = 200
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MayReach = Callable[[Address], bool]

TROUBLES: dict[str, Text] = {
    "address": text("This is no https address of a calendar."),
    "inside": text("This address leads into a network that is not public."),
    "unreachable": text("Nothing answers there."),
    "answer": text("The server does not give the calendar. Perhaps the address has changed."),
    "large": text("The calendar is larger than 1 MB, or holds too much."),
    "slow": text("The server took too long."),
    "unreadable": text("What the server gives is no calendar."),
}
"""Why a calendar could not be read, by the word that is kept."""


class Unfetched(Exception):
    """It could not be had; `trouble` is a key of `TROUBLES`."""

    def __init__(self, trouble: str) -> None:
        self.trouble = trouble
        super().__init__(str(TROUBLES[trouble]))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a calendar stands."""

    host: str
    port: int
    path: str


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could be there: no network of one's own, no machine's inside, no group. Addresses
    that carry another one in them (mapped, 6to4, NAT64, Teredo) are not followed at all.
    """
    if any(address in network for network in NOBODYS):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


NOBODYS = tuple(
    map(
        ipaddress.ip_network,
        (
            *("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "192.88.99.0/24"),
            # what the library takes for the internet: one's own network of old, protocols, examples
            *("fec0::/10", "192.0.0.0/24", "3fff::/20"),
        ),
    )
)
"""Networks that carry another address in theirs, and others that are nowhere."""


def place_of(url: str) -> Place:
    """Where an address leads. Raises Unfetched when it is not https, names a user, or holds what addresses do not."""
    try:
        parts = urlsplit(url.replace("webcal://", "https://", 1))
        port = parts.port or 443
    except ValueError as error:
        raise Unfetched("address") from error
    if not _is_plain(url, parts):
        raise Unfetched("address")
    assert parts.hostname is not None
    path = parts.path or "/"
    return Place(parts.hostname, port, f"{path}?{parts.query}" if parts.query else path)


def fetch(
    url: str, *, may_reach: MayReach = is_public, trust: ssl.SSLContext | None = None, seconds: float = SECONDS
) -> bytes:
    """The bytes of the file there. Raises Unfetched with the reason."""
    place = place_of(url)
    connection = _Pinned(place, _resolved(place, may_reach), trust or ssl.create_default_context(), seconds)
    alarm = threading.Timer(seconds, connection.cut)
    alarm.start()
    try:
        return _asked(connection, place)
    except (OSError, HTTPException, ValueError) as error:
        raise Unfetched("slow" if connection.is_cut else "unreachable") from error
    finally:
        alarm.cancel()
        connection.close()


class _Pinned(HTTPSConnection):
    """Goes to the address that was looked at, and asks for a certificate of the name that was typed."""

    def __init__(self, place: Place, address: str, trust: ssl.SSLContext, seconds: float) -> None:
        super().__init__(place.host, place.port, timeout=seconds, context=trust)
        self._address, self._trust, self.is_cut = address, trust, False
        self._open: socket.socket | None = None

    def connect(self) -> None:
        self._open = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._open = self._trust.wrap_socket(self._open, server_hostname=self.host)

    def close(self) -> None:
        super().close()
        if self._open is not None:
            self._open.close()

    def cut(self) -> None:
        """Time is up, whatever is being waited for."""
        self.is_cut = True
        if self._open is not None:  # `sock` is given away with the answer
            with suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


def _asked(connection: _Pinned, place: Place) -> bytes:
    headers = {"Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "Hiring Loop"}
    connection.request("GET", place.path, headers=headers)
    with connection.getresponse() as answer:
        if answer.status != OK or answer.getheader("Content-Encoding", "identity") != "identity":
            raise Unfetched("answer")
        content = answer.read(MOST_BYTES + 1)
    if connection.is_cut:
        raise Unfetched("slow")
    if len(content) > MOST_BYTES:
        raise Unfetched("large")
    return content


def _is_plain(url: str, parts: SplitResult) -> bool:
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and len(url) <= LONGEST_ADDRESS
        and url.isascii()
        and url.isprintable()
        and not set(url) & set(' "<>\\^`{|}')
    )


def _resolved(place: Place, may_reach: MayReach) -> str:
    """One address of that name, if every one is allowed: a name that also leads inside is not trusted."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    except (OSError, UnicodeError, ValueError) as error:
        raise Unfetched("unreachable") from error
    if not addresses or not all(map(may_reach, addresses)):
        raise Unfetched("inside")
    return str(addresses[0])
