"""What a mail says, as far as a program may believe it: who writes, in answer to what, and whether a person did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from hashlib import sha256
from html.parser import HTMLParser

from hiring.icals import MOST_BYTES

LONGEST_BODY = 20_000
LONGEST_SUBJECT = 280
MOST_PARTS = 50
MOST_IDS = 30
LONGEST_HEADER, LONGEST_THREAD = 2_000, 8_000
_ID = re.compile(r"<[!-;=?-~]{3,250}>")
_UNSEEN_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BY_MACHINES = {"bulk", "junk", "list", "auto_reply"}
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
"""What the parser raises about mail that was made to break it."""


class _InBounds(policy.EmailPolicy):
    """Reads no more of a header than people need: the library takes the square of its length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_THREAD if name.lower() == "references" else LONGEST_HEADER]


IN_BOUNDS = _InBounds()


@dataclass(frozen=True, slots=True)
class Received:
    """One mail. `sender` is one address in lower case, or nothing; `answers` the ids of the mail it answers, the
    nearest first; `calendar` the calendar file in it. `came_back`: it says that a mail of ours did not arrive.
    """

    message_id: str
    sender: str
    subject: str
    body: str
    answers: tuple[str, ...]
    calendar: bytes | None
    is_automatic: bool
    came_back: bool


def understood(content: bytes) -> Received | None:
    """What the bytes of a mail say, or None when they are too many or no mail."""
    if len(content) > MOST_BYTES:
        return None
    try:
        mail = BytesParser(policy=IN_BOUNDS).parsebytes(content)
        assert isinstance(mail, EmailMessage)
        return _read(mail, content)
    except UNREADABLE:
        return None


def _read(mail: EmailMessage, content: bytes) -> Received:
    parts = _parts(mail)
    came_back = _came_back(mail)
    return Received(
        message_id=next(iter(_ids(mail, "Message-ID")), f"<{sha256(content).hexdigest()[:32]}@hiring-loop>"),
        sender=_sender(mail),
        subject=_UNSEEN_IN_A_LINE.sub(" ", _header(mail, "Subject")).strip()[:LONGEST_SUBJECT],
        body=_body(parts),
        answers=_about(mail, parts) if came_back else _answers(mail),
        calendar=_calendar(parts),
        is_automatic=came_back or _is_automatic(mail),
        came_back=came_back,
    )


def _parts(mail: EmailMessage) -> list[EmailMessage]:
    found: list[EmailMessage] = []
    for part in mail.walk():
        if len(found) == MOST_PARTS:
            break
        if isinstance(part, EmailMessage):
            found.append(part)
    return found


def _header(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, ""))


def _sender(mail: EmailMessage) -> str:
    """From whom, if it is one, written once, in signs that can be kept."""
    written = mail.get_all("From", [])
    addresses = list(getattr(written[0], "addresses", [])) if len(written) == 1 else []
    address = str(addresses[0].addr_spec).lower() if len(addresses) == 1 else ""
    return address if address.isprintable() else ""


def _ids(mail: EmailMessage, name: str) -> list[str]:
    return _ID.findall(_header(mail, name))[-MOST_IDS:]


def _answers(mail: EmailMessage) -> tuple[str, ...]:
    nearest_first = [*_ids(mail, "In-Reply-To"), *reversed(_ids(mail, "References"))]
    return tuple(dict.fromkeys(nearest_first))


def _about(mail: EmailMessage, parts: list[EmailMessage]) -> tuple[str, ...]:
    """Of a report that a mail did not arrive: the mail that is in it, whole or its headers alone."""
    found = [one for part in parts if part is not mail for one in _ids(part, "Message-ID")]
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            found += _ID.findall(_text(part))[:MOST_IDS]
    return tuple(dict.fromkeys([*found, *_answers(mail)]))


def _came_back(mail: EmailMessage) -> bool:
    report = mail.get_content_type() == "multipart/report"
    return report and str(mail.get_param("report-type", "")).lower() == "delivery-status"


def _is_automatic(mail: EmailMessage) -> bool:
    """RFC 3834, and what programs wrote before it."""
    said = _header(mail, "Auto-Submitted").strip().lower()
    return (
        said not in {"", "no"}
        or _header(mail, "Precedence").strip().lower() in _BY_MACHINES
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
        or _header(mail, "Return-Path").strip() == "<>"
        or _sender(mail).partition("@")[0] in {"mailer-daemon", "postmaster", "no-reply", "noreply"}
    )


def _calendar(parts: list[EmailMessage]) -> bytes | None:
    for part in parts:
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None


def _body(parts: list[EmailMessage]) -> str:
    """The words: the first plain text, or else what an HTML page says."""
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    for part in shown:
        if part.get_content_type() == "text/plain":
            return _seen(_text(part))
    for part in shown:
        if part.get_content_type() == "text/html":
            return _seen("".join(_words_of(_text(part))))
    return ""


def _text(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    words = content if isinstance(content, bytes) else b""
    try:
        return words.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return words.decode("utf-8", "replace")


def _seen(words: str) -> str:
    return _UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST_BODY]


def _words_of(page: str) -> Iterator[str]:
    reading = _Words()
    reading.feed(page[: 10 * LONGEST_BODY])
    reading.close()
    yield from reading.words


class _Words(HTMLParser):
    """A page's words, without what no reader sees."""

    BREAKS = frozenset({"br", "p", "div", "tr", "li", "blockquote", "h1", "h2", "h3"})
    UNSHOWN = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unshown = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._unshown += tag in self.UNSHOWN
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unshown = max(0, self._unshown - (tag in self.UNSHOWN))

    def handle_data(self, words: str) -> None:
        if not self._unshown:
            self.words.append(words)
