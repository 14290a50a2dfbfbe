"""Keeping what somebody types: field by field, from any number of open pages, whatever order their requests come in.

Each request of an open page carries every field that the page has no answer about. So a request that comes late, when
a later one of its page was taken, has nothing to add. A field that another page changed since is never overwritten.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hiring.db import db
from hiring.models import Draft, Person, Slot
from hiring.refusal import Refusal
from hiring.scorecards.actions import refuse_unless_open
from hiring.text import text

MOST_PAGES = 8
FIRST = 1  # the version of a draft that was just made


@dataclass(frozen=True, slots=True)
class Sender:
    """The open page a save comes from: which of its requests this is, and the version it knows each field at."""

    page: str = ""
    seq: int | None = None
    version: int = 0
    revs: Mapping[str, int] = field(default_factory=dict)

    def knows(self, name: str) -> int:
        return self.revs.get(name, self.version)


NO_PAGE = Sender(version=sys.maxsize)  # a verb called from inside the house knows what it overwrites


@dataclass(frozen=True, slots=True)
class Clash:
    """What another page has put into a field since, and when."""

    words: str
    at: datetime


def save_draft(slot: Slot, changes: Mapping[str, str], *, sender: Sender = NO_PAGE, by: Person, now: datetime) -> Draft:
    """Put what was typed into these fields of the draft, complete or not; an empty text clears its field.

    All of it or nothing: refuses where a field was changed otherwise on another page. What its page has since sent
    anew is left alone without a word.
    """
    refuse_unless_open(slot, by=by, now=now)
    draft = slot.draft
    if draft is None:
        draft = slot.draft = Draft(fields={}, revs={}, pages={}, version=FIRST - 1, saved_at=now)
    elif is_late(draft, sender):
        return draft
    elif clashes(draft, changes, sender):
        raise Refusal(
            text(
                "You changed this on another device or page. Nothing was overwritten: "
                "choose below which text stays, then save again."
            )
        )
    _write(draft, changes, sender, now)
    db.session.flush()
    return draft


def is_late(draft: Draft, sender: Sender) -> bool:
    """Whether the page has been heard since it sent this, or with this already."""
    return sender.seq is not None and sender.seq <= taken(draft, sender.page)


def taken(draft: Draft, page: str) -> int:
    """The highest number of a request that was taken from the page."""
    return int(draft.pages.get(page, 0))


def rev(draft: Draft, name: str) -> int:
    """The version in which the field last changed; 0 while nobody has put anything in."""
    if name in draft.revs:
        return int(draft.revs[name][0])
    return FIRST if name in draft.fields else 0


def clashes(draft: Draft, changes: Mapping[str, str], sender: Sender) -> dict[str, Clash]:
    """The fields that another page changed after the sender last looked, to something else than it sends."""
    return {
        name: Clash(draft.fields.get(name, ""), _changed_at(draft, name))
        for name, words in changes.items()
        if rev(draft, name) > sender.knows(name)
        and not _is_from(draft, name, sender)
        and not is_same(words, draft.fields.get(name, ""))
    }


def is_same(one: str, other: str) -> bool:
    """Browsers disagree about how a line ends."""
    return one == other or one.replace("\r\n", "\n") == other.replace("\r\n", "\n")


def _write(draft: Draft, changes: Mapping[str, str], sender: Sender, now: datetime) -> None:
    """Rows change once per save, so the version this one gets is known beforehand."""
    stamp = [draft.version + 1, sender.page, int(now.timestamp())]
    fields, revs = dict(draft.fields), dict(draft.revs)
    for name, words in changes.items():
        if not is_same(words, fields.get(name, "")):
            fields[name], revs[name] = words, stamp
    draft.fields = {name: words for name, words in fields.items() if words}
    draft.revs, draft.saved_at = revs, now
    if sender.seq is not None:
        others = [one for one in draft.pages.items() if one[0] != sender.page]
        draft.pages = dict([*others, (sender.page, sender.seq)][-MOST_PAGES:])


def _is_from(draft: Draft, name: str, sender: Sender) -> bool:
    """Whether the page wrote it itself, and only the answer was lost."""
    return sender.page != "" and name in draft.revs and draft.revs[name][1] == sender.page


def _changed_at(draft: Draft, name: str) -> datetime:
    return datetime.fromtimestamp(draft.revs[name][2], UTC) if name in draft.revs else draft.saved_at
