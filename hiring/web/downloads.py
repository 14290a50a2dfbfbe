"""A candidate's file on its way to whoever may open it."""

from __future__ import annotations

from flask import Response, current_app, send_file

from hiring.models import Attachment
from hiring.refusal import Kind, Refusal
from hiring.settings import Settings
from hiring.text import text


def as_download(attachment: Attachment) -> Response:
    """The file as a download, never as a page of ours."""
    settings: Settings = current_app.extensions["settings"]
    path = settings.uploads_path / attachment.stored_as
    if not path.is_file():
        raise Refusal(text("This file is not where it was kept. Ask an administrator."), Kind.GONE)
    response: Response = send_file(
        path, mimetype=attachment.media_type, as_attachment=True, download_name=attachment.filename
    )
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
