"""The next step of an application in words: what, why, whose turn, and the button that does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hiring import policy
from hiring.policy import Permission, Standing
from hiring.text import Text, count, text
from hiring.workflow import clock, kinds

if TYPE_CHECKING:
    from hiring.openings.reading import Board, Entry, Seat, Stage

ROLES = {
    "recruiter": text("the recruiter"),
    "hiring_manager": text("the hiring manager"),
    "chair": text("the chair"),
}
OUTCOMES = {
    "hired": text("Hired"),
    "rejected": text("Rejected by us"),
    "withdrawn": text("Withdrawn by the candidate"),
    "mutual_no": text("A mutual no"),
    "must_have_missing": text("A must-have was missing"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """A link to a page, or with `posts` a form that is only a button; with `asks` one that comes back to its row."""

    words: Text
    endpoint: str
    subject: str
    ref: str
    posts: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    words: Text
    small: Sequence[Text | str] = field(default=())
    button: Button | None = None


def next_action(board: Board, row: Entry, plan: Sequence[Stage], seats: Sequence[Seat]) -> Next:
    """What `steps.step` found, said to this reader. `seats` are the cards whose state the reader may know."""
    if row.step == "closed":
        return Next(OUTCOMES[row.outcome], [text("Closed %(day)s", day=board.speaker.day(row.moved_at))])
    owing = [seat for seat in seats if seat.is_out]
    mine = [seat for seat in owing if seat.person_id == board.person.id]
    if row.step in {"hand_in", "prepare"}:
        return _own(board, row.step, mine)
    here = [seat for seat in owing if seat.stage == row.stage]
    if row.step in {"meet", "wait"}:
        return _waiting(board, row.step, here)
    if row.step == "chase":
        return _chase(board, row, [seat for seat in owing if seat.due_at < board.now])
    return _turn(board, row, plan, mine)


def _own(board: Board, step: str, mine: Sequence[Seat]) -> Next:
    seat = min(mine, key=lambda seat: seat.due_at)
    if step == "prepare":
        button = Button(text("Prepare"), "loops.brief", "slot", seat.ref)
        return Next(text("Your interview, %(when)s", when=board.speaker.moment(seat.starts_at)), [text("You")], button)
    late = clock.lateness(seat.due_at, board.now)
    due = text("Due %(when)s", when=board.speaker.moment(seat.due_at)) if late is None else late
    button = Button(text("Write"), "scorecards.form", "slot", seat.ref)
    return Next(text("Hand in your scorecard"), [due, text("You")], button)


def _waiting(board: Board, step: str, here: Sequence[Seat]) -> Next:
    if step == "meet":
        first = min(seat.starts_at for seat in here if seat.starts_at > board.now)
        return Next(
            text("Interview %(when)s", when=board.speaker.moment(first)),
            [_names([s for s in here if s.starts_at == first])],
        )
    due = min(seat.due_at for seat in here)
    return Next(
        count("%(num)d scorecard is being written", "%(num)d scorecards are being written", len(here)),
        [text("Next due %(when)s", when=board.speaker.moment(due))],
    )


def _chase(board: Board, row: Entry, late: Sequence[Seat]) -> Next:
    words = (
        text("Remind %(name)s", name=late[0].name)
        if len(late) == 1
        else count("Remind %(num)d interviewer", "Remind %(num)d interviewers", len(late))
    )
    heard = max((seat.reminded_at for seat in late if seat.reminded_at is not None), default=None)
    last = text("Not reminded yet") if heard is None else text("Reminded %(when)s", when=board.speaker.moment(heard))
    button = Button(text("Remind"), "selection.remind", "application", row.ref, posts=True, asks=True)
    may_ask = policy.permits(Permission.INTERVIEW_SCHEDULE, _standing(board, row, ()))
    return Next(words, [last, _owner(board, row)], button if may_ask else _open(row, text("Open")))


def _turn(board: Board, row: Entry, plan: Sequence[Stage], mine: Sequence[Seat]) -> Next:
    """Somebody on the team has to act."""
    standing = _standing(board, row, mine)
    kind = kinds.known()[next(stage.kind for stage in plan if stage.id == row.stage_id)]
    who = _owner(board, row)
    match row.step:
        case "schedule":
            button = Button(text("Schedule"), "loops.new", "application", row.ref)
            return Next(kind.next, [who], _if(Permission.INTERVIEW_SCHEDULE, standing, button))
        case "build":
            button = Button(text("Build packet"), "committee.build", "application", row.ref, posts=True)
            return Next(kind.next, [who], _if(Permission.PACKET_BUILD, standing, button))
        case "decide":
            reason = text("Packet of %(day)s", day=board.speaker.day(row.built_at))
            return Next(text("Read the packet and decide"), [reason, who], _to_packet(row, standing))
        case "move":
            reason = text("All scorecards are in") if row.decision is None else text("The decision is recorded")
            button = _open(row, text("Decide"))
            return Next(_onward(row, plan, standing), [reason, who], _if(Permission.APPLICATION_MOVE, standing, button))
        case _:
            return Next(kind.next, [who], _open(row, text("Open")))


def _to_packet(row: Entry, standing: Standing) -> Button | None:
    words = text("Decide") if policy.permits(Permission.DECISION_RECORD, standing) else text("Read")
    return _if(Permission.PACKET_READ, standing, Button(words, "committee.packet", "packet", row.packet))


def _onward(row: Entry, plan: Sequence[Stage], standing: Standing) -> Text:
    place = next(place for place, stage in enumerate(plan) if stage.id == row.stage_id)
    if row.decision == "stop" and policy.permits(Permission.PACKET_READ, standing):
        return text("Close, and tell the candidate")
    if place + 1 == len(plan):
        return text("Close")
    return text("Decide on %(stage)s", stage=plan[place + 1].title)


def _standing(board: Board, row: Entry, mine: Sequence[Seat]) -> Standing:
    return Standing(
        roles=board.seen[row.opening_id].roles(board.person),
        owes=frozenset(seat.round for seat in mine),
        round=row.round,
        has_packet=row.packet is not None,
    )


def _if(permission: Permission, standing: Standing, button: Button) -> Button | None:
    return button if policy.permits(permission, standing) else None


def _open(row: Entry, words: Text) -> Button:
    return Button(words, "candidates.show", "application", row.ref)


def _owner(board: Board, row: Entry) -> Text | str:
    """Where it is a recruiter's turn, it is the owner's, if somebody owns it."""
    opening = board.seen[row.opening_id]
    owner = opening.lead(row.owner_id) if row.owner == "recruiter" else None
    if owner is not None:
        return text("You") if row.owner_id == board.person.id else owner
    if opening.has(board.person, row.owner):
        return text("You")
    names = [name for _id, name in opening.team.get(row.owner, ())]
    return ", ".join(names) if names else ROLES[row.owner]


def _names(seats: Sequence[Seat]) -> Text:
    return text("With %(names)s", names=", ".join(seat.name for seat in seats))
