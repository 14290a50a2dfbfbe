"""What a candidate sends us from the door."""

from __future__ import annotations

from wtforms import HiddenField

from hiring.web.forms import BaseForm


class EnterForm(BaseForm):
    """The button on the page behind a mailed link; `again` asks for a new one instead."""

    again = HiddenField()
