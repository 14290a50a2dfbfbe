"""Handing a letter to the operator's mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from hiring.mail.wire import Letter

Send = Callable[[Letter], None]
TIMEOUT = 30
SUBMISSION, SMTPS = 587, 465


class Sender:
    """Sends to one mail server, over one connection for as long as there is more to send."""

    def __init__(self, smtp_url: str) -> None:
        self._url = smtp_url
        self._server: smtplib.SMTP | None = None

    def __call__(self, letter: Letter) -> None:
        try:
            self._server = self._server or _connect(self._url)
            self._server.sendmail(letter.sender, [letter.recipient], letter.content)
        except BaseException:
            self.rest()
            raise

    def rest(self) -> None:
        """Take leave of the server until there is more."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()


def sender_to(smtp_url: str) -> Sender:
    """What sends to `smtp://user:password@host:port`, encrypted when the server offers it, or to `smtps://…`."""
    return Sender(smtp_url)


def _connect(smtp_url: str) -> smtplib.SMTP:
    url = urlsplit(smtp_url)
    host = url.hostname or "localhost"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or SMTPS, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, url.port or SUBMISSION, timeout=TIMEOUT)
    try:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        if url.username is not None:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server
