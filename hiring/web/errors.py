"""One style for every no and every accident, in words that say what to do."""

from __future__ import annotations

import logging
from typing import NamedTuple

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, Unauthorized

from hiring.db import forget
from hiring.refs import new_ref
from hiring.refusal import Kind, Refusal
from hiring.settings import Settings
from hiring.text import Text, text
from hiring.web import guard
from hiring.web.language import say
from hiring.web.zones import STAFF

log = logging.getLogger("hiring")
SERVER_ERROR = 500


class Words(NamedTuple):
    """What an error page says."""

    heading: Text
    sentence: Text


WORDS = {
    400: Words(
        text("The page could not be read"),
        text("It may have been open for too long, or was changed on the way. Go back, reload it and try again."),
    ),
    401: Words(text("Sign in first"), text("You are not signed in, or your session has ended.")),
    403: Words(text("This is not open to you"), text("Your part in this opening does not include this.")),
    404: Words(
        text("There is no such page"),
        text("The address may be mistyped, or the thing is not yours to see. If somebody sent it to you, ask them."),
    ),
    405: Words(text("That cannot be done here"), text("This address does not take that kind of request.")),
    409: Words(
        text("Somebody was faster"),
        text("This changed while your request was on its way. Nothing of yours was kept; look again, then repeat it."),
    ),
    410: Words(text("This is over"), text("The link was used already or has expired.")),
    413: Words(text("That is too large"), text("A page takes 4 MB, a file 10 MB. Send something smaller.")),
    415: Words(text("That is the wrong kind of content"), text("Send a form, as the page does.")),
    422: Words(text("That could not be taken"), text("Go back, change it and send it again.")),
    429: Words(text("Too many tries"), text("Wait a few minutes, then try again.")),
    500: Words(
        text("Something broke on our side"),
        text("Nothing of this request was kept. What you typed is still on the page before: go back and try again."),
    ),
    503: Words(text("The house is busy"), text("The database did not answer in time. Wait a moment, then try again.")),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(StaleDataError, lambda _error: page(409))
    app.register_error_handler(IntegrityError, lambda _error: page(409))
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(PoolTimeout, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _accident)


def page(status: int, sentence: Text | None = None, reference: str | None = None) -> Response:
    """An error page that needs neither a person nor a database, and so says the same to everybody."""
    g.person = None
    words = WORDS.get(status, WORDS[SERVER_ERROR if status >= SERVER_ERROR else 400])
    return make_response(
        render_template(
            "errors/error.html",
            status=status,
            heading=say(words.heading),
            sentence=say(sentence or words.sentence),
            reference=reference,
        ),
        status,
    )


def _no_token(_error: CSRFError) -> ResponseReturnValue:
    """A page of ours that outlived its session asks to sign in, or is shown again to a guest, and keeps what was typed;
    all else is refused.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    declaration = getattr(view, "declaration", None)
    if declaration is None or declaration.zone is None or not _came_from_own_page():
        return page(400)
    try:
        if declaration.zone is STAFF:
            raise Unauthorized
        return guard.show_without_token(declaration, request.view_args or {})
    except HTTPException as turned_away:
        return current_app.handle_user_exception(turned_away)


def _came_from_own_page() -> bool:
    """The browser's own word, which a page elsewhere cannot put into its mouth."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url == request.headers.get("Origin") or request.headers.get("Sec-Fetch-Site") == "same-origin"


def _refusal(refusal: Refusal) -> Response:
    forget()
    if refusal.kind is Kind.FORBIDDEN:
        log.info("refused", extra={"path": request.path})
    return page(refusal.kind.value, refusal.reason)


def _http(error: HTTPException) -> Response:
    if error.code is None or error.response is not None:
        return make_response(error.get_response())
    response = page(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _unavailable(error: Exception) -> Response:
    forget()
    log.error("database unavailable", exc_info=error)
    response = page(503)
    response.headers["Retry-After"] = "2"
    return response


def _accident(error: Exception) -> Response:
    reference = new_ref()[:8]
    forget()
    log.error("accident %s", reference, exc_info=error)
    return page(SERVER_ERROR, reference=reference)
