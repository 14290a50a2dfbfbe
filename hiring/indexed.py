"""The one writer of the search index, in the transaction of what it finds, and who alone knows how words match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Text,
    and_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased, joinedload, selectinload

from hiring.db import Base, db
from hiring.models import Amendment, Application, Note, Scorecard, SearchEntry

LONGEST_WORD = 60
MOST_WORDS = 12
AT_ONCE = 500
ON_A_CARD = ("headline", "worries", "next_question")
ON_A_RATING = ("not_assessed", "evidence", "situation", "action", "result", "to_check")

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_ENTRIES = Base.metadata.tables[SearchEntry.__tablename__]
_ADD = insert(_ENTRIES).returning(_ENTRIES.c.id, sort_by_parameter_order=True)
_PLACES = (SearchEntry.kind, SearchEntry.source_id, SearchEntry.application_id, SearchEntry.at)
_WORDS = table("search_words", column("rowid"), column("search_words"))
_SPOKEN = text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)")
_UNSPOKEN = text("INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :id, :words)")
_FOR_A_SEARCH = text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true)"
)
_FROM_SCRATCH = text("INSERT INTO search_words (search_words) VALUES ('rebuild')")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found. `said` are its texts, as they were written."""

    kind: str
    source_id: int
    application_id: int
    said: Iterable[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for: every one of the words, each perhaps only begun, and of the phrases every one whole."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def fold(said: str) -> list[str]:
    """The words of a text as they are kept and compared: small letters, no accents, nothing but letters and digits."""
    if not said.isascii():
        bare = "".join(sign for sign in unicodedata.normalize("NFKD", said) if not unicodedata.combining(sign))
        said = unicodedata.normalize("NFKC", bare)
    return [word[:LONGEST_WORD] for word in _WORD.findall(said.casefold())]


def understand(typed: str) -> Asked:
    """Whatever somebody typed, as something that can be looked for. Nothing they type is a command to the database."""
    phrases = [tuple(fold(inner)) for inner in _QUOTED.findall(typed)]
    return Asked(
        words=tuple(dict.fromkeys(fold(_QUOTED.sub(" ", typed))))[:MOST_WORDS],
        phrases=tuple(phrase for phrase in phrases if phrase)[:MOST_WORDS],
    )


def put(entries: Iterable[Entry]) -> None:
    """Make these findable: none of them was before."""
    for entry_id, words in _add(entries):
        if _is_sqlite():
            db.session.execute(_SPOKEN, {"id": entry_id, "words": words})


def put_again(entry: Entry) -> None:
    """Make it findable by what it says now, as the newest of all."""
    old = db.session.execute(
        select(SearchEntry.id, SearchEntry.words).filter_by(kind=entry.kind, source_id=entry.source_id)
    ).one_or_none()
    if old is not None:
        if _is_sqlite():
            db.session.execute(_UNSPOKEN, {"id": old.id, "words": old.words})
        db.session.execute(delete(SearchEntry).where(SearchEntry.id == old.id))
    put([entry])


def name_of(application: Application) -> Entry:
    candidate = application.candidate
    return Entry("name", application.id, application.id, (candidate.name, candidate.headline), application.applied_at)


def note_of(note: Note) -> Entry:
    return Entry("note", note.id, note.application_id, (note.text,), note.at)


def said_on(content: Mapping[str, Any]) -> Iterator[str]:
    """Everything that whoever may read a card reads on it, from the shape it is sealed in. Never what is written for
    the recruiter alone.
    """
    yield from (content.get(name, "") for name in ON_A_CARD)
    for rating in content["ratings"]:
        yield from (rating[name] for name in ON_A_RATING)


def card_of(card: Scorecard) -> Entry:
    at = card.amendments[-1].at if card.amendments else card.handed_in_at
    return Entry("card", card.id, card.slot.application_id, said_by_card(card), at)


def said_by_card(card: Scorecard) -> Iterator[str]:
    """Every later word on it, the last first, and the card as it was handed in."""
    for layer in reversed(card.amendments):
        yield from said_on(layer.content)
    yield from (getattr(card, name) for name in ON_A_CARD)
    yield from (getattr(rating, name) for rating in card.ratings for name in ON_A_RATING)


def rebuild() -> int:
    """Write the whole index anew, in the caller's transaction, and say how many entries it has."""
    db.session.flush()
    db.session.execute(delete(SearchEntry))
    there = sorted(_moments())
    for start in range(0, len(there), AT_ONCE):
        _add(_in_order(there[start : start + AT_ONCE]))
    if _is_sqlite():
        db.session.execute(_FROM_SCRATCH)
    return db.session.scalar(select(func.count(SearchEntry.id))) or 0


def is_missing() -> bool:
    """There is somebody to find and nothing to find them by: the index is younger than the house."""
    empty, somebody = ~select(SearchEntry.id).exists(), select(Application.id).exists()
    return bool(db.session.scalar(select(empty & somebody)))


def _add(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    """The rows, and of each its id and its words. What says nothing that can be looked for has none."""
    rows: list[dict[str, Any]] = [
        {
            "kind": entry.kind,
            "source_id": entry.source_id,
            "application_id": entry.application_id,
            "words": " ".join(word for words in entry.said for word in fold(words)),
            "at": entry.at,
        }
        for entry in entries
    ]
    rows = [row for row in rows if row["words"]]
    ids = db.session.scalars(_ADD, rows).all() if rows else ()
    return [(entry_id, row["words"]) for entry_id, row in zip(ids, rows, strict=True)]


def _in_order(there: Sequence[tuple[datetime, str, int]]) -> Iterator[Entry]:
    """What stands behind these, one query and a few for each kind."""
    entries = {
        (entry.kind, entry.source_id): entry
        for kind, read in _READ.items()
        for entry in read([source_id for _at, its_kind, source_id in there if its_kind == kind])
    }
    return (entries[kind, source_id] for _at, kind, source_id in there)


def _moments() -> Iterator[tuple[datetime, str, int]]:
    """When each thing was last said, its kind and its id."""
    amended_at = select(func.max(Amendment.at)).where(Amendment.scorecard_id == Scorecard.id).scalar_subquery()
    for kind, said_at, source_id in (
        ("name", Application.applied_at, Application.id),
        ("note", Note.at, Note.id),
        ("card", func.coalesce(amended_at, Scorecard.handed_in_at), Scorecard.id),
    ):
        yield from ((at, kind, one) for at, one in db.session.execute(select(said_at, source_id)))


def _names(ids: Sequence[int]) -> Iterator[Entry]:
    named = select(Application).where(Application.id.in_(ids)).options(joinedload(Application.candidate))
    return map(name_of, db.session.scalars(named))


def _notes(ids: Sequence[int]) -> Iterator[Entry]:
    return map(note_of, db.session.scalars(select(Note).where(Note.id.in_(ids))))


def _cards(ids: Sequence[int]) -> Iterator[Entry]:
    whole = (joinedload(Scorecard.slot), selectinload(Scorecard.ratings), selectinload(Scorecard.amendments))
    return map(card_of, db.session.scalars(select(Scorecard).where(Scorecard.id.in_(ids)).options(*whole)))


_READ = {"name": _names, "note": _notes, "card": _cards}


def use_the_index() -> None:
    """Before a search, in its transaction. PostgreSQL would rather take every entry apart than look up a word that
    stands in most of them, or start processes to help, for which a busy machine waits longer than for the search.
    """
    if not _is_sqlite():
        db.session.execute(_FOR_A_SEARCH)


def found(asked: Asked) -> type[SearchEntry]:
    """The entries that hold all that is asked, for a FROM: whoever orders them newest first and takes a few never asks
    of the others who may read them. The same for everything that is asked in as many phrases, so that a statement about
    them is put together once; it is run with what is `spoken`.
    """
    return _found(len(asked.phrases), _is_sqlite())


def spoken(asked: Asked) -> dict[str, str]:
    """The values of a statement about what was `found`."""
    wanted = [(word, len(word) > 1) for word in asked.words]
    wanted += [(word, False) for phrase in asked.phrases for word in phrase]
    if _is_sqlite():
        words = " AND ".join(f'"{word}"{"*" * begun}' for word, begun in wanted)
    else:
        words = " & ".join(f"'{word}'{':*' * begun}" for word, begun in wanted)
    phrases = {f"phrase_{number}": f" {' '.join(phrase)} " for number, phrase in enumerate(asked.phrases)}
    return {"spoken": words, **phrases}


@cache
def _found(phrases: int, is_sqlite: bool) -> type[SearchEntry]:
    words = bindparam("spoken", type_=Text)
    spaced = literal(" ").concat(SearchEntry.words).concat(" ")
    place_in = func.instr if is_sqlite else func.strpos  # LIKE takes three times as long
    phrased = (bindparam(f"phrase_{number}", type_=Text) for number in range(phrases))
    holds_phrases = and_(true(), *(place_in(spaced, phrase) > 0 for phrase in phrased))
    if is_sqlite:
        matching = select(_WORDS.c.rowid.label("id"), *_PLACES).join(SearchEntry, SearchEntry.id == _WORDS.c.rowid)
        matching = matching.where(_WORDS.c.search_words.op("MATCH")(words), holds_phrases)
    else:
        # the sum keeps the planner from walking through all entries in their order, and an offset, be it none, from
        # asking first who may read each
        number = (SearchEntry.id + 0).label("id")
        lexemes = func.search_lexemes(SearchEntry.words).bool_op("@@")(cast(words, TSQUERY))
        matching = select(number, *_PLACES).where(lexemes, holds_phrases).order_by(number.desc()).offset(0)
    return aliased(SearchEntry, matching.subquery(), adapt_on_names=True)


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
