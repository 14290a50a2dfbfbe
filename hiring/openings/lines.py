"""The lines of a board: what was read about each application, put into words, cells and a button."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hiring.openings import drawn
from hiring.openings.cards import Cards, cards
from hiring.openings.next_action import Button, next_action
from hiring.openings.reading import Board, Entry, Seat, Stage, Walked
from hiring.openings.track import Track, days_by_round
from hiring.workflow import clock


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
    asks: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One application; `tags` and the tick are for whoever leads its opening."""

    ref: str
    may_tick: bool
    name: str
    headline: str
    tags: Sequence[str]
    rounds: Sequence[str]
    cells: Sequence[Markup]
    cards: SaidCards
    next: str
    reasons: Sequence[str]
    button: SaidButton | None


def lines_by_opening(
    board: Board, rows: Sequence[Entry], link: Callable[[Button], str]
) -> dict[int, list[tuple[bool, Line]]]:
    """Each row with whether it presses, by opening, in the order read. Three queries."""
    ids = [row.id for row in rows]
    seats: dict[int, list[Seat]] = defaultdict(list)
    walked: dict[int, list[Walked]] = defaultdict(list)
    for seat in board.seats(ids):
        seats[seat.application_id].append(seat)
    for move in board.walked(ids):
        walked[move.application_id].append(move)
    plans: dict[int, list[Stage]] = defaultdict(list)
    entered = {move.revision_id for moves in walked.values() for move in moves}
    for stage in board.stages(entered | {row.revision_id for row in rows if row.revision_id is not None}):
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
            may_tick=board.leads(row.opening_id),
            name=row.name,
            headline=row.headline,
            tags=sorted((row.tags or "").split(",")) if row.tags and board.leads(row.opening_id) else (),
            rounds=[one.round for one in cells],
            cells=[drawn.cell(one, language) for one in cells],
            cards=_said_cards(board, cards(board, row, known)),
            next=say(step.words),
            reasons=[say(one) for one in step.small if one],
            button=None
            if step.button is None
            else SaidButton(say(step.button.words), link(step.button), step.button.posts, step.button.asks),
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
    """The rounds of each opening, of its plan today and of each one that was walked: the newest gives the order."""
    revisions: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        revisions[row.opening_id] |= {move.revision_id for move in walked[row.id]}
        if row.revision_id is not None:
            revisions[row.opening_id].add(row.revision_id)
    return {
        opening_id: list(dict.fromkeys(stage.round for id_ in sorted(ids, reverse=True) for stage in plans[id_]))
        for opening_id, ids in revisions.items()
    }
