"""Handing a letter to the operator's mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from hiring.mail.wire import Letter

Send = Callable[[Letter], None]
TIMEOUT = 30
SUBMISSION, SMTPS = 587, 465


def sender_to(smtp_url: str) -> Send:
    """What sends to `smtp://user:password@host:port`, encrypted when the server offers it, or to `smtps://…`."""

    def send(letter: Letter) -> None:
        with _connect(smtp_url) as server:
            server.sendmail(letter.sender, [letter.recipient], letter.content)

    return send


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
