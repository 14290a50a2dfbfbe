"""A board's words: what `web.language` says once at a time, for a page that says hundreds of things."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import get_domain, get_timezone

from hiring.text import Text
from hiring.web import language


class Speaker:
    """`say`, `day` and `moment` in the language and zone of one request, which are looked up once."""

    def __init__(self) -> None:
        self._catalog: Any = get_domain().get_translations()
        self._zone = get_timezone()
        self._days: dict[date, str] = {}

    def say(self, words: Text | str) -> str:
        if isinstance(words, str):
            return words
        params = {name: self.say(value) if isinstance(value, Text) else value for name, value in words.params.items()}
        if words.plural is None:
            said: str = self._catalog.ugettext(words.msgid)
        else:
            said = self._catalog.ungettext(words.msgid, words.plural, words.params["num"])
        return said % params if params else said

    def day(self, moment: datetime) -> str:
        """Tue 24 Nov."""
        local = moment.astimezone(self._zone).date()
        if local not in self._days:
            self._days[local] = language.day(local)
        return self._days[local]

    def moment(self, when: datetime) -> str:
        """Tue 24 Nov, 10:00."""
        return f"{self.day(when)}, {when.astimezone(self._zone):%H:%M}"
