"""The board as its page shows it: what was read, put into words, cells and buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hiring.models import Person
from hiring.openings import reading
from hiring.openings.cards import lateness, short_name
from hiring.openings.columns import Column, InColumns, columns
from hiring.openings.lines import Line, lines_by_opening
from hiring.openings.next_action import Button
from hiring.openings.reading import Board, Count, Seen
from hiring.openings.speaking import Speaker
from hiring.openings.statements import PAGE
from hiring.openings.terms import EXAMPLES, Filter, parse, slug
from hiring.refs import new_ref
from hiring.text import Text, count, text
from hiring.workflow import clock

COLUMNS = "columns"
Linked = tuple[Text, str]


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that asks for something, and the filter that lists it."""

    number: int
    words: Text
    small: Text | str
    query: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One opening: the lines that ask for something, and those on track, which stay folded unless looked for; or its
    columns. Each count comes with the query that lists it.
    """

    opening: Seen
    words: Sequence[Linked]
    heads: Sequence[str]
    lines: Sequence[Line]
    on_track: Sequence[Line]
    columns: Sequence[Column]
    stages: Sequence[tuple[str, str]]
    is_empty: bool
    can_add: bool
    query: str
    key: str = field(default_factory=new_ref)


@dataclass(frozen=True, slots=True)
class View:
    """Another way to look at what was found."""

    words: Text
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    words: Text
    previous_url: str | None
    next_url: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything on the page."""

    words: Text | str
    tiles: Sequence[Tile]
    asked: Filter
    examples: Sequence[str]
    views: Sequence[View]
    sections: Sequence[Section]
    pages: Pages | None
    may_act: bool
    nothing_of: Text | None
    ways_out: Sequence[tuple[str, str]]
    has_openings: bool
    speaker: Speaker


