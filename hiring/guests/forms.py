"""What a guest sends us: the button behind a mailed link, and why they cannot come."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from hiring.web.forms import BaseForm, required


class EnterForm(BaseForm):
    """The button on the page behind a mailed link; `again` asks for a new one instead."""

    again = HiddenField()


class DeclineForm(BaseForm):
    """Giving the seat back, with a reason for the recruiters."""

    reason = TextAreaField(_("Why can you not hold it?"), [required("Write why, so that somebody else can be found.")])
