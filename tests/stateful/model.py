"""What should be so, kept beside the house in plain Python: who sat where, who owes, and who may read which words.

It is written from the rule and not from the code: a person who owes a card in a round sees nothing of that round's
cards; cards of other rounds stay closed to whoever will still score, but for who decides that round; a stage that
answers as a group shows nothing until everybody is in and there are four; a conflict closes everything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hiring.refs import new_ref

ROLES = {"rita": "recruiter", "cleo": "hiring_manager", "max": "chair", "mona": "committee"}
LEADS = frozenset({"recruiter", "hiring_manager"})
ROUND_OF = {
    "recruiter-call": "first-calls",
    "ceo-call": "executive-call",
    "deep-dives": "loop",
    "panel-peers": "loop",
    "panel-reports": "loop",
}
DECIDES = {"first-calls": "recruiter", "executive-call": "hiring_manager", "loop": "hiring_manager"}
AS_A_GROUP = frozenset({"panel-reports"})
SMALLEST_GROUP = 4


@dataclass
class Seat:
    """One person's seat: its words carry `mark`, and those for the recruiter alone `private`."""

    ref: str
    who: str
    application: str
    stage: str
    mark: str
    is_in: bool = False
    is_gone: bool = False
    has_draft: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    saves: int = 0
    heard: int = 0
    page: str = field(default_factory=new_ref)
    amendments: int = 0

    @property
    def round(self) -> str:
        return ROUND_OF[self.stage]

    @property
    def private(self) -> str:
        return f"{self.mark}-private"

    @property
    def owes(self) -> bool:
        return not self.is_in and not self.is_gone


@dataclass
class Model:
    """Everything the machine did that bears on who may read what."""

    seats: list[Seat] = field(default_factory=list)
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    packets: set[str] = field(default_factory=set)

    def owes(self, who: str, application: str, round_: str | None = None) -> bool:
        return any(
            seat.owes and seat.who == who and seat.application == application and round_ in (None, seat.round)
            for seat in self.seats
        )

    def may_read(self, who: str | None, mark: str) -> bool:
        """Whether the words of that mark may appear in an answer to this person."""
        seat = next(one for one in self.seats if mark in (one.mark, one.private))
        if who is None or (who, seat.application) in self.conflicts:
            return False
        if seat.who == who:
            return not seat.is_gone
        if not seat.is_in or not self._is_open(who, seat):
            return False
        return mark == seat.mark or ROLES.get(who) == "recruiter"

    def _is_open(self, who: str, seat: Seat) -> bool:
        if self.owes(who, seat.application, seat.round):
            return False
        if self.owes(who, seat.application) and ROLES.get(who) != DECIDES[seat.round]:
            return False
        if seat.stage in AS_A_GROUP and not self._is_closed_group(seat):
            return False
        return self._has_a_part(who, seat)

    def _is_closed_group(self, seat: Seat) -> bool:
        group = [one for one in self.seats if (one.application, one.stage) == (seat.application, seat.stage)]
        people = {one.who for one in group if one.is_in}
        return len(people) >= SMALLEST_GROUP and not any(one.owes for one in group)

    def _has_a_part(self, who: str, seat: Seat) -> bool:
        role = ROLES.get(who)
        handed_in_there = any(
            one.who == who and one.is_in and one.stage not in AS_A_GROUP
            for one in self.seats
            if (one.application, one.round) == (seat.application, seat.round)
        )
        return role in LEADS or handed_in_there or (role is not None and seat.application in self.packets)
