"""What the form's script is told: what was taken, or field by field why not, in words to show as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import get_locale

from hiring.clock import utcnow
from hiring.models import Draft, Slot
from hiring.scorecards import drafts, queries
from hiring.scorecards.areas import Filled
from hiring.scorecards.drafts import Sender
from hiring.scorecards.forms import DraftForm
from hiring.text import count
from hiring.web.language import LANGUAGES, lately, say

ENOUGH = 200  # every language's rule for plurals has shown all it has by then


def taken(draft: Draft, sender: Sender, names: Iterable[str]) -> dict[str, Any]:
    """The draft as it stands. A late request is told of the later one, and has no effect of its own."""
    return {
        "saved": lately(draft.saved_at, utcnow()),
        "saved_at": draft.saved_at.isoformat(),
        "version": draft.version,
        "client_seq": drafts.taken(draft, sender.page),
        "revs": {name: drafts.rev(draft, name) for name in names},
    }


def refused(slot: Slot, form: DraftForm) -> dict[str, Any]:
    """Why nothing was taken: for the whole request, or for some fields of it."""
    sheet = queries.sheet_of(slot)
    filled = Filled(form.typed, {}, clashes=clashes(slot, form))
    two = {name: filled.two_texts(name, sheet) for name in filled.clashes}
    return {
        "sentence": say(form.form_errors[0]) if form.form_errors else "",
        "fields": {name: say(found[0]) for name, found in form.errors.items() if name},
        "clashes": {
            name: {
                "sentence": say(one.sentence),
                "here": say(one.here),
                "there": say(one.there),
                "value": one.value,
                "rev": drafts.rev(slot.draft, name),
            }
            for name, one in two.items()
            if one is not None and slot.draft is not None
        },
    }


def clashes(slot: Slot, form: DraftForm) -> dict[str, drafts.Clash]:
    """Where the form would overwrite what another page saved."""
    return {} if slot.draft is None else drafts.clashes(slot.draft, form.changes(), form.sender)


def not_saved() -> Mapping[str, str]:
    """How many changes are not saved, in every way the reader's language counts; `{num}` is for the script to fill."""
    locale = get_locale()
    assert locale is not None
    return _not_saved_in(locale)


@lru_cache(maxsize=len(LANGUAGES))
def _not_saved_in(locale: Locale) -> Mapping[str, str]:
    """Kept, because finding out how a language counts took longer than a page's queries."""
    first = {locale.plural_form(num): num for num in range(ENOUGH, 0, -1)}
    return {
        way: say(
            count(
                "Offline: %(num)s change not saved yet. Keep this page open.",
                "Offline: %(num)s changes not saved yet. Keep this page open.",
                num,
            )
        ).replace(str(num), "{num}")
        for way, num in first.items()
    }
