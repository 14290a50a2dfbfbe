"""The one writer of the search index, in the transaction of what it finds, and who alone knows how words match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, cast, column, delete, func, insert, join, literal, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import joinedload, selectinload

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
_WORDS = table("search_words", column("rowid"), column("search_words"))
_SPOKEN = text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)")
_UNSPOKEN = text("INSERT INTO search_words (search_words, rowid, words) VALUES ('delete', :id, :words)")
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
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", said) if not unicodedata.combining(sign))
    return [word[:LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFKC", bare).casefold())]


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
    """The card as handed in and every later word on it."""
    layers = card.amendments
    said = [getattr(card, name) for name in ON_A_CARD]
    said += [getattr(rating, name) for rating in card.ratings for name in ON_A_RATING]
    said += [words for layer in layers for words in said_on(layer.content)]
    return Entry("card", card.id, card.slot.application_id, said, layers[-1].at if layers else card.handed_in_at)


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


def _add(entries: Iterable[Entry]) -> list[tuple[int, str]]:
    """The rows, and of each its id and its words. What says nothing that can be looked for has none."""
    said = [(entry, " ".join(word for words in entry.said for word in fold(words))) for entry in entries]
    rows = [
        {
            "kind": entry.kind,
            "source_id": entry.source_id,
            "application_id": entry.application_id,
            "words": words,
            "at": entry.at,
        }
        for entry, words in said
        if words
    ]
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


def found(asked: Asked) -> Select[tuple[int]]:
    """The ids of the entries that hold all that is asked, newest first: for a FROM, so that whoever reads on stops
    where they have enough.
    """
    phrases = [
        literal(" ").concat(SearchEntry.words).concat(" ").contains(f" {' '.join(one)} ") for one in asked.phrases
    ]
    wanted = [(word, len(word) > 1) for word in asked.words]
    wanted += [(word, False) for phrase in asked.phrases for word in phrase]
    if _is_sqlite():
        spoken = " AND ".join(f'"{word}"{"*" * begun}' for word, begun in wanted)
        return (
            select(SearchEntry.id)
            .select_from(join(_WORDS, SearchEntry, SearchEntry.id == _WORDS.c.rowid))
            .where(_WORDS.c.search_words.op("MATCH")(spoken), *phrases)
            .order_by(_WORDS.c.rowid.desc())
        )
    spoken = " & ".join(f"'{word}'{':*' * begun}" for word, begun in wanted)
    lexemes = func.array_to_tsvector(func.string_to_array(SearchEntry.words, text("' '")))
    return (
        select(SearchEntry.id)
        .where(lexemes.bool_op("@@")(cast(spoken, TSQUERY)), *phrases)
        .order_by(SearchEntry.id.desc())
    )


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
