"""The forms of signing in, of an account, and of inviting people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, HiddenInput, Input, ListWidget, PasswordInput, TextInput

from hiring.people import carrying, passwords, queries, rights
from hiring.web.forms import PAGE_LIMIT, BaseForm, FormData, required
from hiring.web.language import LANGUAGES, say

Validator = Callable[[Form, Field], None]
LANGUAGE_NAMES = {"en": "English"}


class LimitedField(StringField):
    """A line with a length of its own."""

    limit: int
    look: Input = TextInput()

    def __init__(self, label: object = None, validators: Sequence[Validator] = (), **options: Any) -> None:
        super().__init__(label, validators, widget=self.look, **options)  # type: ignore[no-untyped-call]


class AddressField(LimitedField):
    """An e-mail address, as long as one can be."""

    limit = queries.LONGEST_ADDRESS


class SecretField(LimitedField):
    """A password: spaces at its ends belong to it, and it is never shown again."""

    look = PasswordInput()
    strips = False
    limit = passwords.MOST_BYTES


class CarriedField(LimitedField):
    """A whole page of somebody's typing, on its way through sign-in."""

    look = HiddenInput()
    limit = 2 * PAGE_LIMIT


class SignInForm(BaseForm):
    email = AddressField(_l("E-mail address"), [required("Type your e-mail address.")])
    password = SecretField(_l("Password"), [required("Type your password, or have a link mailed to you.")])
    next = HiddenField(filters=[carrying.own_path])
    carried = CarriedField()
    page_limit = 3 * PAGE_LIMIT


class LinkForm(BaseForm):
    email = AddressField(_l("E-mail address"), [required("Type your e-mail address.")])
    purpose = RadioField(_l("What for?"), default="sign_in")
    next = HiddenField(filters=[carrying.own_path])

    def __init__(self, formdata: FormData = None, **values: object) -> None:
        super().__init__(formdata, **values)
        self.purpose.choices = [
            SelectChoice("sign_in", gettext("To sign in once")),
            SelectChoice("reset", gettext("To set a new password")),
        ]


class EnterForm(BaseForm):
    """Behind a mailed link. Whether a password has to be chosen, its link says."""

    password = SecretField(_l("New password"))


class AccountForm(BaseForm):
    name = StringField(_l("Name"), [required("Say your name.")])
    zone = SelectField(_l("Time zone"))
    locale = SelectField(
        _l("Language"), choices=[SelectChoice(code, LANGUAGE_NAMES.get(code, code)) for code in LANGUAGES]
    )
    region = StringField(_l("Where your public holidays are"))

    def __init__(self, formdata: FormData = None, **values: object) -> None:
        super().__init__(formdata, **values)
        self.zone.choices = zone_choices()


class PasswordForm(BaseForm):
    current = SecretField(_l("Present password"))
    password = SecretField(_l("New password"), [required("Type a new password.")])


class InviteForm(BaseForm):
    name = StringField(_l("Name"), [required("Say the person's name.")])
    email = AddressField(_l("E-mail address"), [required("Say where the invitation goes.")])
    title = StringField(_l("Title"))
    zone = SelectField(_l("Time zone"), default="Europe/London")
    capabilities = SelectMultipleField(
        _l("What they may do for the house"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, formdata: FormData = None, **values: object) -> None:
        super().__init__(formdata, **values)
        self.zone.choices = zone_choices()
        self.capabilities.choices = [SelectChoice(kind, say(words)) for kind, words in rights.WORDS.items()]


class BecomeForm(BaseForm):
    """Who of the demo's cast to be."""

    person = HiddenField()


def zone_choices() -> list[SelectChoice]:
    return [SelectChoice(zone, zone.replace("_", " ")) for zone in queries.zones()]
