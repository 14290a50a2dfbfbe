"""A promised mail as the bytes a mail server is given, read back before anybody sends them.

With HTML it says the same twice, and a calendar file is its third part, which is where mail programs look for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from hiring.icals import method_of
from hiring.mail.compose import safe_header
from hiring.models import Outgoing
from hiring.refusal import Refusal

HEADERS = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Type",
    "MIME-Version",
)
IN_ONE_PART = (*HEADERS, "Content-Transfer-Encoding")
WRITTEN = policy.SMTP.clone(cte_type="7bit")
"""Fit for every server, and no line too long for one."""
OF_A_PART = ("Content-Type", "Content-Transfer-Encoding")


class Unsendable(ValueError):
    """No server should be given this; trying again will not help."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An envelope and what is in it."""

    sender: str
    recipient: str
    content: bytes


def letter(outgoing: Outgoing, *, sender: str, now: datetime) -> Letter:
    """The finished mail. Raises Unsendable when a header would not come back as it was meant."""
    try:
        message = _message(outgoing, sender, now)
        content = message.as_bytes(policy=WRITTEN)
    except (ValueError, IndexError, HeaderParseError, Refusal) as error:
        raise Unsendable(str(error)) from error
    _read_back(content, outgoing)
    return Letter(sender=parseaddr(sender)[1], recipient=outgoing.address, content=content)


def _message(outgoing: Outgoing, sender: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=WRITTEN)
    message["From"] = _address(*parseaddr(sender))
    message["To"] = _address("" if outgoing.person is None else outgoing.person.name, outgoing.address)
    message["Subject"] = safe_header(outgoing.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = outgoing.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.body)
    if outgoing.html is not None:
        message.add_alternative(outgoing.html, subtype="html")
    if outgoing.calendar is not None:
        method = method_of(outgoing.calendar)
        message.add_alternative(outgoing.calendar, subtype="calendar", params={"method": method})
    for part in message.iter_parts() if message.is_multipart() else ():
        del part["MIME-Version"]  # the whole has it
    return message


def _address(name: str, address: str) -> Address:
    return Address(display_name=safe_header(name), addr_spec=address)


def _read_back(content: bytes, outgoing: Outgoing) -> None:
    """What was written is what is read: exactly our headers, each once, one recipient, and the parts we wrote.

    Only the recipient's header is taken to pieces: doing so with each, the parser would take most of the worker's time.
    """
    read = message_from_bytes(content)
    wanted = ["text/plain"]
    wanted += ["text/html"] if outgoing.html is not None else []
    wanted += ["text/calendar"] if outgoing.calendar is not None else []
    if sorted(read.keys()) != sorted(HEADERS if len(wanted) > 1 else IN_ONE_PART):
        raise Unsendable(f"The headers came back as {', '.join(read.keys())}.")
    recipients = [one.addr_spec for one in policy.default.header_fetch_parse("To", read["To"]).addresses]
    if recipients != [outgoing.address]:
        raise Unsendable("The mail would go to somebody else.")
    parts = [part for part in read.walk() if part is not read]
    if [part.get_content_type() for part in parts] != (wanted if len(wanted) > 1 else []):
        raise Unsendable("The parts came back otherwise.")
    for part in parts:
        if sorted(part.keys()) != sorted(OF_A_PART):
            raise Unsendable(f"The headers of a part came back as {', '.join(part.keys())}.")
