"""Words in the reader's language and moments in the reader's zone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from flask import Flask, g, request
from flask_babel import Babel, force_locale, format_date, get_locale, get_timezone, get_translations

from hiring.text import Text

LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def say(words: Text | str) -> str:
    """A sentence in the reader's language. Values that are sentences themselves are translated too."""
    if not isinstance(words, Text):
        return str(words)
    params: dict[str, Any] = {
        name: say(value) if isinstance(value, Text) else value for name, value in words.params.items()
    }
    if words.plural is None:
        said = str(_catalogue().ugettext(words.msgid))
    else:
        said = str(_catalogue().ungettext(words.msgid, words.plural, params["num"]))
    return said % params if params else said


def day(moment: datetime | date) -> str:
    """Tue 24 Nov."""
    if isinstance(moment, datetime):
        return _written(moment, "EEE d MMM", get_locale(), get_timezone())
    return str(format_date(moment, "EEE d MMM"))


def moment(when: datetime) -> str:
    """Tue 24 Nov, 10:00."""
    return _written(when, "EEE d MMM, HH:mm", get_locale(), get_timezone())


def clock_time(when: datetime) -> str:
    return _written(when, "HH:mm", get_locale(), get_timezone())


def lately(when: datetime, now: datetime) -> str:
    """A clock time, with its day unless that is today."""
    zone = get_timezone()
    return clock_time(when) if when.astimezone(zone).date() == now.astimezone(zone).date() else moment(when)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything said in the block is in this language instead of the reader's."""
    readers = g.pop("catalogue", None)
    try:
        with force_locale(language):
            yield
    finally:
        g.catalogue = readers


def direction() -> str:
    locale = get_locale()
    language = "en" if locale is None else locale.language
    return "rtl" if request.args.get("dir") == "rtl" or language in RIGHT_TO_LEFT else "ltr"


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=_locale, timezone_selector=_zone)
    app.jinja_env.filters.update(say=say, day=day, moment=moment, clock_time=clock_time)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda msgid: _catalogue().ugettext(msgid),
        lambda singular, plural, num: _catalogue().ungettext(singular, plural, num),
        newstyle=True,
    )


@lru_cache(maxsize=4096)
def _written(when: datetime, pattern: str, locale: Locale, zone: tzinfo) -> str:
    """Kept, because one page is asked for many times and each of its moments costs more than a query's row."""
    return format_datetime(when, pattern, tzinfo=zone, locale=locale)


def _catalogue() -> Any:
    """The sentences of the language in use, found once a request: a page asks for hundreds of them."""
    found = g.get("catalogue")
    if found is None:
        found = g.catalogue = get_translations()
    return found


def _locale() -> str:
    person = g.get("person")
    if person is not None:
        return str(person.locale)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _zone() -> str:
    person = g.get("person")
    return "UTC" if person is None else str(ZoneInfo(person.zone))