def answer(
    person: Person, typed: str, page: int, view: str, *, path: str, link: Callable[[Button], str], now: datetime
) -> Answer:
    """The board for one person: at most twelve queries, the session's own among them."""
    asked = parse(typed)
    seen = reading.openings(person)
    board = Board(person, seen, now=now)
    all_open = board.found(Filter())
    found = all_open if asked.is_empty else board.found(asked)
    total, matched = all_open.total, found.total
    page = max(1, min(page, -(-matched // PAGE)))
    entries = board.entries(asked, found, page) if matched else []
    in_columns = view == COLUMNS and bool(entries)
    sections = (
        _in_columns(board, columns(board, entries, asked), found.counts, asked)
        if in_columns
        else _sections(board, lines_by_opening(board, entries, link) if entries else {}, found.counts, asked, page)
    )
    return Answer(
        words=_heading(total, len(seen)),
        tiles=_tiles(board, all_open.counts) if total else (),
        asked=asked,
        examples=EXAMPLES,
        views=_views(asked, view, path),
        sections=sections,
        pages=_pages(asked, page, matched, path, view),
        may_act=any(board.leads(id_) for id_ in seen) and bool(matched),
        nothing_of=None if matched or asked.is_empty else text("0 of %(total)d", total=total),
        ways_out=[(term.written, asked.without(term).url(path)) for term in asked.terms],
        has_openings=bool(seen),
        speaker=board.speaker,
    )


def _views(asked: Filter, view: str, path: str) -> list[View]:
    in_columns = view == COLUMNS
    return [
        View(text("Table"), asked.url(path), is_current=not in_columns),
        View(text("Columns"), asked.url(path, view=COLUMNS), is_current=in_columns),
    ]


def _heading(total: int, openings: int) -> Text:
    return text(
        "%(candidates)s in %(openings)s, those needing something first",
        candidates=count("%(num)d candidate", "%(num)d candidates", total),
        openings=count("%(num)d opening", "%(num)d openings", openings),
    )


def _tiles(board: Board, counts: Mapping[int, Count]) -> list[Tile]:
    overdue = sum(one.cards for one in counts.values())
    since = min((one.since for one in counts.values() if one.since is not None), default=None)
    packets, built_at = board.undecided()
    late = {id_: one.late for id_, one in counts.items() if one.late}
    due = {id_: one.due for id_, one in counts.items() if one.due}
    longest = "" if since is None else _longest(board, since)
    waiting = "" if built_at is None else text("Waiting since %(day)s", day=board.speaker.day(built_at))
    return [
        Tile(
            overdue,
            count("scorecard overdue", "scorecards overdue", overdue),
            longest,
            "scorecard:overdue",
            "bad" if overdue else "",
        ),
        Tile(
            sum(late.values()),
            count("past its stage limit", "past their stage limit", sum(late.values())),
            _where(board, late),
            "is:late",
            "bad" if late else "",
        ),
        Tile(sum(due.values()), text("due today"), _where(board, due), "is:due", "warn" if due else ""),
        Tile(packets, text("before the committee"), waiting, "packet:undecided"),
    ]


def _longest(board: Board, since: datetime) -> Text:
    late, name = lateness(since, board.now), short_name(board.whose_card(since))
    return text("Longest %(late)s, %(name)s", late=late, name=name)


def _where(board: Board, counts: Mapping[int, int]) -> Text | str:
    if not counts:
        return text("Nothing to do here")
    if len(counts) == 1:
        return board.seen[next(iter(counts))].title
    return count("In %(num)d opening", "In %(num)d openings", len(counts))


def _sections(
    board: Board, lines: Mapping[int, list[tuple[bool, Line]]], found: Mapping[int, Count], asked: Filter, page: int
) -> list[Section]:
    """Openings in the order of their most pressing line; on the first page of everything the quiet ones follow."""
    ids = list(lines)
    if asked.is_empty and page == 1:
        ids += [id_ for id_ in board.seen if id_ not in lines]
    return [_section(board, id_, lines.get(id_, []), found.get(id_, Count()), asked) for id_ in ids]


def _section(board: Board, id_: int, lines: list[tuple[bool, Line]], found: Count, asked: Filter) -> Section:
    folds = asked.is_empty
    first = lines[0][1] if lines else None
    return Section(
        **_frame(board, id_, found, asked),
        heads=[] if first is None else first.rounds,
        lines=[line for presses, line in lines if presses or not folds],
        on_track=[line for presses, line in lines if folds and not presses],
        columns=(),
        stages=(),
    )


def _in_columns(board: Board, by_opening: InColumns, found: Mapping[int, Count], asked: Filter) -> list[Section]:
    return [
        Section(
            **_frame(board, id_, found.get(id_, Count()), asked),
            heads=(),
            lines=(),
            on_track=(),
            columns=shown,
            stages=stages if board.leads(id_) else (),
        )
        for id_, (shown, stages) in by_opening.items()
    ]


def _frame(board: Board, id_: int, found: Count, asked: Filter) -> dict[str, Any]:
    opening = board.seen[id_]
    query = f"opening:{slug(opening.title) or opening.ref}"
    here = " ".join(dict.fromkeys((*asked.typed.split(), query)))
    return {
        "opening": opening,
        "words": _about(opening, found, here, board.now),
        "is_empty": not found.total,
        "can_add": opening.has(board.person, "recruiter"),
        "query": query,
    }


def _about(opening: Seen, found: Count, here: str, now: datetime) -> list[Linked]:
    running = max(1, (now - opening.opened_at) // clock.DAY + 1)
    return [
        (count("%(num)d candidate", "%(num)d candidates", found.total), here if found.total else ""),
        (text("day %(day)d of %(target)d", day=running, target=opening.target_days), ""),
        (count("%(num)d needs something", "%(num)d need something", found.needing), f"{here} is:pressing")
        if found.needing
        else (text("nothing is pressing"), ""),
    ]


def _pages(asked: Filter, page: int, matched: int, path: str, view: str) -> Pages | None:
    if matched <= PAGE:
        return None
    last = min(matched, page * PAGE)
    return Pages(
        words=text("%(first)d–%(last)d of %(total)d", first=(page - 1) * PAGE + 1, last=last, total=matched),
        previous_url=asked.url(path, page - 1, view) if page > 1 else None,
        next_url=asked.url(path, page + 1, view) if last < matched else None,
    )
