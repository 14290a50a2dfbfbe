"""What a search finds: the newest first, never more than its reader may read, and nothing that tells there is more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, String, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from hiring import indexed
from hiring.access.clauses import READER
from hiring.access.entries import may_find
from hiring.db import db
from hiring.indexed import Asked
from hiring.models import Application, Candidate, Interview, Note, Opening, Person, Scorecard, SearchEntry, Slot
from hiring.search.excerpts import Excerpt, excerpt
from hiring.text import Text, text

PER_PAGE = 25
NAMES, WRITTEN = ("name",), ("note", "card")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: whose it is, what it is, and the words around what was looked for."""

    kind: str
    application_ref: str
    application_id: int
    candidate: str
    opening: str
    what: Text | None
    at: datetime
    excerpt: Excerpt
    slot_ref: str | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, and whether there is more."""

    hits: Sequence[Hit]
    has_more: bool

    @property
    def shows_cards_of(self) -> frozenset[int]:
        """The applications of which others' cards are read here."""
        return frozenset(hit.application_id for hit in self.hits if hit.kind == "card" and not hit.is_own)


NOTHING = Page((), has_more=False)
_IDS = bindparam("ids", expanding=True, type_=Integer)
_NOTES = select(Note.id, Note.text, Note.by_id, Person.name).join(Note.by).where(Note.id.in_(_IDS))
_CARDS = (
    select(Scorecard)
    .join(Scorecard.slot)
    .where(Scorecard.id.in_(_IDS))
    .options(
        contains_eager(Scorecard.slot).options(
            joinedload(Slot.person).options(lazyload(Person.capabilities)),
            joinedload(Slot.interview).joinedload(Interview.stage),
        ),
        selectinload(Scorecard.ratings),
        selectinload(Scorecard.amendments),
    )
)


def look_for(asked: Asked, reader: Person, *, kinds: Sequence[str], number: int = 1, most: int = PER_PAGE) -> Page:
    """That page of what the reader may find, in one query and a few for its words, however much there is."""
    if not asked:
        return NOTHING
    indexed.use_the_index()
    place = {"offset": (number - 1) * most, "limit": most + 1}
    given = {**indexed.spoken(asked), **place, "reader_id": reader.id, "kinds": list(kinds)}
    rows = db.session.execute(_newest(indexed.found(asked)), given).all()
    shown = rows[:most]
    said = {kind: _READ[kind]([row.source_id for row in shown if row.kind == kind]) for kind in kinds if kind in _READ}
    hits = [_hit(row, said.get(row.kind, {}).get(row.source_id), asked, reader) for row in shown]
    return Page(hits, has_more=len(rows) > most)


@cache
def _newest(entry: type[SearchEntry]) -> Select[Any]:
    """Put together once: with the reader's rights in it, that took as long as the rest of a search."""
    whose = (Application.ref, Candidate.name, Candidate.headline, Opening.known_as.label("opening"))
    wanted: Select[Any] = select(entry.kind, entry.source_id, entry.application_id, entry.at).add_columns(*whose)
    return (
        wanted.join(Application, Application.id == entry.application_id)
        .join(Application.candidate)
        .join(Application.opening)
        .where(entry.kind.in_(bindparam("kinds", expanding=True, type_=String)), may_find(READER, entry))
        .order_by(entry.id.desc())
        .offset(bindparam("offset", type_=Integer))
        .limit(bindparam("limit", type_=Integer))
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """Who said it, about what, in which words."""

    by_id: int
    what: Text
    texts: Sequence[str]
    slot_ref: str | None = None


def _notes(ids: Sequence[int]) -> Mapping[int, _Said]:
    rows = db.session.execute(_NOTES, {"ids": list(ids)}).all()
    return {row.id: _Said(row.by_id, text("Note by %(name)s", name=row.name), [row.text]) for row in rows}


def _cards(ids: Sequence[int]) -> Mapping[int, _Said]:
    """What stands on cards the reader may read, newest words first."""
    cards = db.session.scalars(_CARDS, {"ids": list(ids)})
    return {card.id: _card(card) for card in cards}


def _card(card: Scorecard) -> _Said:
    slot = card.slot
    what = text("Scorecard by %(name)s, %(stage)s", name=slot.person.name, stage=slot.interview.stage.title)
    return _Said(slot.person_id, what, list(indexed.said_by_card(card)), slot.ref)


_READ = {"note": _notes, "card": _cards}


def _hit(row: Row[*tuple[Any, ...]], said: _Said | None, asked: Asked, reader: Person) -> Hit:
    return Hit(
        kind=row.kind,
        application_ref=row.ref,
        application_id=row.application_id,
        candidate=row.name,
        opening=row.opening,
        what=None if said is None else said.what,
        at=row.at,
        excerpt=excerpt([row.headline] if said is None else said.texts, asked),
        slot_ref=None if said is None else said.slot_ref,
        is_own=said is not None and said.by_id == reader.id,
    )
