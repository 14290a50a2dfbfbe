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
from markupsafe import Markup

from hiring.text import Text

LANGUAGES = ("en",)
MOST_KEPT = 4096
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def say(words: Text | str) -> str:
    """A sentence in the reader's language. Values that are sentences themselves are translated too."""
    if not isinstance(words, Text):
        return str(words)
    params: dict[str, Any] = {
        name: say(value) if isinstance(value, Text) else value for name, value in words.params.items()
    }
    if words.plural is None:
        said = _sentence(_catalogue(), words.msgid)
    else:
        said = _counted(_catalogue(), words.msgid, words.plural, params["num"])
    return said % params if params else said


def day(moment: datetime | date) -> str:
    """Tue 24 Nov."""
    if isinstance(moment, datetime):
        return _written(moment, "EEE d MMM", get_locale(), get_timezone())
    return str(format_date(moment, "EEE d MMM"))


def moment(when: datetime) -> str:
    """Tue 24 Nov, 10:00."""
    return _written(_to_the_minute(when), "EEE d MMM, HH:mm", get_locale(), get_timezone())


def clock_time(when: datetime) -> str:
    return _written(_to_the_minute(when), "HH:mm", get_locale(), get_timezone())


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
        g.pop("catalogue", None)
        if readers is not None:
            g.catalogue = readers


def direction() -> str:
    locale = get_locale()
    language = "en" if locale is None else locale.language
    return "rtl" if request.args.get("dir") == "rtl" or language in RIGHT_TO_LEFT else "ltr"


def init_app(app: Flask) -> None:
    Babel(app, locale_selector=_locale, timezone_selector=_zone)
    app.jinja_env.filters.update(say=say, day=day, moment=moment, clock_time=clock_time)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)


def gettext(msgid: str, /, **values: object) -> Markup:
    """`{{ _('…') }}`: a template's own sentence is markup already; the values put into it are escaped."""
    return _fill_in(_sentence(_catalogue(), msgid), values) if values else _without_values(_catalogue(), msgid)


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> Markup:
    return _fill_in(_counted(_catalogue(), singular, plural, num), {"num": num, **values})


def _fill_in(sentence: str, values: dict[str, object]) -> Markup:
    return Markup(sentence) % values  # noqa: S704 - written in the house, not typed by somebody


@lru_cache(maxsize=MOST_KEPT)
def _without_values(catalogue: Any, msgid: str) -> Markup:
    return _fill_in(_sentence(catalogue, msgid), {})


@lru_cache(maxsize=MOST_KEPT)
def _sentence(catalogue: Any, msgid: str) -> str:
    """Kept, because one page says hundreds of things, and nearly all of them are what the last page said."""
    return str(catalogue.ugettext(msgid))


def _counted(catalogue: Any, singular: str, plural: str, num: int) -> str:
    return str(catalogue.ungettext(singular, plural, num))


def _to_the_minute(when: datetime) -> datetime:
    """No less is written, and all that happens within it is written alike."""
    return when.replace(second=0, microsecond=0)


@lru_cache(maxsize=MOST_KEPT)
def _written(when: datetime, pattern: str, locale: Locale, zone: tzinfo) -> str:
    """Kept, because one page is asked for many times and each of its moments costs more than a query's row."""
    return format_datetime(when, pattern, tzinfo=zone, locale=locale)


def _catalogue() -> Any:
    """The sentences of the language in use, found once a request: a page asks for hundreds of them."""
    try:
        return g.catalogue
    except AttributeError:
        g.catalogue = get_translations()
        return g.catalogue


def _locale() -> str:
    person = g.get("person")
    if person is not None:
        return str(person.locale)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _zone() -> str:
    person = g.get("person")
    return "UTC" if person is None else str(ZoneInfo(person.zone))
