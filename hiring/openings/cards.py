"""Which cards of an application are in, as a board row shows it to this reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hiring.text import Text, count, text
from hiring.workflow import clock

if TYPE_CHECKING:
    from hiring.openings.reading import Board, Entry, Seat


@dataclass(frozen=True, slots=True)
class Cards:
    """The state of an application's cards; `hidden` while the reader owes one of them."""

    states: tuple[str, ...] = ()
    words: Text | str = ""
    small: Text | str = ""
    late: bool = False
    hidden: bool = False


def cards(board: Board, row: Entry, seats: Sequence[Seat]) -> Cards:
    """The cards of the present round and whatever is still out from others; before a committee, all of them."""
    mine = [seat for seat in seats if seat.person_id == board.person.id and seat.is_out]
    if any(seat.round == row.round for seat in mine):
        return Cards(hidden=True)
    owed = {seat.round for seat in mine}
    known = [seat for seat in seats if seat.round not in owed]
    present = [seat for seat in known if seat.round == row.round or seat.is_out]
    shown = present if any(seat.round == row.round for seat in present) else known
    if not shown:
        return Cards()
    states = [_state(seat, board.now) for seat in shown]
    late = [seat for seat, state in zip(shown, states, strict=True) if state == "late"]
    handed_in = states.count("in")
    return Cards(
        states=tuple(sorted(states, key=("in", "draft", "none", "late").index)),
        words=count("%(given)d of %(num)d in", "%(given)d of %(num)d in", len(shown), given=handed_in),
        small=_out(board, shown, late),
        late=bool(late),
    )


def _out(board: Board, shown: Sequence[Seat], late: Sequence[Seat]) -> Text | str:
    if len(late) == 1:
        return text("%(name)s %(late)s", name=short_name(late[0].name), late=lateness(late[0].due_at, board.now))
    if late:
        names = ", ".join(short_name(seat.name) for seat in late)
        return count("%(num)d overdue: %(names)s", "%(num)d overdue: %(names)s", len(late), names=names)
    out = [seat.due_at for seat in shown if seat.is_out]
    return text("Next due %(when)s", when=board.speaker.moment(min(out))) if out else ""


def lateness(due_at: datetime | None, now: datetime) -> Text | str:
    return "" if due_at is None else clock.lateness(due_at, now) or ""


def _state(seat: Seat, now: datetime) -> str:
    if not seat.is_out:
        return "in"
    if seat.due_at < now:
        return "late"
    return "none" if seat.draft is None else "draft"


def short_name(name: str) -> str:
    """M. Lindqvist."""
    first, _, last = name.rpartition(" ")
    return f"{first[:1]}. {last}" if first else last
