"""How every mail of the house reads: as text, and as the HTML that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hiring.mail import samples
from hiring.people import bp
from hiring.policy import Permission
from hiring.web.guard import allow
from hiring.web.sign_in_state import current_person

NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of the list."""

    subject: str
    kind: str
    url: str


@bp.get("/mail/preview")
@allow(Permission.MAIL_PREVIEW)
def previews() -> ResponseReturnValue:
    lines = [
        Sample(one.subject, one.kind.replace("_", " "), url_for(".preview", kind=one.kind))
        for one in samples.samples(current_person())
    ]
    return render_template("people/previews.html", lines=lines)


@bp.get("/mail/preview/<kind>")
@allow(Permission.MAIL_PREVIEW)
def preview(kind: str) -> ResponseReturnValue:
    if kind not in samples.kinds():
        abort(NOT_FOUND)
    mail = samples.sample(kind, current_person())
    if request.args.get("as") == "html":
        assert mail.html is not None
        return mail.html
    return render_template("people/preview.html", mail=mail, html_url=f"{url_for('.preview', kind=kind)}?as=html")
