"""Addresses that somebody typed: a real server answers, and none that stands inside is ever knocked at."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hiring.busy.fetching import Unfetched, fetch, is_public, place_of
from hiring.icals import MOST_BYTES

CERTIFICATE = Path(__file__).parent / "calendar.test.pem"
TRUST = ssl.create_default_context(cafile=str(CERTIFICATE))
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
Reply = Callable[[BaseHTTPRequestHandler], None]


class Listener:
    """A server on this machine, and every connection that was made to it."""

    def __init__(self, port: int) -> None:
        self.port, self.hits, self.asked = port, 0, list[tuple[str, str]]()


@contextmanager
def listening(reply: Reply) -> Iterator[Listener]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.asked.append((self.path, self.headers["Host"]))
            reply(self)

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    class Counting(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> tuple[socket.socket, object]:
            listener.hits += 1
            return super().get_request()

        def handle_error(self, *_about: object) -> None:
            """Whoever hangs up is no fault here."""

    server = Counting(("127.0.0.1", 0), Answering)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    listener = Listener(int(server.server_address[1]))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def giving(content: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return reply


def anywhere(_address: object) -> bool:
    return True


def trouble(url: str, *, may_reach: Callable[..., bool] = is_public, seconds: float = 10) -> str:
    with pytest.raises(Unfetched) as refused:
        fetch(url, may_reach=may_reach, trust=TRUST, seconds=seconds)
    return refused.value.trouble


def test_a_calendar_is_fetched() -> None:
    with listening(giving(CALENDAR)) as server:
        url = f"https://localhost:{server.port}/private.ics?key=1"
        assert fetch(url, may_reach=anywhere, trust=TRUST) == CALENDAR
        assert fetch(url.replace("https", "webcal"), may_reach=anywhere, trust=TRUST) == CALENDAR
        assert server.asked == [("/private.ics?key=1", f"localhost:{server.port}")] * 2


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::]",
        "LOCALHOST",
        "localhost.",
    ],
)
def test_nothing_on_this_machine_is_knocked_at(host: str) -> None:
    """However its name is written: not one connection arrives."""
    with listening(giving(CALENDAR)) as server:
        assert trouble(f"https://{host}:{server.port}/") in {"inside", "unreachable"}
        assert server.hits == 0


def test_a_name_that_leads_outside_and_inside_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_asked: object, **_more: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", (address, 443)) for address in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert trouble("https://calendar.test/") == "inside"


def test_the_name_is_asked_for_once_and_the_answer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when looked at and inside a moment later: the connection goes to what was looked at."""
    with listening(giving(CALENDAR)) as server:
        asked, really = list[object](), socket.getaddrinfo

        def resolve(host: object, *rest: object, **more: object) -> list[tuple[object, ...]]:
            asked.append(host)
            here = really("127.0.0.1", server.port, type=socket.SOCK_STREAM)
            return list(here) if host in {"127.0.0.1", "calendar.test"} else []

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        assert fetch(f"https://calendar.test:{server.port}/", may_reach=anywhere, trust=TRUST) == CALENDAR
        assert asked == ["calendar.test", "127.0.0.1"]


@pytest.mark.parametrize(
    "address",
    "10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 127.0.0.53 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1 "
    "192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fd00:ec2::254 ff02::1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 64:ff9b::a00:1 "
    "2002:7f00:1:: 2001:0:1::1 ::10.0.0.1 2001:db8::1 64:ff9b:1::1 fec0::1 "
    "192.0.0.8 192.88.99.1 3fff::1".split(),
)
def test_addresses_that_are_nobodys_outside(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::5"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.ics",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://",
        "https:///x",
        "https://user:secret@example.org/",
        "https://example.org@10.0.0.1/",
        "https://example.org/a b",
        "https://example.org/\r\nX-Evil: 1",
        "https://exämple.org/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[::1/",
        "https://example.org/" + "x" * 2000,
        "",
        "example.org",
    ],
)
def test_what_is_no_https_address_is_not_tried(url: str) -> None:
    with pytest.raises(Unfetched) as refused:
        place_of(url)
    assert refused.value.trouble == "address"


def test_nobody_is_led_on() -> None:
    with listening(giving(CALENDAR)) as inside:
        onward = giving(b"", 302, Location=f"https://localhost:{inside.port}/")
        with listening(onward) as server:
            assert trouble(f"https://localhost:{server.port}/", may_reach=anywhere) == "answer"
        assert inside.hits == 0


def test_a_server_without_the_right_certificate_is_not_believed() -> None:
    with listening(giving(CALENDAR)) as server, pytest.raises(Unfetched) as refused:
        fetch(f"https://localhost:{server.port}/", may_reach=anywhere)
    assert refused.value.trouble == "unreachable"


@pytest.mark.parametrize(("status", "headers"), [(404, {}), (500, {}), (200, {"Content_Encoding": "gzip"})])
def test_other_answers_are_no_calendar(status: int, headers: dict[str, str]) -> None:
    with listening(giving(CALENDAR, status, **headers)) as server:
        assert trouble(f"https://localhost:{server.port}/", may_reach=anywhere) == "answer"


def test_bytes_are_counted_whatever_the_server_says() -> None:
    with listening(giving(b"x" * (MOST_BYTES + 1))) as server:
        assert trouble(f"https://localhost:{server.port}/", may_reach=anywhere) == "large"


def test_seconds_are_counted_over_all() -> None:
    """A server that says one byte now and then is cut off in the end."""
    stop = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not stop.wait(0.05):
            request.wfile.write(b"x")

    began = time.monotonic()
    with listening(drip) as server:
        assert trouble(f"https://localhost:{server.port}/", may_reach=anywhere, seconds=0.5) == "slow"
        stop.set()
    assert time.monotonic() - began < 8
