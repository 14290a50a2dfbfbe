"""What a kind of stage wants written down about a candidate: its fields, what is wrong with an answer, how it reads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from hiring.text import Text, text
from hiring.workflow.fields import Keys

Record = Mapping[str, Any]
NO_CHOICE = text("Choose one of the answers on the list.")
NO_DAY = text("Write a day, such as 2026-12-01.")
NO_REASON = text("Say why: “%(item)s”.")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. `instead` is what counts in its place, where something does."""

    id: str
    words: Text
    instead: Text | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the lists of one stage are made from: its own keys in the plan, and the knock-outs of the rubric."""

    own: Keys
    knock_outs: Sequence[Item] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A few lines in somebody's own words."""

    name: str
    label: Text
    hint: Text | None = None
    lines: int = 2
    in_packet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few answers, or none yet."""

    name: str
    label: Text
    options: Mapping[str, Text]
    hint: Text | None = None
    in_packet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar."""

    name: str
    label: Text
    hint: Text | None = None
    in_packet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The same few answers for each line of a list; some of them want a reason.

    `replaced` is the answer for a line with something in its place; lines without are not offered it.
    """

    name: str
    label: Text
    items: Callable[[Given], Sequence[Item]]
    options: Mapping[str, Text]
    reasons: frozenset[str] = field(default_factory=frozenset)
    replaced: str | None = None
    hint: Text | None = None
    in_packet: bool = False

    def options_for(self, item: Item) -> Mapping[str, Text]:
        """What can be said of one line."""
        return {key: words for key, words in self.options.items() if key != self.replaced or item.instead is not None}


Asked = Words | Choice | Day | Checklist

NOTE = Words(name="note", label=text("Note"), hint=text("What the next person has to know."), lines=3)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a record as a page says it: under its label, a list or a few words."""

    label: Text
    words: str = ""
    answer: Text | None = None
    items: tuple[Ticked, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticked:
    """One line of a checklist with its answer."""

    words: str
    answer: Text
    why: str


def items_of(lines: Sequence[str]) -> tuple[Item, ...]:
    """Lines of a plan, each known by its own words: moving one or adding another changes no answer."""
    return tuple(Item(hashlib.sha256(line.encode()).hexdigest()[:10], text("%(words)s", words=line)) for line in lines)


def written(fields: Sequence[Asked], given: Given, typed: Mapping[str, str]) -> dict[str, Any]:
    """The record that was typed, by field; of a checklist by line, with the words it had when it was answered."""
    record: dict[str, Any] = {}
    for one in fields:
        if isinstance(one, Checklist):
            record[one.name] = {
                item.id: {
                    "words": str(item.words),
                    "is": typed.get(f"{one.name}-{item.id}", ""),
                    "why": typed.get(f"{one.name}-{item.id}-why", ""),
                }
                for item in one.items(given)
            }
        else:
            record[one.name] = typed.get(one.name, "")
    return record


def typed(fields: Sequence[Asked], given: Given, record: Record) -> dict[str, str]:
    """The other way round: what a form shows of a record."""
    shown: dict[str, str] = {}
    for one in fields:
        kept = record.get(one.name)
        if isinstance(one, Checklist):
            for item in one.items(given):
                answer = _answer(kept, item.id)
                shown[f"{one.name}-{item.id}"] = answer.get("is", "")
                shown[f"{one.name}-{item.id}-why"] = answer.get("why", "")
        else:
            shown[one.name] = kept if isinstance(kept, str) else ""
    return shown


def problems(fields: Sequence[Asked], given: Given, said: Mapping[str, str]) -> Mapping[str, Text]:
    """What is wrong with what was typed, by the name of its place. What is left empty can be written later."""
    return MappingProxyType(dict(_problems(fields, given, said)))


def lines(fields: Sequence[Asked], record: Record) -> tuple[Line, ...]:
    """What has been written, in the order of the fields; nothing of what has not."""
    return tuple(line for one in fields if (line := _line(one, record.get(one.name))) is not None)


def unanswered(record: Record, name: str) -> int | None:
    """How many lines of a checklist have no answer yet; None while it was never filled in."""
    kept = record.get(name)
    if not isinstance(kept, Mapping) or not kept:
        return None
    return sum(not _answer(kept, item).get("is") for item in kept)


def answered(record: Record, name: str, answer: str) -> list[str]:
    """The lines of a checklist with that answer, in the words they had."""
    kept = record.get(name)
    if not isinstance(kept, Mapping):
        return []
    return [_answer(kept, item).get("words", "") for item in kept if _answer(kept, item).get("is") == answer]


def _problems(fields: Sequence[Asked], given: Given, said: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    for one in fields:
        if isinstance(one, Checklist):
            for item in one.items(given):
                yield from _item_problems(one, item, said)
        elif said.get(one.name):
            if isinstance(one, Choice) and said[one.name] not in one.options:
                yield one.name, NO_CHOICE
            if isinstance(one, Day) and not _is_day(said[one.name]):
                yield one.name, NO_DAY


def _item_problems(one: Checklist, item: Item, said: Mapping[str, str]) -> Iterator[tuple[str, Text]]:
    place = f"{one.name}-{item.id}"
    answer = said.get(place, "")
    if answer and answer not in one.options_for(item):
        yield place, NO_CHOICE
    elif answer in one.reasons and not said.get(f"{place}-why"):
        yield f"{place}-why", text(NO_REASON.msgid, item=item.words)


def _is_day(written_day: str) -> bool:
    try:
        return len(written_day) == 10 and bool(date.fromisoformat(written_day))
    except ValueError:
        return False


def _line(one: Asked, kept: object) -> Line | None:
    if isinstance(one, Checklist):
        ticked = tuple(_ticked(one, kept)) if isinstance(kept, Mapping) else ()
        return Line(one.label, items=ticked) if ticked else None
    if not isinstance(kept, str) or not kept:
        return None
    if isinstance(one, Choice):
        return Line(one.label, answer=one.options[kept]) if kept in one.options else None
    return Line(one.label, kept)


def _ticked(one: Checklist, kept: Mapping[str, Any]) -> Iterator[Ticked]:
    for item in kept:
        answer = _answer(kept, item)
        if answer.get("is") in one.options:
            yield Ticked(answer.get("words", ""), one.options[answer["is"]], answer.get("why", ""))


def _answer(kept: object, item: str) -> Mapping[str, str]:
    answer = kept.get(item) if isinstance(kept, Mapping) else None
    return answer if isinstance(answer, Mapping) else {}
