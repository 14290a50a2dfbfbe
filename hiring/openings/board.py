"""The board as its page shows it: what was read, put into words, cells and buttons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from hiring.models import Person
from hiring.openings import drawn, reading
from hiring.openings.cards import Cards, cards, lateness, short_name
from hiring.openings.next_action import Button, next_action
from hiring.openings.reading import Board, Count, Entry, Seat, Seen, Stage, Walked
from hiring.openings.speaking import Speaker
from hiring.openings.statements import PAGE
from hiring.openings.terms import EXAMPLES, Filter, parse, slug
from hiring.openings.track import Track, days_by_round
from hiring.text import Text, count, text
from hiring.workflow import clock


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that asks for something, and the filter that lists it."""

    number: int
    words: Text
    small: Text | str
    query: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SaidCards:
    """`Cards` in the reader's words."""

    states: tuple[str, ...]
    squares: Markup
    words: str
    small: str
    late: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class SaidButton:
    """A `Button` in the reader's words, with its address."""

    words: str
    url: str
    posts: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One application."""

    ref: str
    name: str
    headline: str
    rounds: Sequence[str]
    cells: Sequence[Markup]
    cards: SaidCards
    next: str
    reasons: Sequence[str]
    button: SaidButton | None


@dataclass(frozen=True, slots=True)
class Section:
    """One opening: the lines that ask for something, and those on track, which stay folded unless looked for."""

    opening: Seen
    words: Sequence[Text]
    heads: Sequence[str]
    lines: Sequence[Line]
    on_track: Sequence[Line]
    is_empty: bool
    can_add: bool
    query: str


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
    sections: Sequence[Section]
    pages: Pages | None
    nothing_of: Text | None
    ways_out: Sequence[tuple[str, str]]
    has_openings: bool
    speaker: Speaker


def answer(person: Person, typed: str, page: int, *, path: str, link: Callable[[Button], str], now: datetime) -> Answer:
    """The board for one person: at most twelve queries, the session's own among them."""
    asked = parse(typed)
    seen = reading.openings(person)
    board = Board(person, seen, now=now)
    all_open = board.found(Filter())
    found = all_open if asked.is_empty else board.found(asked)
    total, matched = all_open.total, found.total
    page = max(1, min(page, -(-matched // PAGE)))
    lines = _lines(board, board.entries(asked, found, page), link) if matched else {}
    return Answer(
        words=_heading(total, len(seen)),
        tiles=_tiles(board, all_open.counts) if total else (),
        asked=asked,
        examples=EXAMPLES,
        sections=_sections(board, lines, found.counts, asked, page),
        pages=_pages(asked, page, matched, path),
        nothing_of=None if matched or asked.is_empty else text("0 of %(total)d", total=total),
        ways_out=[(term.written, asked.without(term).url(path)) for term in asked.terms],
        has_openings=bool(seen),
        speaker=board.speaker,
    )


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
    opening = board.seen[id_]
    folds = asked.is_empty
    first = lines[0][1] if lines else None
    return Section(
        opening=opening,
        words=_about(opening, found, board.now),
        heads=[] if first is None else first.rounds,
        lines=[line for presses, line in lines if presses or not folds],
        on_track=[line for presses, line in lines if folds and not presses],
        is_empty=not found.total,
        can_add=opening.has(board.person, "recruiter"),
        query=f"opening:{slug(opening.title) or opening.ref}",
    )


def _about(opening: Seen, found: Count, now: datetime) -> list[Text]:
    running = max(1, (now - opening.opened_at) // clock.DAY + 1)
    return [
        count("%(num)d candidate", "%(num)d candidates", found.total),
        text("day %(day)d of %(target)d", day=running, target=opening.target_days),
        count("%(num)d needs something", "%(num)d need something", found.needing)
        if found.needing
        else text("nothing is pressing"),
    ]


def _lines(board: Board, rows: Sequence[Entry], link: Callable[[Button], str]) -> dict[int, list[tuple[bool, Line]]]:
    """Each row with whether it presses, by opening, in the order read. Three queries."""
    ids = [row.id for row in rows]
    seats: dict[int, list[Seat]] = defaultdict(list)
    walked: dict[int, list[Walked]] = defaultdict(list)
    for seat in board.seats(ids):
        seats[seat.application_id].append(seat)
    for move in board.walked(ids):
        walked[move.application_id].append(move)
    plans: dict[int, list[Stage]] = defaultdict(list)
    for stage in board.stages({move.revision_id for moves in walked.values() for move in moves}):
        plans[stage.revision_id].append(stage)
    rounds, track, language = _rounds(rows, walked, plans), Track(board.speaker, board.now), drawn.language()
    lines, soon, say = defaultdict(list), board.now + clock.DAY, board.speaker.say
    for row in rows:
        plan = [] if row.revision_id is None else plans[row.revision_id]
        known = seats[row.id]
        cells = track.cells(row, rounds[row.opening_id], plan, days_by_round(walked[row.id], board.now))
        step = next_action(board, row, plan, known)
        line = Line(
            ref=row.ref,
            name=row.name,
            headline=row.headline,
            rounds=[one.round for one in cells],
            cells=[drawn.cell(one, language) for one in cells],
            cards=_said_cards(board, cards(board, row, known)),
            next=say(step.words),
            reasons=[say(one) for one in step.small if one],
            button=None
            if step.button is None
            else SaidButton(say(step.button.words), link(step.button), step.button.posts),
        )
        presses = row.since is not None or (row.due_at is not None and row.due_at <= soon)
        lines[row.opening_id].append((presses, line))
    return lines


def _said_cards(board: Board, found: Cards) -> SaidCards:
    say = board.speaker.say
    squares = drawn.squares(found.states)
    return SaidCards(found.states, squares, say(found.words), say(found.small), found.late, found.hidden)


def _rounds(
    rows: Sequence[Entry], walked: Mapping[int, list[Walked]], plans: Mapping[int, list[Stage]]
) -> dict[int, list[str]]:
    """The rounds of each opening, over every plan revision that its candidates walk: the newest gives the order."""
    revisions: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        revisions[row.opening_id] |= {move.revision_id for move in walked[row.id]}
    return {
        opening_id: list(dict.fromkeys(stage.round for id_ in sorted(ids, reverse=True) for stage in plans[id_]))
        for opening_id, ids in revisions.items()
    }


def _pages(asked: Filter, page: int, matched: int, path: str) -> Pages | None:
    if matched <= PAGE:
        return None
    last = min(matched, page * PAGE)
    return Pages(
        words=text("%(first)d–%(last)d of %(total)d", first=(page - 1) * PAGE + 1, last=last, total=matched),
        previous_url=asked.url(path, page - 1) if page > 1 else None,
        next_url=asked.url(path, page + 1) if last < matched else None,
    )
