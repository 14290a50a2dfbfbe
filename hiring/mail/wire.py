"""A promised mail as the bytes a mail server is given, read back before anybody sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime, parseaddr

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
    "Content-Transfer-Encoding",
    "MIME-Version",
)


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
        content = message.as_bytes(policy=policy.SMTP)
    except (ValueError, IndexError, HeaderParseError, Refusal) as error:
        raise Unsendable(str(error)) from error
    _read_back(content, outgoing.address)
    return Letter(sender=parseaddr(sender)[1], recipient=outgoing.address, content=content)


def _message(outgoing: Outgoing, sender: str, now: datetime) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = _address(*parseaddr(sender))
    message["To"] = _address("" if outgoing.person is None else outgoing.person.name, outgoing.address)
    message["Subject"] = safe_header(outgoing.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = outgoing.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(outgoing.body)
    return message


def _address(name: str, address: str) -> Address:
    return Address(display_name=safe_header(name), addr_spec=address)


def _read_back(content: bytes, address: str) -> None:
    """What was written is what is read: exactly our headers, each once, and one recipient."""
    read = BytesParser(policy=policy.default).parsebytes(content)
    if sorted(read.keys()) != sorted(HEADERS):
        raise Unsendable(f"The headers came back as {', '.join(read.keys())}.")
    recipients = [one.addr_spec for one in read["To"].addresses]
    if recipients != [address]:
        raise Unsendable("The mail would go to somebody else.")
