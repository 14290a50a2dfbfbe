"""The facts that every answer of the policy rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands to one thing at one moment.

    capabilities: rights over the house. roles: parts in the opening. is_own: the seat at hand is theirs, or it is they
    who asked for or approved the reading in an emergency at hand.
    sits: has a live seat on the application. owes: slugs of the rounds of this application in which they owe a card.
    round: the slug of the application's present round. has_packet: a packet of it stands before the committee.
    has_broken_glass: reads the opening in an emergency, because a second person approved it.
    types_it: types the card at hand for the one who judges.
    schedules_it: looks after the interviews of whoever holds the seat at hand, of an interview that has never begun.
    decides: the role that the plan lets decide the committee's round; without one the present round, and the chair once
    it has left the plan.
    is_decided: the committee has recorded its decision.
    """

    capabilities: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    is_own: bool = False
    has_handed_in: bool = False
    sits: bool = False
    owes: frozenset[str] = frozenset()
    round: str | None = None
    has_packet: bool = False
    has_broken_glass: bool = False
    types_it: bool = False
    schedules_it: bool = False
    decides: str = "chair"
    is_decided: bool = False

    @property
    def owes_now(self) -> bool:
        """Owes a card in the round the application is in."""
        return self.round is not None and self.round in self.owes
