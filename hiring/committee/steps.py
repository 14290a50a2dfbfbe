"""The steps of a committee, as the bar at the top of a packet shows them: five, or three where it votes once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from hiring.ballots.rules import LIGHT_FORM
from hiring.committee.queries import Member
from hiring.models import Packet
from hiring.text import Text, text
from hiring.web.language import day

State = Literal["done", "now", "ahead"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and what is to be said of it."""

    label: Text
    state: State
    small: Text | None


def steps_of(
    packet: Packet, committee: Sequence[Member], *, reader_id: int | None, turnout: Text | None
) -> tuple[Step, ...]:
    """`turnout` is how many are in the last ballot. Whoever reads has opened it, whenever that is written down."""
    people = {member.person_id for member in committee}
    have_read = {member.person_id for member in committee if member.first_read_at is not None}
    have_read |= people & {reader_id}
    is_light = len(people) <= LIGHT_FORM and len(packet.ballots) < 2
    names = [name for name, _label in _labels(is_light=is_light)]
    here = names.index(_present(packet, people, have_read)) if packet.decision is None else 99
    return tuple(
        Step(
            label,
            "done" if at < here else "now" if at == here else "ahead",
            _small(name, packet, committee, len(have_read), len(people), turnout),
        )
        for at, (name, label) in enumerate(_labels(is_light=is_light))
    )


def _labels(*, is_light: bool) -> Iterator[tuple[str, Text]]:
    yield "read", text("Read alone")
    yield "1", text("Ballot") if is_light else text("First ballot")
    yield "discuss", text("Discuss")
    if not is_light:
        yield "2", text("Second ballot")
    yield "decide", text("Decide")


def _present(packet: Packet, people: Collection[int], have_read: Collection[int]) -> str:
    """Where an undecided packet stands."""
    ballot = packet.ballot
    if ballot is None:
        return "1" if people and len(have_read) == len(people) else "read"
    if ballot.is_open:
        return str(ballot.number)
    return "discuss" if ballot.number == 1 else "decide"


def _small(
    name: str, packet: Packet, committee: Sequence[Member], read: int, people: int, turnout: Text | None
) -> Text | None:
    if name == "read":
        return text("%(read)s of %(all)s have opened it", read=read, all=people)
    if name in {"1", "2"}:
        return _of_ballot(int(name), packet, turnout)
    if name == "decide":
        return _of_decision(packet, committee)
    return None


def _of_ballot(number: int, packet: Packet, turnout: Text | None) -> Text | None:
    """The last one tells how many are in; one before it, when it was closed."""
    ballot = next((one for one in packet.ballots if one.number == number), None)
    if ballot is None:
        return text("none held") if packet.decision is not None else None
    if ballot is packet.ballot and turnout is not None:
        return turnout
    return text("sealed") if ballot.closed_at is None else text("closed %(day)s", day=day(ballot.closed_at))


def _of_decision(packet: Packet, committee: Sequence[Member]) -> Text:
    if packet.decision is not None:
        return text("%(day)s", day=day(packet.decision.at))
    chair = next((member.name for member in committee if member.role == "chair"), None)
    return text("no chair yet") if chair is None else text("chair: %(name)s", name=chair)
